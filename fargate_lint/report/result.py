"""What a run found, ready to be printed: findings with severity, reason and fingerprint, per root and environment."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from fargate_lint.diagnostic import Diagnostic, Finding, Severity, Span, Undecided
from fargate_lint.report.paths import relative
from fargate_lint.run import Cluster, Module


class Reported(msgspec.Struct, frozen=True):
    """A finding with what catalogue and configuration add: its final severity, why it matters, how to mend it."""

    finding: Finding
    severity: Severity
    why: str = ""
    remedy: str = ""
    fingerprint: str = ""

    @property
    def id(self) -> str:
        return self.finding.rule

    @property
    def span(self) -> Span | None:
        """Its place if a person can open it, else None."""
        span = self.finding.span
        return span if span is not None and span.is_file else None


class SuppressedFinding(msgspec.Struct, frozen=True):
    """A finding that a comment or the configuration silences; ``reason`` is theirs. ``by``: "comment", "configuration"
    or "baseline"."""

    rule: str
    name: str
    address: str
    reason: str
    span: Span | None
    subject: str | None = None
    fingerprint: str = ""
    by: str = "comment"


class Configuration(msgspec.Struct, frozen=True):
    """What a configuration file did to a root: ``path`` is the file's (None: there is none), ``ignored`` are the ids of
    the rules that it turns off, ``left_out`` counts the findings in paths that it ignores."""

    path: str | None = None
    ignored: tuple[str, ...] = ()
    left_out: int = 0


NO_CONFIGURATION = Configuration()


class About(msgspec.Struct, frozen=True):
    """What the catalogue says of a rule. ``source`` names the pages that it is known from."""

    name: str = ""
    severity: Severity = Severity.WARNING
    why: str = ""
    remedy: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootReport:
    """One root module in one environment. ``path`` and ``repository`` are absolute; ``read`` is all files read.
    ``manifests``: Kubernetes objects given beside Terraform, the files that they are in, and YAML files without any.
    ``fail_on`` is the lowest severity that makes the run fail here (None: none does). ``about`` has the rules that
    spoke, by id."""

    path: str
    repository: str
    environment: str | None = None
    modules: tuple[Module, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    findings: tuple[Reported, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    suppressed: tuple[SuppressedFinding, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    passed: int = 0
    read: tuple[str, ...] = ()
    unread: bool = False
    manifests: tuple[int, int, int] | None = None
    door: str = "sources"
    configuration: Configuration = NO_CONFIGURATION
    fail_on: Severity | None = Severity.WARNING
    fail_on_undecided: bool = False
    about: Mapping[str, About] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """What this root alone makes the exit status: 0 clean, 1 findings at or above ``fail_on``, 3 something could
        not be analysed."""
        if self.unread or any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics):
            return 3
        if self.fail_on is not None and any(finding.severity >= self.fail_on for finding in self.findings):
            return 1
        return 1 if self.fail_on_undecided and self.undecided else 0

    @property
    def place(self) -> str:
        """What stands in the place of a place: the plan file where there are no sources, else the root module."""
        return self.read[0] if self.door == "plan" and self.read else self.path

    def in_file(self, span: Span | None) -> Span:
        """A place in a file, for formats that take nothing without one: the span, else line 1 of the plan file or of
        the root module's first file."""
        if span is not None and span.is_file:
            return span
        own = (path for path in self.read if os.path.dirname(path) == self.path)
        first = next(own, self.read[0] if self.read else self.path)
        return Span(self.place if self.door == "plan" else first, 1, 1, 1, 1)

    @property
    def uses_fargate(self) -> bool:
        """Whether there is a cluster that runs, or may run, pods on Fargate."""
        return any(cluster.fargate for cluster in self.clusters)


def no_source(path: str) -> str | None:
    """Stands in where no file can be shown."""
    return None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run. ``notes`` are sentences for people, ``details`` those for whoever wants to know more (--verbose);
    ``problems`` say why something could not be analysed at all."""

    roots: tuple[RootReport, ...] = ()
    notes: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    version: str = ""
    source: Callable[[str], str | None] = field(default=no_source, compare=False)

    @property
    def findings(self) -> tuple[Reported, ...]:
        return tuple(finding for root in self.roots for finding in root.findings)

    def count(self) -> Counter[Severity]:
        return Counter(finding.severity for finding in self.findings)

    def summary(self) -> dict[str, int]:
        """The numbers of the JSON report's ``summary``."""
        counts = self.count()
        return {
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "infos": counts[Severity.INFO],
            "undecided": sum(len(root.undecided) for root in self.roots),
            "passed": sum(root.passed for root in self.roots),
            "suppressed": sum(len(root.suppressed) for root in self.roots),
            "files": len({path for root in self.roots for path in root.read}),
        }

    @property
    def fails_on_undecided(self) -> bool:
        """Whether a root's configuration makes its undecided verdicts fail the run: then they have to be named."""
        return any(root.fail_on_undecided and root.undecided for root in self.roots)

    @property
    def status(self) -> int:
        """The exit status: the worst that any root makes it, each by its own configuration."""
        return max((root.status for root in self.roots), default=0) if not self.problems else 3


def fingerprints(findings: Iterable[Finding], root: str, repository: str) -> list[str]:
    """One per finding: sha256 over rule, root path in the repository, address and subject. The n-th finding that has
    all four alike (two syntax errors of one file) also takes n in, so that no two are equal; counted in the order of
    their messages, since places change with every edit."""
    place = os.path.relpath(root, repository).replace(os.sep, "/")
    seen: Counter[tuple[str, str, str]] = Counter()
    given = list(findings)
    marks = [""] * len(given)
    for position, finding in sorted(enumerate(given), key=lambda pair: pair[1].message):
        key = (finding.rule, finding.address, finding.subject or "")
        marks[position] = fingerprint(finding, place, finding.address, seen[key])
        seen[key] += 1
    return marks


def fingerprint(finding: Finding, place: str, address: str, number: int = 0) -> str:
    """The fingerprint of a finding at an address of a root module, whose folder in the repository is ``place``."""
    return mark_of(finding.rule, place, address, finding.subject or "", *([str(number)] if number else []))


class Marks:
    """Makes the fingerprints of one report differ: two environments may have findings of one fingerprint."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def distinct(self, mark: str) -> str:
        """The mark, or another one made of it where it is taken."""
        while mark in self._taken:
            mark = hashlib.sha256(mark.encode()).hexdigest()
        self._taken.add(mark)
        return mark


def mark_of(*parts: str) -> str:
    """A fingerprint of these texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def printed_key(span: Span | None) -> tuple[int, str, int, int]:
    """Sorts by path as it is printed, seen from the current directory, then line and column."""
    missing, path, *rest = place_key(span)
    return (missing, relative(path, os.getcwd()) if path else path, rest[0], rest[1])


def place_key(span: Span | None) -> tuple[int, str, int, int]:
    """Sorts by path, line, column; what has no place comes last."""
    if span is None or not span.is_file:
        return (1, "", 0, 0)
    return (0, span.path, span.line, span.column)
