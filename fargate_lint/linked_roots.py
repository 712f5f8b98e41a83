"""One verdict for what several root modules of a run see: roots that are linked by data.terraform_remote_state.

The VPC of one root is judged with the cluster of another, and again with the workloads of a third. What is said of it
is said once: by the root that manages it, else by the one that has the cluster. A root that sees more than another,
since it reads its state too, has the last word where it finds that all is well.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from fargate_lint.run import RootResult

_BEFORE_KEYS = re.compile(r"[.\[]")
READS = "terraform_remote_state."


class VerdictKind(enum.IntEnum):
    """What a root says of a subject; the first kind that any of them says stands."""

    FINDING = 0
    UNDECIDED = 1
    PASS = 2


class Subject(NamedTuple):
    """What a verdict is about, whichever root says it. ``folder`` is that of the root which manages the address; "" for
    Kubernetes YAML given beside Terraform, which is the same thing for roots that are linked only."""

    environment: str | None
    rule: str
    folder: str
    address: str
    subject: str | None


class RootVerdict(NamedTuple):
    """One root's verdict. ``rank``: the lowest is the one to say it; ``root`` is the root's position in the run."""

    kind: VerdictKind
    rank: tuple[bool, bool, int, int]
    root: int


def deduplicate(results: Sequence[RootResult]) -> tuple[RootResult, ...]:
    """The results without what another one says of the same subject."""
    if not any(result.linked for result in results):
        return tuple(results)
    verdicts: dict[Subject, list[RootVerdict]] = {}
    for number, result in enumerate(results):
        for kind, rule, address, subject in _verdicts(result):
            key = _subject(result, rule, address, subject)
            if key is not None:
                verdicts.setdefault(key, []).append(RootVerdict(kind, _rank(result, address, number), number))
    silent: list[set[Subject]] = [set() for _ in results]
    for key, heard in verdicts.items():
        speaker = _speaker(heard, results)
        for verdict in heard:
            if verdict.root != speaker and (key.folder or _are_linked(results[verdict.root], results[speaker])):
                silent[verdict.root].add(key)
    return tuple(_without(result, keys) if keys else result for result, keys in zip(results, silent, strict=True))


def _verdicts(result: RootResult) -> Iterator[tuple[VerdictKind, str, str, str | None]]:
    for finding in (*result.findings, *(one.finding for one in result.suppressed)):
        yield VerdictKind.FINDING, finding.rule, finding.address, finding.subject
    for undecided in result.undecided:
        yield VerdictKind.UNDECIDED, undecided.rule, undecided.address, undecided.subject
    for passed in result.passes:
        yield VerdictKind.PASS, passed.rule, passed.address, passed.subject


def _subject(result: RootResult, rule: str, address: str, subject: str | None) -> Subject | None:
    if not address:
        return None
    if "/" in _BEFORE_KEYS.split(address, maxsplit=1)[0]:
        return Subject(result.environment, rule, "", address, subject)
    owner, folder = result.owner(address), result.folder_of(address)
    rest = address[len(owner) :].removeprefix(".")
    return Subject(result.environment, rule, folder, rest, subject)


def _rank(result: RootResult, address: str, number: int) -> tuple[bool, bool, int, int]:
    has_cluster = any(cluster.fargate and not result.owner(cluster.address) for cluster in result.clusters)
    return bool(result.owner(address)), not has_cluster, address.count(READS), number


def _speaker(heard: Sequence[RootVerdict], results: Sequence[RootResult]) -> int:
    """The root whose verdict stands."""
    well = {verdict.root for verdict in heard if verdict.kind is VerdictKind.PASS}
    unsaid = {verdict.root for verdict in heard if any(_sees(results[one], results[verdict.root]) for one in well)}
    for kind in VerdictKind:
        ranks = [verdict.rank for verdict in heard if verdict.kind is kind and verdict.root not in unsaid]
        if ranks:
            return min(ranks)[-1]
    return min(verdict.rank for verdict in heard)[-1]


def _are_linked(result: RootResult, other: RootResult) -> bool:
    return _sees(result, other) or _sees(other, result)


def _sees(result: RootResult, other: RootResult) -> bool:
    """Whether a result was reached with all in sight that the other had."""
    return other.path in result.linked.values()


def _without(result: RootResult, keys: Iterable[Subject]) -> RootResult:
    out = frozenset(keys)

    def stays(rule: str, address: str, subject: str | None) -> bool:
        return _subject(result, rule, address, subject) not in out

    return msgspec.structs.replace(
        result,
        findings=tuple(f for f in result.findings if stays(f.rule, f.address, f.subject)),
        suppressed=tuple(s for s in result.suppressed if stays(s.finding.rule, s.finding.address, s.finding.subject)),
        undecided=tuple(u for u in result.undecided if stays(u.rule, u.address, u.subject)),
        passes=tuple(p for p in result.passes if stays(p.rule, p.address, p.subject)),
    )
