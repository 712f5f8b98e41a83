"""What the two text reports (full and concise) share: environments merged, the closing lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from fargate_lint.diagnostic import Diagnostic, Severity, Undecided
from fargate_lint.report.paths import relative, visible
from fargate_lint.report.result import Report, Reported, RootReport, mark_of, printed_key
from fargate_lint.report.style import Style

T = TypeVar("T")

MOST_NAMED = 8
"""Rules that a sentence names one by one."""
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class MergedFinding:
    """A finding as people read it: once, with the names of the environments it holds in (empty if there are none)."""

    reported: Reported
    root: RootReport
    environments: tuple[str, ...]


def merged(report: Report) -> list[MergedFinding]:
    """The findings of all roots in order, those of several environments of one root made one."""
    groups: dict[tuple[str, str, str], list[tuple[Reported, RootReport]]] = {}
    for root in report.roots:
        for reported in root.findings:
            groups.setdefault((root.path, reported.fingerprint, reported.finding.message), []).append((reported, root))
    shown = []
    for members in groups.values():
        first, root = max(members, key=lambda member: member[0].severity)
        names = tuple(member.environment for _, member in members if member.environment is not None)
        shown.append(MergedFinding(first, root, names))
    order = {id(root): number for number, root in enumerate(report.roots)}
    return sorted(shown, key=lambda s: (_first(order, report, s.root), printed_key(s.reported.span), s.reported.id))


@dataclass(frozen=True, slots=True)
class MergedDiagnostic(Generic[T]):
    """A diagnostic or an undecided verdict: once, with the names of the environments it holds in."""

    it: T
    root: RootReport
    environments: tuple[str, ...]

    @property
    def tag(self) -> str:
        """The environments in brackets, for the end of a line; empty where there are none."""
        return f" ({', '.join(self.environments)})" if self.environments else ""


def diagnostics(report: Report) -> list[MergedDiagnostic[Diagnostic]]:
    """The diagnostics of all roots, those of several environments of one root made one."""
    return _said((root, diagnostic) for root in report.roots for diagnostic in root.diagnostics)


def undecided(report: Report) -> list[MergedDiagnostic[Undecided]]:
    """The same for undecided verdicts."""
    return _said((root, verdict) for root in report.roots for verdict in root.undecided)


def failing(report: Report) -> list[MergedDiagnostic[Undecided]]:
    """The undecided verdicts that make the run fail; every format names them."""
    return _said((root, verdict) for root in report.roots if root.fail_on_undecided for verdict in root.undecided)


def doubt(verdict: Undecided) -> str:
    """An undecided verdict as a message."""
    subject = f" ({verdict.subject})" if verdict.subject else ""
    address = f" [{verdict.address}]" if verdict.address else ""
    return f"undecided{subject}: {verdict.reason}{address}"


def doubt_mark(verdict: Undecided, root: RootReport) -> str:
    """Its fingerprint, which is never that of a finding."""
    place = relative(root.path, root.repository)
    return mark_of("undecided", verdict.rule, place, verdict.address, verdict.subject or "")


WAITING = {
    "variable": "{} has no value",
    "region": "no provider says which region ({})",
    "data": "{} is read from AWS",
    "state": "the outputs of {} are not known",
    "module": "{} cannot be seen",
    "apply": "{} is known after apply",
    "error": "{} is in error",
    "unread": "{} could not be read",
}
"""What is said of something that verdicts wait for, by their code; of other codes that it is not known."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The undecided verdicts of a root that wait for one thing; ``about`` is "" for a verdict that waits for no single
    thing, or is the only one that does."""

    about: str
    verdicts: tuple[MergedDiagnostic[Undecided], ...]

    @property
    def sentence(self) -> str:
        """ "var.subnet_ids has no value: 19 verdicts of 13 rules wait for it"."""
        said = next((WAITING[v.it.code] for v in self.verdicts if v.it.code in WAITING), "{} is not known")
        rules = plural(len({verdict.it.rule for verdict in self.verdicts}), "rule")
        return f"{said.format(self.about)}: {len(self.verdicts)} verdicts of {rules} wait for it"


def waiting(report: Report) -> list[Waiting]:
    """The undecided verdicts, those of one root that wait for the same thing made one, most first; then the others."""
    verdicts = undecided(report)
    groups: dict[tuple[str, str], list[MergedDiagnostic[Undecided]]] = {}
    for verdict in verdicts:
        if verdict.it.waits_for:
            groups.setdefault((verdict.root.path, verdict.it.waits_for), []).append(verdict)
    shared = {key: Waiting(key[1], tuple(found)) for key, found in groups.items() if len(found) > 1}
    alone = [Waiting("", (verdict,)) for verdict in verdicts if (verdict.root.path, verdict.it.waits_for) not in shared]
    return [*sorted(shared.values(), key=lambda group: -len(group.verdicts)), *alone]


def _said(rows: Iterable[tuple[RootReport, T]]) -> list[MergedDiagnostic[T]]:
    groups: dict[tuple[str, T], list[RootReport]] = {}
    for root, row in rows:
        groups.setdefault((root.path, row), []).append(root)
    return [
        MergedDiagnostic(row, roots[0], tuple(root.environment for root in roots if root.environment is not None))
        for (_, row), roots in groups.items()
    ]


def _first(order: dict[int, int], report: Report, root: RootReport) -> int:
    """The position of the first root with this path: environments of one root stand together."""
    return min(order[id(other)] for other in report.roots if other.path == root.path)


def plural(count: int, noun: str) -> str:
    """The count with its noun: 1 error, 2 errors; "info" has no plural."""
    if noun in ("info", "undecided", "suppressed", "passed"):
        return f"{count} {noun}"
    return f"{count} {noun}{'' if count == 1 else 's'}"


def closing(report: Report, style: Style) -> list[str]:
    """The lines below the findings: problems, what is not linted, the summary."""
    lines = [style.paint("error", "red", "bold") + f": {visible(problem)}" for problem in report.problems]
    if style.quiet:
        return lines
    notes = (*report.notes, *(report.details if style.verbose else ()), *turned_off(report, style))
    lines += [f"note: {visible(note)}" for note in notes]
    looked = [root for root in report.roots if not any(d.code == "internal" for d in root.diagnostics)]
    bare = sorted({relative(root.path, style.here) for root in looked if not (root.uses_fargate or root.undecided)})
    if bare:
        lines.append(_without_fargate(bare))
    if report.roots:
        lines.append(summary_line(report, style))
    return lines


def turned_off(report: Report, style: Style) -> list[str]:
    """What each configuration file took out of the report, a sentence each."""
    ignored: dict[str, dict[str, None]] = {}
    left_out: Counter[str] = Counter()
    for root in report.roots:
        path = root.configuration.path
        if path is not None:
            ignored.setdefault(path, {}).update(dict.fromkeys(root.configuration.ignored))
            left_out[path] += root.configuration.left_out
    sentences = []
    for path, rules in ignored.items():
        named = list(rules)[:MOST_NAMED]
        more = f" and {len(rules) - len(named)} more rules" if len(rules) > len(named) else ""
        parts = [f"turns off {', '.join(named)}{more}"] if rules else []
        parts += [f"leaves out {plural(left_out[path], 'finding')} by path"] if left_out[path] else []
        if parts:
            sentences.append(f"{relative(path, style.here)} {' and '.join(parts)}")
    return sentences


def _without_fargate(paths: list[str]) -> str:
    shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    return f"note: no EKS cluster with Fargate profiles in {visible(shown)}: nothing to judge there"


def summary_line(report: Report, style: Style) -> str:
    """One line of numbers, what several environments share counted once; undecided is always in it."""
    levels = Counter(shown.reported.severity for shown in merged(report))
    numbers = report.summary() | {
        "errors": levels[Severity.ERROR],
        "warnings": levels[Severity.WARNING],
        "infos": levels[Severity.INFO],
        "undecided": len(undecided(report)),
    }
    parts = []
    for key, noun, severity in (
        ("errors", "error", Severity.ERROR),
        ("warnings", "warning", Severity.WARNING),
        ("infos", "info", Severity.INFO),
    ):
        text = plural(numbers[key], noun)
        parts.append(style.paint(text, COLOURS[severity], "bold") if numbers[key] else text)
    doubts = plural(numbers["undecided"], "undecided")
    parts.append(doubts + (" (--undecided show)" if numbers["undecided"] and not style.show_undecided else ""))
    parts.append(plural(numbers["passed"], "passed"))
    if numbers["suppressed"]:
        parts.append(plural(numbers["suppressed"], "suppressed"))
    roots = len({root.path for root in report.roots})
    files = f"{plural(numbers['files'], 'file')} in {plural(roots, 'root module')}"
    return f"{', '.join(parts)}; {files}"
