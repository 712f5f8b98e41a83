"""The verdicts on a root that can be read in several ways: what all readings say is so, the rest is undecided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from fargate_lint.diagnostic import Finding, Undecided, Verdict


class Doubt(Protocol):
    """Why a reading is not the only one, and the address of what would have to be known."""

    @property
    def sentence(self) -> str: ...

    @property
    def waits_for(self) -> str: ...


_Subject = tuple[str, str, str | None]


def agreed(likely: Sequence[Verdict], others: Iterable[tuple[Doubt, Sequence[Verdict]]]) -> list[Verdict]:
    """The verdicts of the likely reading, those that another reading does not share made undecided for its reason. A
    finding that only another reading has is undecided too: nothing is passed over."""
    found = {_subject(verdict): verdict for verdict in reversed(likely)}
    kept: dict[_Subject, Verdict] = {_subject(verdict): verdict for verdict in likely}
    for reason, verdicts in others:
        theirs = {_subject(verdict): verdict for verdict in reversed(verdicts)}
        for key in dict.fromkeys((*found, *theirs)):
            one, other = kept.get(key), theirs.get(key)
            if isinstance(one, Undecided) or _same(one, other):
                continue
            about = one or other
            assert about is not None
            name = about.name if isinstance(about, Finding) else ""
            kept[key] = Undecided(
                about.address, reason.sentence, None, about.subject, about.rule, name, "plan", reason.waits_for
            )
    return list(kept.values())


def _subject(verdict: Verdict) -> _Subject:
    return verdict.rule, verdict.address, verdict.subject


def _same(one: Verdict | None, other: Verdict | None) -> bool:
    """Whether both readings find something, or neither does."""
    return isinstance(one, Finding) is isinstance(other, Finding) and isinstance(other, Undecided) is False
