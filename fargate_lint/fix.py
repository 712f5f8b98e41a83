"""Mends what is surely wrong: the edits of findings, tried one after the other in memory and written as whole files.

An edit is kept only if the finding is gone after it and no other has come, in every root and environment of the run.
"""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fargate_lint.config import shown
from fargate_lint.diagnostic import Edit, Fix, Severity
from fargate_lint.report.result import Report, Reported
from fargate_lint.workspace import Workspace

_ARGUMENT = re.compile(r"([ \t]*)([A-Za-z_][\w-]*)([ \t]*)=([ \t]*)(?![=>])")
"""A line that gives an argument: indent, name, and the blanks around its "="."""

Mark = tuple[str, str | None]
"""A finding's fingerprint and environment."""


@dataclass(slots=True, kw_only=True)
class Mended:
    """What came of it. ``before`` and ``after`` are the texts of each changed file; ``fixed`` are the findings that are
    gone; ``report`` is what is left."""

    report: Report
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    fixed: list[Reported] = field(default_factory=list)

    def diff(self) -> str:
        """The changes as a unified diff, with paths seen from the current directory."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for path, text in sorted(self.after.items())
            for line in difflib.unified_diff(
                _kept_lines(self.before[path]), _kept_lines(text), f"a/{shown(path)}", f"b/{shown(path)}"
            )
        )


class Unwritten(Exception):
    """A file could not be written; the message says which and why, and what was written before it stays."""


def mend(workspace: Workspace, paths: Sequence[str], lowest: Severity | None) -> Mended:
    """Try the edits of all findings at or above a severity (None: of all). Nothing is written. Raises UsageError."""
    report = workspace.run(paths)
    done = Mended(report=report)
    tried: set[tuple[Mark, Fix]] = set()
    while True:
        one = next((c for c in _candidates(done.report, lowest) if (c[0], c[2]) not in tried), None)
        if one is None:
            return done
        mark, finding, fix = one
        tried.add((mark, fix))
        _try(workspace, paths, done, finding, fix)


def _candidates(report: Report, lowest: Severity | None) -> Iterator[tuple[Mark, Reported, Fix]]:
    for root in report.roots:
        for finding in root.findings:
            fix = finding.finding.fix
            if fix is not None and fix.edits and (lowest is None or finding.severity >= lowest):
                yield (finding.fingerprint, root.environment), finding, fix


def _marks(report: Report) -> set[Mark]:
    return {(finding.fingerprint, root.environment) for root in report.roots for finding in root.findings}


def _try(workspace: Workspace, paths: Sequence[str], done: Mended, finding: Reported, fix: Fix) -> None:
    """Apply one fix in memory and keep it if it does what it should."""
    texts = _edited(workspace, fix)
    if texts is None:
        return
    old = {path: done.after.get(path) for path in texts}
    before = {path: workspace.source(path) or "" for path in texts}
    for path, text in texts.items():
        workspace.edit(path, text)
    report = workspace.run(paths)
    left, was = _marks(report), _marks(done.report)
    is_gone = not any(mark[0] == finding.fingerprint for mark in left)
    if is_gone and left < was and _no_worse(report, done.report):
        for path, text in texts.items():
            done.before.setdefault(path, before[path])
            done.after[path] = text
        done.report = report
        done.fixed.append(finding)
        return
    for path, kept in old.items():
        workspace.edit(path, kept)


def _no_worse(report: Report, before: Report) -> bool:
    """Whether no more is undecided or unread than before: an edit must not hide what it does not mend."""
    new, old = report.summary(), before.summary()
    return new["undecided"] <= old["undecided"] and (report.status != 3 or before.status == 3)


def _edited(workspace: Workspace, fix: Fix) -> dict[str, str] | None:
    """The files with the edits of a fix, by path; None where one is not to be touched."""
    texts: dict[str, str] = {}
    for edit in sorted(fix.edits, key=lambda one: (one.span.path, one.span.line, one.span.column), reverse=True):
        path = edit.span.path
        text = texts.get(path, workspace.source(path))
        if text is None or not _is_ours(workspace, path):
            return None
        changed = _apply(text, edit)
        if changed is None:
            return None
        texts[path] = changed
    return texts or None


def _is_ours(workspace: Workspace, path: str) -> bool:
    """Whether a file is the reader's own: in the repository, not behind a link, not downloaded."""
    top = workspace.repository(path).files.repository
    whole = os.path.abspath(path)
    inside = os.path.realpath(whole) == os.path.join(os.path.realpath(top), os.path.relpath(whole, top))
    return inside and not os.path.islink(whole) and ".terraform" not in whole.split(os.sep)


def _apply(text: str, edit: Edit) -> str | None:
    """The text with one edit, its line ends as they are around it; None where the place is not in it."""
    lines = _kept_lines(text)
    span = edit.span
    if not 0 < span.line <= len(lines) or not span.line <= span.end_line <= len(lines):
        return None
    end = "\r\n" if lines[span.line - 1].endswith("\r\n") else "\n"
    new = edit.text.replace("\n", end)
    head, tail = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
    lines[span.line - 1 : span.end_line] = _kept_lines(head + new + tail)
    if edit.text.endswith("\n") and span.column == 1:
        _align(lines, span.line - 1)
    return "".join(lines)


def _align(lines: list[str], number: int) -> None:
    """Bring the "=" of a new argument and of those right above and below it under one another, as `terraform fmt`
    does."""
    indent = _ARGUMENT.match(lines[number])
    if indent is None:
        return
    first = last = number
    while first > 0 and _is_beside(lines[first - 1], indent[1]):
        first -= 1
    while last + 1 < len(lines) and _is_beside(lines[last + 1], indent[1]):
        last += 1
    group = range(first, last + 1)
    width = max(len(match[2]) for n in group if (match := _ARGUMENT.match(lines[n])) is not None)
    for n in group:
        match = _ARGUMENT.match(lines[n])
        if match is not None:
            lines[n] = f"{match[1]}{match[2].ljust(width)} = {lines[n][match.end() :]}"


def _is_beside(line: str, indent: str) -> bool:
    """Whether a line is an argument of one line, as far as its brackets tell."""
    match = _ARGUMENT.match(line)
    rest = line[match.end() :] if match is not None else ""
    closed = all(rest.count(a) == rest.count(b) for a, b in ("()", "[]", "{}"))
    return match is not None and match[1] == indent and closed and "<<" not in rest


def _kept_lines(text: str) -> list[str]:
    """The lines with their ends."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def write(workspace: Workspace, mended: Mended) -> None:
    """Write the changed files, each whole or not at all, with its mode. Raises Unwritten."""
    for path, text in sorted(mended.after.items()):
        try:
            with open(path, "rb") as handle:
                now = handle.read()
            if now.decode("utf-8") != mended.before[path]:
                raise Unwritten(f"{shown(path)} was changed meanwhile: run it again")
            _replace(path, text)
        except (OSError, UnicodeDecodeError) as error:
            raise Unwritten(f"cannot write {shown(path)}: {getattr(error, 'strerror', None) or error}") from error


def _replace(path: str, text: str) -> None:
    mode = os.stat(path).st_mode
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "it may not be written")
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".fargate-lint-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("utf-8"))
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
