"""The JSON report (design.md section 6, "version": 1): for programs, binding."""

from __future__ import annotations

from typing import Any

from fargate_lint.diagnostic import Diagnostic, Fix, Undecided
from fargate_lint.report.paths import json_text, location, relative
from fargate_lint.report.result import Configuration, Report, Reported, RootReport, SuppressedFinding
from fargate_lint.report.style import Style
from fargate_lint.run import Cluster, Module


def render(report: Report, style: Style) -> str:
    """The whole report as one JSON document with a final newline."""
    return json_text(document(report, style.here))


def document(report: Report, here: str) -> dict[str, Any]:
    """The report as plain data; paths are seen from the folder ``here``."""
    return {
        "version": 1,
        "tool": {"name": "fargate-lint", "version": report.version},
        "roots": [_root(root, here) for root in report.roots],
        "summary": report.summary(),
    }


def _root(root: RootReport, here: str) -> dict[str, Any]:
    return {
        "path": relative(root.path, here),
        "environment": root.environment,
        "door": root.door,
        "configuration": _configuration(root.configuration, here),
        "modules": [_module(module) for module in root.modules],
        "clusters": [_cluster(cluster) for cluster in root.clusters],
        "findings": [_finding(reported, here) for reported in root.findings],
        "undecided": [_undecided(undecided, here) for undecided in root.undecided],
        "suppressed": [_suppressed(suppressed, here) for suppressed in root.suppressed],
        "diagnostics": [_diagnostic(diagnostic, here) for diagnostic in root.diagnostics],
    }


def _configuration(configuration: Configuration, here: str) -> dict[str, Any]:
    return {
        "path": None if configuration.path is None else relative(configuration.path, here),
        "ignored": list(configuration.ignored),
        "left_out": configuration.left_out,
    }


def _module(module: Module) -> dict[str, Any]:
    return {
        "address": module.address,
        "source": module.source,
        "version": module.version,
        "resolved": module.resolved,
        "detail": module.detail,
    }


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "address": cluster.address,
        "name": cluster.name,
        "data_plane": cluster.data_plane,
        "egress": cluster.egress,
    }


def _finding(reported: Reported, here: str) -> dict[str, Any]:
    finding = reported.finding
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": str(reported.severity),
        "message": finding.message,
        "why": reported.why,
        "remedy": reported.remedy,
        "address": finding.address,
        "addresses": list(finding.addresses),
        "subject": finding.subject,
        "location": location(finding.span, here),
        "related": [{"message": note.message, "location": location(note.span, here)} for note in finding.related],
        "fix": _fix(finding.fix, here),
        "fingerprint": reported.fingerprint,
    }


def _fix(fix: Fix | None, here: str) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "message": fix.message,
        "edits": [{"location": location(edit.span, here), "text": edit.text} for edit in fix.edits],
    }


def _undecided(undecided: Undecided, here: str) -> dict[str, Any]:
    return {
        "rule": undecided.rule,
        "name": undecided.name,
        "address": undecided.address,
        "subject": undecided.subject,
        "reason": undecided.reason,
        "code": undecided.code,
        "waits_for": undecided.waits_for or None,
        "location": location(undecided.span, here),
    }


def _suppressed(suppressed: SuppressedFinding, here: str) -> dict[str, Any]:
    return {
        "rule": suppressed.rule,
        "address": suppressed.address,
        "subject": suppressed.subject,
        "fingerprint": suppressed.fingerprint,
        "by": suppressed.by,
        "reason": suppressed.reason,
        "location": location(suppressed.span, here),
    }


def _diagnostic(diagnostic: Diagnostic, here: str) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "location": location(diagnostic.span, here),
    }
