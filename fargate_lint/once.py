"""One verdict for what several root modules of a run see: roots that are linked by data.terraform_remote_state.

The VPC of one root is judged with the cluster of another, and again with the workloads of a third. What is said of it
is said once: by the root that manages it, else by the one that has the cluster. A root that sees more than another,
since it reads its state too, has the last word where it finds that all is well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fargate_lint.judge import Outcome

_BEFORE_KEYS = re.compile(r"[.\[]")
READS = "terraform_remote_state."
FOUND, UNSURE, WELL = range(3)


class Subject(NamedTuple):
    """What a verdict is about, whichever root says it. ``folder`` is that of the root which manages the address; "" for
    Kubernetes YAML given beside Terraform, which is the same thing for roots that are linked only."""

    environment: str | None
    rule: str
    folder: str
    address: str
    subject: str | None


class Voice(NamedTuple):
    """One outcome's verdict. ``rank``: the lowest is the one to say it."""

    kind: int
    rank: tuple[bool, bool, int, int]
    outcome: int


def once(outcomes: Sequence[Outcome]) -> None:
    """Take out of the outcomes what another one says of the same subject."""
    if not any(outcome.root is not None and outcome.root.linked for outcome in outcomes):
        return
    voices: dict[Subject, list[Voice]] = {}
    for number, outcome in enumerate(outcomes):
        for kind, rule, address, subject in _verdicts(outcome):
            key = _subject(outcome, rule, address, subject)
            if key is not None:
                voices.setdefault(key, []).append(Voice(kind, _rank(outcome, address, number), number))
    silent: list[set[Subject]] = [set() for _ in outcomes]
    for key, heard in voices.items():
        speaker = _speaker(heard, outcomes)
        for voice in heard:
            if voice.outcome != speaker and (key.folder or _linked(outcomes[voice.outcome], outcomes[speaker])):
                silent[voice.outcome].add(key)
    for outcome, keys in zip(outcomes, silent, strict=True):
        if keys:
            _silence(outcome, keys)


def _verdicts(outcome: Outcome) -> Iterator[tuple[int, str, str, str | None]]:
    for finding in (*outcome.findings, *(finding for finding, _ in outcome.suppressed)):
        yield FOUND, finding.rule, finding.address, finding.subject
    for undecided in outcome.undecided:
        yield UNSURE, undecided.rule, undecided.address, undecided.subject
    for rule, address, subject in outcome.passes:
        yield WELL, rule, address, subject


def _subject(outcome: Outcome, rule: str, address: str, subject: str | None) -> Subject | None:
    if outcome.root is None or not address:
        return None
    if "/" in _BEFORE_KEYS.split(address, maxsplit=1)[0]:
        return Subject(outcome.environment.name, rule, "", address, subject)
    keeper, folder = outcome.root.keeper(address), outcome.root.folder_of(address)
    rest = address[len(keeper) :].removeprefix(".")
    return Subject(outcome.environment.name, rule, folder, rest, subject)


def _rank(outcome: Outcome, address: str, number: int) -> tuple[bool, bool, int, int]:
    root = outcome.root
    assert root is not None
    has_cluster = any(cluster.fargate and not root.keeper(cluster.address) for cluster in outcome.clusters)
    return bool(root.keeper(address)), not has_cluster, address.count(READS), number


def _speaker(heard: Sequence[Voice], outcomes: Sequence[Outcome]) -> int:
    """The outcome whose verdict stands."""
    well = {voice.outcome for voice in heard if voice.kind == WELL}
    unsaid = {voice.outcome for voice in heard if any(_sees(outcomes[o], outcomes[voice.outcome]) for o in well)}
    for kind in (FOUND, UNSURE, WELL):
        ranks = [voice.rank for voice in heard if voice.kind == kind and voice.outcome not in unsaid]
        if ranks:
            return min(ranks)[-1]
    return min(voice.rank for voice in heard)[-1]


def _linked(outcome: Outcome, other: Outcome) -> bool:
    return _sees(outcome, other) or _sees(other, outcome)


def _sees(outcome: Outcome, other: Outcome) -> bool:
    """Whether an outcome was reached with all in sight that the other had."""
    return outcome.root is not None and other.path in outcome.root.linked.values()


def _silence(outcome: Outcome, keys: Iterable[Subject]) -> None:
    out = frozenset(keys)

    def stays(rule: str, address: str, subject: str | None) -> bool:
        return _subject(outcome, rule, address, subject) not in out

    outcome.findings = [f for f in outcome.findings if stays(f.rule, f.address, f.subject)]
    outcome.suppressed = [(f, why) for f, why in outcome.suppressed if stays(f.rule, f.address, f.subject)]
    outcome.undecided = {u: None for u in outcome.undecided if stays(u.rule, u.address, u.subject)}
    outcome.passes = [one for one in outcome.passes if stays(*one)]
