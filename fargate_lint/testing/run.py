"""One rule on one example: all that it says, places told as places of the example."""

from __future__ import annotations

import ast
import dataclasses
import datetime
import inspect
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from fargate_lint.catalogue import Catalogue, Entry, ours
from fargate_lint.diagnostic import Edit, Finding, Note, Pass, Severity, Span, Undecided, Verdict
from fargate_lint.model.estate import Estate
from fargate_lint.run import Run as WholeRun
from fargate_lint.testing import preludes
from fargate_lint.testing.example import Example
from fargate_lint.testing.preludes import Written
from fargate_lint.testing.scenery import scenery
from fargate_lint.workspace import Workspace

V = TypeVar("V", bound=Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A finding or undecided verdict. ``path`` is "" and ``line`` 0 where it has no place; ``word`` is a severity or
    "undecided". ``fix`` has, for each edit, its line and the text of that line afterwards."""

    path: str = ""
    line: int = 0
    column: int = 0
    end: tuple[int, int] = (0, 0)
    word: str
    text: str
    subject: str | None
    address: str = ""
    addresses: tuple[str, ...]
    related: tuple[Said, ...] = ()
    fix: tuple[Said, ...] = ()

    def __str__(self) -> str:
        subject = f" [{self.subject}]" if self.subject else ""
        return f"{self.path}:{self.line}:{self.column}: {self.word}{subject}: {self.text}"


@dataclass(frozen=True, slots=True)
class Run:
    """What a rule says of an example. ``reached``: the lines of the rule's file at which it yielded; ``faults``: what
    went wrong besides, in sentences."""

    said: tuple[Said, ...]
    passes: tuple[Pass, ...]
    reached: frozenset[int]
    faults: tuple[str, ...]


def run(entry: Entry, example: Example) -> Run:
    """Put the example into a folder and let the rule look at it. Raises preludes.PreludeError."""
    found = [preludes.find(name, entry.folders()) for name in example.preludes]
    written = preludes.write(example.files, found)
    with tempfile.TemporaryDirectory() as top:
        os.mkdir(os.path.join(top, ".git"))  # the repository's root: nothing above is looked at
        for name, text in {**written.files, **scenery(written.files)}.items():
            path = os.path.join(top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as handle:
                handle.write(text)
        with _day(example.today):
            return _judged(entry, _Places(top, written))


@contextmanager
def _day(today: datetime.date | None) -> Iterator[None]:
    """The day of the run, said in the one way that the program knows."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    if today is not None:
        noon = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
    try:
        yield
    finally:
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
        elif today is not None:
            del os.environ["SOURCE_DATE_EPOCH"]


def yields(entry: Entry) -> list[tuple[int, int]]:
    """First and last line of each ``yield`` in the rule's file; ``yield from ()`` only makes a generator."""
    source = Path(inspect.getfile(entry.check)).read_text(encoding="utf-8")
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Yield | ast.YieldFrom))
    return sorted(
        (node.lineno, node.end_lineno or node.lineno)
        for node in found
        if not (isinstance(node.value, ast.Tuple) and not node.value.elts)
    )


def _judged(entry: Entry, places: _Places) -> Run:
    passes: list[Pass] = []
    reached: set[int] = set()

    def check(estate: Estate) -> Iterator[Verdict]:
        for verdict in _observed(entry.check(estate), entry.check.__code__.co_filename, reached):
            if isinstance(verdict, Pass):
                passes.append(verdict)
            yield verdict

    def after(run: WholeRun) -> Iterator[Finding]:
        assert entry.after is not None
        return _observed(entry.after(run), entry.after.__code__.co_filename, reached)

    seen = dataclasses.replace(entry, check=check, after=None if entry.after is None else after)
    # What a second phase says depends on all other rules having run.
    others = () if entry.after is None else (one for one in ours() if one.rule.id != entry.rule.id)
    report = Workspace(catalogue=Catalogue((*others, seen))).run([places.top])
    said: list[Said] = []
    faults = list(report.problems) if entry.rule.name != "syntax" else []
    for root in report.roots:
        said += [places.finding(one.finding, one.severity) for one in root.findings if one.id == entry.rule.id]
        said += [places.undecided(one) for one in root.undecided if one.rule == entry.rule.id]
        faults += [f"{d.code}: {d.message}" for d in root.diagnostics if d.severity is Severity.ERROR]
    return Run(tuple(said), tuple(passes), frozenset(reached), tuple(faults))


def _observed(verdicts: Iterator[V], file: str, reached: set[int]) -> Iterator[V]:
    """The verdicts of a rule; the lines of its file at which they are yielded are noted."""
    for verdict in verdicts:
        inner: object = verdicts
        while inspect.isgenerator(inner):
            if inner.gi_frame is not None and inner.gi_code.co_filename == file:
                reached.add(inner.gi_frame.f_lineno)
            inner = inner.gi_yieldfrom
        yield verdict


@dataclass(frozen=True, slots=True)
class _Places:
    """Places in the folder ``top`` as places of the example and its preludes."""

    top: str
    written: Written

    def finding(self, finding: Finding, severity: Severity) -> Said:
        return Said(
            **self._place(finding.span),
            word=str(severity),
            text=finding.message,
            subject=finding.subject,
            address=finding.address,
            addresses=finding.addresses,
            related=tuple(self._note(note) for note in finding.related),
            fix=tuple(self._edit(edit) for edit in finding.fix.edits) if finding.fix else (),
        )

    def undecided(self, undecided: Undecided) -> Said:
        return Said(
            **self._place(undecided.span),
            word="undecided",
            text=undecided.reason,
            subject=undecided.subject,
            address=undecided.address,
            addresses=(undecided.address,) if undecided.address else (),
        )

    def _note(self, note: Note) -> Said:
        return Said(**self._place(note.span), word="related", text=note.message, subject=None, addresses=())

    def _edit(self, edit: Edit) -> Said:
        span = edit.span
        lines = self.written.files[self._path(span)].split("\n")
        before, after = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
        text = (before + edit.text + after).strip().replace("\n", "⏎")
        return Said(**self._place(span), word="fix", text=text, subject=None, addresses=())

    def _path(self, span: Span) -> str:
        return os.path.relpath(span.path, self.top).replace(os.sep, "/")

    def _place(self, span: Span | None) -> dict[str, Any]:
        """The fields of a place; none for what no person can open."""
        if span is None or not span.is_file:
            return {}
        path, line = self.written.origin(self._path(span), span.line)
        _, end = self.written.origin(self._path(span), span.end_line)
        return {"path": path, "line": line, "column": span.column, "end": (end, span.end_column)}
