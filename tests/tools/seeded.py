"""Defects by text edit: each is put into a clean project, and exactly its rule must speak, at the line to change.

usage: python tests/tools/seeded.py [PROJECT | PROJECT/DEFECT | RULE]...

prints what was tried, found and found besides. The rows are tests/seeded/*.toml: ``edit`` lists [file, text that stands
there once, text in its place], an empty first text appends; ``at`` lists [file, text of the line to point at after the
edit], more than one where more than one line is a fair answer; ``also`` names rules that the same edit may rightly
set off besides; ``count`` how often the rule must speak (once per profile); ``open`` says what is known not to
be right yet.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from running import Run, fargate_lint

TESTS = Path(__file__).resolve().parent.parent
ROWS = TESTS / "seeded"
Json = Any


@dataclass(frozen=True, slots=True)
class Project:
    """A clean project: its folder (all of it is copied) and its root module within."""

    name: str
    folder: Path
    root: str

    def copied(self, into: Path) -> Path:
        target = into / self.name
        shutil.copytree(self.folder, target)
        return target


@dataclass(frozen=True, slots=True)
class Defect:
    """One row."""

    project: Project
    id: str
    rule: str
    edit: tuple[tuple[str, str, str], ...]
    at: tuple[tuple[str, str], ...] = ()
    subject: str | None = None
    severity: str | None = None
    address: str | None = None
    also: tuple[str, ...] = ()
    count: int = 1
    open: str | None = None  # what is known not to be right yet

    @property
    def name(self) -> str:
        return f"{self.project.name}/{self.id}"

    def planted(self, folder: Path) -> None:
        """Edit a copy of the project. Raises AssertionError if a text does not stand there exactly once."""
        for name, find, replace in self.edit:
            path = folder / name
            text = path.read_text(encoding="utf-8")
            assert not find or text.count(find) == 1, f"{self.name}: {find!r} is {text.count(find)} times in {name}"
            path.write_text(text.replace(find, replace) if find else text + replace, encoding="utf-8")

    def places(self, folder: Path) -> set[tuple[str, int]]:
        """The lines that a finding may point at, in the edited copy."""
        found = set()
        for name, marker in self.at:
            text = (folder / name).read_text(encoding="utf-8")
            assert marker in text, f"{self.name}: {marker!r} is not in {name}"
            start = text.find(marker)
            while start >= 0:
                found.add((name, text.count("\n", 0, start) + 1))
                start = text.find(marker, start + 1)
        return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a defect gave: ``problems`` says in words what is not as it should be."""

    defect: Defect
    found: bool
    placed: bool
    extra: tuple[str, ...]
    problems: tuple[str, ...]


def defects() -> tuple[Defect, ...]:
    """All rows of tests/seeded."""
    return tuple(defect for path in sorted(ROWS.glob("*.toml")) for defect in read(path))


@cache
def read(path: Path) -> tuple[Defect, ...]:
    return tuple(_rows(path))


def _rows(path: Path) -> Iterator[Defect]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    project = Project(path.stem, (path.parent / table["project"]).resolve(), table["root"])
    for row in table["defect"]:
        lists = {key: tuple(tuple(item) for item in row.pop(key, ())) for key in ("edit", "at")}
        yield Defect(project=project, also=tuple(row.pop("also", ())), **lists, **row)


def lint(project: Project, folder: Path) -> Run:
    return fargate_lint("--format", "json", project.root, folder=folder)


@cache
def clean(project: Project) -> tuple[Json, ...]:
    """The findings of the untouched project."""
    with tempfile.TemporaryDirectory() as into:
        return tuple(lint(project, project.copied(Path(into))).findings)


def try_out(defect: Defect) -> Outcome:
    """Put the defect into a copy of its project and lint that."""
    with tempfile.TemporaryDirectory() as into:
        folder = defect.project.copied(Path(into))
        defect.planted(folder)
        run = lint(defect.project, folder)
        return judged(defect, run, defect.places(folder))


def judged(defect: Defect, run: Run, places: set[tuple[str, int]]) -> Outcome:
    before = {_identity(finding) for finding in clean(defect.project)}
    new = [finding for finding in run.findings if _identity(finding) not in before]
    own = [finding for finding in new if finding["rule"] == defect.rule]
    extra = tuple(
        described(f)
        for f in new
        if f["rule"] != defect.rule and f["rule"] not in defect.also and f["severity"] != "info"
    )
    problems = [f"also {text}" for text in extra]
    if not defect.rule:
        problems += [f"nothing was to be found, but {described(f)}" for f in new]
    elif len(own) != defect.count:
        listed = "; ".join(map(described, own)) or "none"
        problems.append(f"{len(own)} findings of {defect.rule}, not {defect.count}: {listed}")
    else:
        problems += [text for finding in own for text in _differences(defect, finding, places)]
    diagnostics = [d["message"] for root in run.json["roots"] for d in root["diagnostics"]]
    problems += [f"diagnostic: {message}" for message in diagnostics]
    placed = len(own) == defect.count and all(not places or _place(finding) in places for finding in own)
    return Outcome(defect, bool(own) or not (defect.rule or new), placed or not defect.rule, extra, tuple(problems))


def _differences(defect: Defect, finding: Json, places: set[tuple[str, int]]) -> Iterator[str]:
    if places and _place(finding) not in places:
        wanted = " or ".join(f"{name}:{line}" for name, line in sorted(places))
        yield f"at {described(finding)}, not {wanted}"
    for key in ("subject", "severity", "address"):
        wanted = getattr(defect, key)
        if wanted is not None and finding[key] != wanted:
            yield f"{key} {finding[key]!r}, not {wanted!r}"


def _place(finding: Json) -> tuple[str, int] | None:
    place = finding["location"]
    return (place["path"], place["line"]) if place else None


def _identity(finding: Json) -> tuple[str, str, str, str]:
    return finding["rule"], finding["severity"], finding["address"], str(finding["subject"])


def described(finding: Json) -> str:
    place = finding["location"] or {"path": "nowhere", "line": 0}
    return f"{place['path']}:{place['line']} {finding['rule']} {finding['severity']}: {finding['message']}"


def known_rules() -> set[str]:
    """The ids that ``fargate-lint rules`` lists."""
    return {rule["id"] for rule in fargate_lint("rules", "--format", "json", folder=TESTS).json["rules"]}


def main() -> int:
    """Print the table; the number of defects that are not found as they should be."""
    wanted = sys.argv[1:]
    rows = (*defects(), *read(TESTS / "sample_variants.toml"))
    chosen = [d for d in rows if not wanted or d.name in wanted or d.project.name in wanted or d.rule in wanted]
    known = known_rules()
    tried = found = placed = extra = pending = 0
    for project in sorted({d.project.name: d.project for d in chosen}.values(), key=lambda p: p.name):
        for finding in clean(project):
            if finding["severity"] != "info":
                print(f"{project.name}: clean, but {described(finding)}")
    for defect in chosen:
        if defect.rule and defect.rule not in known:
            pending += 1
            continue
        outcome = try_out(defect)
        tried, found, placed = tried + 1, found + outcome.found, placed + outcome.placed
        extra += len(outcome.extra)
        mark = "ok  " if not outcome.problems else "FAIL"
        print(
            f"{mark} {defect.rule or 'none  '} {defect.name}{''.join(f'{chr(10)}       {p}' for p in outcome.problems)}"
        )
    print(
        f"{tried} defects tried, {found} found, {placed} at the right line, {extra} extra findings, "
        f"{pending} without a rule yet"
    )
    return tried - found


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
