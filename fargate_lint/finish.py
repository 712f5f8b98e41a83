"""From what the rules said of a root to its report: one finding per cause, final severities, fingerprints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fargate_lint.baseline import Baseline
from fargate_lint.baseline import Entry as KnownEntry
from fargate_lint.catalogue import Catalogue, Entry
from fargate_lint.config import LEVELS, Options
from fargate_lint.diagnostic import Finding, Severity, Undecided
from fargate_lint.judge import turned_off
from fargate_lint.report.merge import groups, merged, order, printed_order
from fargate_lint.report.result import (
    About,
    Configuration,
    Reported,
    RootReport,
    SuppressedFinding,
    fingerprint,
    fingerprints,
    printed_key,
)
from fargate_lint.run import RootResult, Suppressed, UnusedSuppression
from fargate_lint.terraform.moves import Move, earlier


class Known(NamedTuple):
    """The baseline that holds for a root, and what was moved there."""

    baseline: Baseline
    moves: tuple[Move, ...] = ()

    def entries(self, finding: Finding, mark: str, result: RootResult) -> tuple[KnownEntry, ...]:
        """The entries of a finding, also under the addresses that it had before."""
        place = os.path.relpath(result.path, result.repository).replace(os.sep, "/")
        before = (fingerprint(finding, place, address) for address in earlier(finding.address, self.moves))
        return tuple(e for one in (mark, *before) for e in self.baseline.match(one, result.environment))


def known_entries(result: RootResult, known: Known, catalogue: Catalogue) -> Iterator[KnownEntry]:
    """The entries of the baseline that a root's findings match."""
    findings = merged(result.findings, _apart(catalogue))
    for finding, mark in _marks(findings, result).items():
        yield from known.entries(finding, mark, result)


def unused_entries(
    results: Sequence[RootResult], known: Mapping[str, Known], catalogue: Catalogue
) -> Iterator[UnusedSuppression]:
    """The entries of the baselines (by root) that match nothing in the run."""
    used = {entry for one in results if one.path in known for entry in known_entries(one, known[one.path], catalogue)}
    told: dict[str, None] = {}
    for one in results:
        found = known.get(one.path)
        if found is not None and found.baseline.path not in told:
            told[found.baseline.path] = None
            yield from found.baseline.unused(results, one.repository, used)


def _apart(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(entry.rule.id for entry in catalogue if entry.rule.per_instance)


def root_report(result: RootResult, options: Options, catalogue: Catalogue, known: Known | None = None) -> RootReport:
    """The result in its final order, with severities, reasons and fingerprints; what a baseline knows is suppressed."""
    entries = {entry.rule.id: entry for entry in catalogue}
    apart = _apart(catalogue)
    told = {code for entry in catalogue for code in entry.rule.reports}
    severities = Severities(options, catalogue)
    findings = merged(result.findings, apart)
    marks = _marks(findings, result)
    lowest = LEVELS[options.min_severity]
    old = [f for f in findings if known is not None and known.entries(f, marks[f], result)]
    findings = [finding for finding in findings if finding not in old]
    reported = (_reported(finding, entries[finding.rule], severities, marks[finding]) for finding in findings)
    ignored = turned_off(options, catalogue)
    return RootReport(
        path=result.path,
        repository=result.repository,
        environment=result.environment,
        door=result.door,
        configuration=Configuration(options.path, ignored, result.left_out),
        modules=result.modules,
        clusters=result.clusters,
        findings=tuple(one for one in reported if one.severity >= lowest),
        undecided=tuple(
            sorted(result.undecided, key=lambda u: (*printed_key(u.span), u.rule, u.address, u.subject or ""))
        ),
        suppressed=(*_suppressed(result, apart), *(_known(finding, marks[finding]) for finding in old)),
        diagnostics=tuple(
            sorted(
                (d for d in result.diagnostics if d.code not in told or d.severity is Severity.INFO),
                key=lambda d: (printed_key(d.span), d.code),
            )
        ),
        passed=len(result.passes),
        read=result.read,
        unread=result.unread,
        manifests=result.manifests,
        fail_on=LEVELS.get(options.fail_on),
        fail_on_undecided=options.undecided == "fail",
        about=_about((*findings, *result.undecided), entries),
    )


def _about(spoken: Iterable[Finding | Undecided], entries: Mapping[str, Entry]) -> dict[str, About]:
    found = (entries[id] for id in dict.fromkeys(one.rule for one in spoken) if id in entries)
    return {e.rule.id: About(e.rule.name, e.rule.severity, e.why, e.fix, e.source) for e in found}


def _known(finding: Finding, mark: str) -> SuppressedFinding:
    return SuppressedFinding(
        rule=finding.rule,
        name=finding.name,
        address=finding.address,
        reason="baseline",
        span=finding.span,
        subject=finding.subject,
        fingerprint=mark,
        by="baseline",
    )


def _reported(finding: Finding, entry: Entry, severities: Severities, mark: str) -> Reported:
    return Reported(finding, severities.of(finding, entry), entry.why, entry.fix, mark)


def _marks(findings: Sequence[Finding], result: RootResult) -> dict[Finding, str]:
    """The fingerprints; they do not depend on the current directory."""
    in_place = sorted(findings, key=order)
    return dict(zip(in_place, fingerprints(in_place, result.path, result.repository), strict=True))


def _suppressed(result: RootResult, apart: frozenset[str]) -> Iterable[SuppressedFinding]:
    """Each silenced finding, with the fingerprint that it would have."""
    members: dict[Finding, list[Suppressed]] = {}
    for suppressed in result.suppressed:
        members.setdefault(suppressed.finding, []).append(suppressed)
    leaders = {member: lead for lead, group in groups(members, apart) for member in group}
    marks = _marks(list(dict.fromkeys(leaders.values())), result)
    for finding in sorted(members, key=printed_order):
        for one in members[finding]:
            yield SuppressedFinding(
                rule=finding.rule,
                name=finding.name,
                address=finding.address,
                reason=one.by.reason,
                span=finding.span,
                subject=finding.subject,
                fingerprint=marks[leaders[finding]],
                by=one.by.by,
            )


class Severities:
    """The severity of each finding: its case's, unless the configuration says another one."""

    def __init__(self, options: Options, catalogue: Catalogue) -> None:
        self._said = options.severity
        self._of_rule = {
            entry.rule.id: max(options.severity, key=entry.closeness)
            for entry in catalogue
            if any(entry.closeness(word) for word in options.severity)
        }

    def of(self, finding: Finding, entry: Entry) -> Severity:
        """One level replaces warning and error: what is only worth knowing stays so, unless a table says otherwise."""
        own = finding.severity or entry.rule.severity
        word = self._of_rule.get(finding.rule)
        if word is None:
            return own
        said = self._said[word]
        if isinstance(said, str):
            return own if own is Severity.INFO else LEVELS[said]
        replaced = {LEVELS[case]: LEVELS[level] for case, level in said.items()}
        return replaced.get(own, own)
