"""The JSON of check, field by field, as the program really prints it for whole projects (design.md section 6)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from running import fargate_lint

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PROJECTS = ("broken_file", "broken_private", "no_eks", "private_fargate", "sample_like/live", "unknown_values")
Level = Literal["error", "warning", "info"]


class Exact(msgspec.Struct, forbid_unknown_fields=True):
    """An object with these fields, all of them, and no others."""


class Location(Exact):
    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Related(Exact):
    message: str
    location: Location | None


class Edit(Exact):
    location: Location
    text: str


class Fix(Exact):
    message: str
    edits: list[Edit]


class Finding(Exact):
    rule: str
    name: str
    severity: Level
    message: str
    why: str
    remedy: str
    address: str
    addresses: list[str]
    subject: str | None
    location: Location | None
    related: list[Related]
    fix: Fix | None
    fingerprint: str


class Undecided(Exact):
    rule: str
    name: str
    address: str
    subject: str | None
    reason: str
    code: str
    waits_for: str | None
    location: Location | None


class Suppressed(Exact):
    rule: str
    address: str
    subject: str | None
    fingerprint: str
    by: Literal["comment", "configuration", "baseline"]
    reason: str
    location: Location | None


class Diagnostic(Exact):
    code: str
    severity: Level
    message: str
    location: Location | None


class Module(Exact):
    address: str
    source: str
    version: str | None
    resolved: Literal["local", "installed", "configured", "stub", "opaque"]
    detail: str


class Cluster(Exact):
    address: str
    name: str | None
    data_plane: Literal["fargate-only", "mixed", "none", "undecided"]
    egress: Literal["yes", "no", "undecided"]


class Configuration(Exact):
    path: str | None
    ignored: list[str]
    left_out: int


class Root(Exact):
    path: str
    environment: str | None
    door: Literal["sources", "plan", "both"]
    configuration: Configuration
    modules: list[Module]
    clusters: list[Cluster]
    findings: list[Finding]
    undecided: list[Undecided]
    suppressed: list[Suppressed]
    diagnostics: list[Diagnostic]


class Summary(Exact):
    errors: int
    warnings: int
    infos: int
    undecided: int
    passed: int
    suppressed: int
    files: int


class Tool(Exact):
    name: Literal["fargate-lint"]
    version: str


class Document(Exact):
    version: Literal[1]
    tool: Tool
    roots: list[Root]
    summary: Summary


@pytest.fixture(params=PROJECTS)
def printed(request: pytest.FixtureRequest) -> Document:
    run = fargate_lint("--format", "json", request.param, folder=FIXTURES)
    return msgspec.convert(json.loads(run.out), Document)


def places(root: Root) -> list[Location]:
    own = [item.location for item in (*root.findings, *root.undecided, *root.suppressed, *root.diagnostics)]
    notes = [note.location for finding in root.findings for note in finding.related]
    return [place for place in (*own, *notes) if place is not None]


def test_every_field_is_there_and_no_other(printed: Document) -> None:
    (root,) = printed.roots
    severities = [finding.severity for finding in root.findings]
    counts = printed.summary
    assert [counts.errors, counts.warnings, counts.infos] == [severities.count(s) for s in ("error", "warning", "info")]
    assert counts.undecided == len(root.undecided)
    assert counts.suppressed == len(root.suppressed)


def test_places_are_real(printed: Document) -> None:
    for root in printed.roots:
        for place in places(root):
            lines = (FIXTURES / place.path).read_text(encoding="utf-8").split("\n")
            assert 1 <= place.line <= place.end_line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
            assert (place.end_line, place.end_column) >= (place.line, place.column)
            assert place.end_column <= len(lines[place.end_line - 1]) + 1


def test_findings_stand_in_their_order(printed: Document) -> None:
    for root in printed.roots:
        keys = [(f.location.path, f.location.line, f.location.column, f.rule) for f in root.findings if f.location]
        assert keys == sorted(keys)


def test_addresses_and_fingerprints(printed: Document) -> None:
    for root in printed.roots:
        for finding in root.findings:
            if len(finding.addresses) > 1:
                assert "[" not in finding.address
                assert finding.addresses == sorted(set(finding.addresses))
            elif finding.address:
                assert finding.addresses == [finding.address]
            assert "\n" not in finding.message
        own = {finding.fingerprint for finding in root.findings}
        assert len(own) == len(root.findings)
        assert all(len(mark) == 64 and int(mark, 16) >= 0 for mark in own)


def test_a_fingerprint_is_made_of_rule_root_address_and_subject(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "live").mkdir()
    source = FIXTURES / "broken_private" / "main.tf"
    (tmp_path / "live" / "main.tf").write_bytes(source.read_bytes())
    (tmp_path / "live" / "terraform.tfvars").write_bytes((source.parent / "terraform.tfvars").read_bytes())
    run = fargate_lint("--format", "json", "--select", "FGL102", "live", folder=tmp_path)
    (finding,) = json.loads(run.out)["roots"][0]["findings"]
    assert finding["fingerprint"] == hashlib.sha256(b"FGL102\0live\0aws_vpc.this\0").hexdigest()


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (fargate_lint("--format", "json", *PROJECTS, folder=FIXTURES).out for _ in range(2))
    assert first == second
    assert len(json.loads(first)["roots"]) == len(PROJECTS)
