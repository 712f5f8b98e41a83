"""The sources, a plan of them, and both say the same; what a plan alone cannot know is undecided."""

from __future__ import annotations

from collections import Counter

import pytest
from doors import FIXTURES, PLANNED, both, by_plan, by_sources, findings, golden, reported, sources_of, undecided

from fargate_lint.diagnostic import Severity

CASES = sorted(
    path.name for folder in (FIXTURES, PLANNED) for path in folder.iterdir() if path.name not in ("steps", "errored")
)

_counts: Counter[str] = Counter()


@pytest.mark.parametrize("case", CASES)
def test_sources_and_both_say_the_same(case: str) -> None:
    """At warning and above; beyond that only where the sources were undecided."""
    sources = by_sources(sources_of(case))
    root, together = both(sources_of(case), golden(case))
    assert [d.message for d in root.diagnostics if d.code == "plan"] == []
    assert findings(together, Severity.WARNING).keys() >= findings(sources, Severity.WARNING).keys()
    more = findings(together).keys() - findings(sources).keys()
    assert {key[0] for key in more} <= {key[0] for key in undecided(sources)}
    assert {key[0] for key in undecided(together)} <= {key[0] for key in undecided(sources)}


@pytest.mark.parametrize("case", CASES)
def test_a_plan_alone_finds_it_or_is_undecided(case: str) -> None:
    sources = by_sources(sources_of(case))
    _, alone = by_plan(golden(case))
    wanted, found = findings(sources, Severity.WARNING), findings(alone)
    _counts["wanted"] += len(reported(wanted))
    _counts["found"] += len(reported(wanted.keys() & found.keys()))
    assert sorted(map(str, wanted.keys() - found.keys() - undecided(alone).keys())) == []
    more = findings(alone, Severity.WARNING).keys() - findings(sources).keys()
    assert more == set() or undecided(sources)


def test_how_much_a_plan_alone_finds(capsys: pytest.CaptureFixture[str]) -> None:
    """Over the fixtures tried so far; prints the figure."""
    with capsys.disabled():
        print(f"\na plan alone finds {_counts['found']} of {_counts['wanted']} findings at warning and above")
    assert _counts["found"] >= 0.85 * _counts["wanted"]
