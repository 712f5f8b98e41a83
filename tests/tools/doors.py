"""The verdicts on a root by each of its doors: the sources, a plan, and both."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import msgspec
from running import DATE

from fargate_lint import catalogue
from fargate_lint.diagnostic import Finding, Severity, Undecided, Verdict
from fargate_lint.doors.both import load_both
from fargate_lint.doors.plan import Plan, load_plan
from fargate_lint.doors.plan_document import read
from fargate_lint.doors.sources import load_root
from fargate_lint.facts import Facts, Overrides
from fargate_lint.files import Files
from fargate_lint.model.estate import Estate
from fargate_lint.readings import agreed
from fargate_lint.terraform.address import without_keys
from fargate_lint.terraform.instance import Root

TESTS = Path(__file__).resolve().parent.parent
PLANS = TESTS / "golden" / "plan_json"
FIXTURES = TESTS / "fixtures" / "plan"
PLANNED = TESTS / "fixtures" / "planned"
NO_FILES = Files("/no-source-file-at-all")
SOURCE_ONLY = ("FGL520", "FGL521", "FGL90")
"""Rules about source text, which a plan alone has none of."""

Subject = tuple[str, str, str | None]


def golden(case: str) -> bytes:
    """A plan by real Terraform (make_plans.py)."""
    return (PLANS / f"{case}.json").read_bytes()


def loaded(case: str) -> Plan:
    """A golden plan through its door."""
    return load_plan(read(golden(case)), "/here")


def sources_of(case: str) -> Path:
    """The folder that a golden plan is of."""
    if case.startswith("steps"):
        return PLANNED / "steps" / ("after" if case == "steps" else "before")
    name = case.removesuffix("_target")
    return next(folder / name for folder in (FIXTURES, PLANNED) if (folder / name).is_dir())


def by_sources(folder: Path, repository: Path | None = None) -> list[Verdict]:
    files = Files(str(repository or folder))
    return verdicts(load_root(str(folder), files), files)


def both(folder: Path, data: bytes, repository: Path | None = None) -> tuple[Root, list[Verdict]]:
    files = Files(str(repository or folder))
    root = load_both(str(folder), files, read(data))
    return root, verdicts(root, files)


def by_plan(data: bytes) -> tuple[Plan, list[Verdict]]:
    plan = load_plan(read(data), str(TESTS))
    others = ((reading, verdicts(root, NO_FILES)) for reading, root in plan.others())
    return plan, agreed(verdicts(plan.root, NO_FILES), others)


def verdicts(root: Root, files: Files) -> list[Verdict]:
    """What all rules say, stamped with id and severity."""
    today = datetime.datetime.fromtimestamp(DATE, datetime.UTC).date()
    estate = Estate(root, Facts(Overrides.parse({})), (), today, files)
    found: list[Verdict] = []
    for entry in catalogue.ours():
        for verdict in entry.check(estate):
            stamp = {"rule": entry.rule.id}
            if isinstance(verdict, Finding):
                severity = verdict.severity or entry.rule.severity
                found.append(msgspec.structs.replace(verdict, **stamp, severity=severity))
            else:
                found.append(msgspec.structs.replace(verdict, **stamp))
    return found


def findings(found: list[Verdict], least: Severity = Severity.INFO) -> dict[Subject, Finding]:
    """The findings by rule, address and subject, but for those about source text."""
    return {
        subject(verdict): verdict
        for verdict in found
        if isinstance(verdict, Finding)
        and not verdict.rule.startswith(SOURCE_ONLY)
        and (verdict.severity or Severity.ERROR) >= least
    }


def undecided(found: list[Verdict]) -> dict[Subject, Undecided]:
    return {subject(verdict): verdict for verdict in found if isinstance(verdict, Undecided)}


def subject(verdict: Verdict) -> Subject:
    return verdict.rule, verdict.address, verdict.subject


def reported(subjects: Iterable[Subject]) -> set[Subject]:
    """As many as a report has: several instances of one block are one finding."""
    return {(rule, without_keys(address), subject) for rule, address, subject in subjects}
