"""Every rule is run on the examples in its own file."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from fargate_lint import catalogue, testing
from fargate_lint.diagnostic import Severity
from fargate_lint.testing.example import read

GOLDEN = Path(__file__).parent / "golden" / "rules"
LINES = 120
"""So many has the median rule file: an example shows what matters, and names its surroundings."""
CASES = {entry.rule.id: testing.cases([entry]) for entry in catalogue.ours()}


@pytest.mark.parametrize("case", [case for cases in CASES.values() for case in cases], ids=str)
def test_the_rule_says_of_its_example_what_the_example_says(case: testing.Case) -> None:
    assert testing.problems(case) == []


@pytest.mark.parametrize("id", CASES)
def test_the_rule_says_of_its_examples_what_it_said_before(id: str) -> None:
    """Columns, ends, whole messages, subjects, addresses, related places, fixes and passes; after a change that is
    meant, tests/tools/rule_snapshots.py writes them anew."""
    assert testing.snapshot(CASES[id]).splitlines() == (GOLDEN / f"{id}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("id", CASES)
def test_each_yield_of_a_rule_is_reached_by_one_of_its_examples(id: str) -> None:
    assert testing.unreached(CASES[id]) == []


@pytest.mark.parametrize("entry", catalogue.ours().entries, ids=lambda entry: entry.rule.id)
def test_a_rule_has_examples_of_both_kinds(entry: catalogue.Entry) -> None:
    assert entry.valid
    assert entry.invalid


def test_ids_are_three_digits_and_names_are_words() -> None:
    for entry in catalogue.ours():
        assert entry.rule.id[:3] == "FGL"
        assert entry.rule.id[3:].isdigit()
        assert entry.rule.name == entry.rule.name.lower()


@pytest.mark.parametrize("id", CASES)
def test_a_rule_lists_the_severities_of_its_findings_and_no_other(id: str) -> None:
    rule = catalogue.ours().entry(id).rule
    examples = "\n".join(case.text for case in CASES[id])
    assert {severity for severity in Severity if f"# {severity}:" in examples} == set(rule.severities)
    assert all(case and case == case.strip() for case in rule.severities.values())


def test_half_of_the_rule_files_are_short() -> None:
    files = [path for path in catalogue.folder().glob("*.py") if not path.stem.startswith("_")]
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    middle = statistics.median(lines.values())
    assert middle <= LINES, sorted(lines.items(), key=lambda pair: abs(pair[1] - middle))[:8]


def test_every_prelude_is_used_and_says_what_it_is() -> None:
    used = {name for cases in CASES.values() for case in cases for name in read(case.text).preludes}
    preludes = {path.stem: path for path in (catalogue.folder() / "preludes").glob("*.tf")}
    assert used == set(preludes)
    assert [name for name, path in preludes.items() if not path.read_text(encoding="utf-8").startswith("# ")] == []
