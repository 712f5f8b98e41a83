"""References to what does not exist, and files that are read and are not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint import gitignore
from fargate_lint.diagnostic import Diagnostic, MissingFile, Span
from fargate_lint.files import FileProblem
from fargate_lint.values.answer import YES, Answer, undecided

if TYPE_CHECKING:
    from fargate_lint.model.thing.resources import Resources

KEYS = (".key", ".pem", ".p12", ".pfx", ".crt", ".cer")
"""Ends of names of files that are kept out of repositories on purpose."""
SOURCES = ("file", "templatefile")
"""Functions that read what is part of the sources; the others mostly read what a build makes (lambda.zip)."""


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """``message`` is Terraform's; ``file`` is what a function reads and the repository lacks. ``sure`` is unknown
    where it is one that a build makes, that Git is told to leave out, or a key."""

    message: str
    span: Span
    sure: Answer
    file: MissingFile | None = None


def broken_references(resources: Resources) -> Iterator[BrokenReference]:
    """All of them, but for those in stubs of ours."""
    for diagnostic in resources.root.diagnostics:
        if diagnostic.code == "reference" and diagnostic.span is not None and diagnostic.span.is_file:
            yield _read(resources, diagnostic, diagnostic.span)


def _read(resources: Resources, diagnostic: Diagnostic, span: Span) -> BrokenReference:
    file = diagnostic.missing_file
    sure = _is_missing(resources, file, span) if file is not None else YES
    return BrokenReference(diagnostic.message, span, sure, file)


def _is_missing(resources: Resources, file: MissingFile, span: Span) -> Answer:
    """Whether a file that is not in sight will not be there when Terraform runs either."""
    path = file.path
    if file.function not in SOURCES:
        return undecided(f"{path} is not there: it may be built before Terraform runs", span, "elsewhere", path)
    if path.lower().endswith(KEYS):
        return undecided(f"{path} is not there: keys are often kept elsewhere", span, "elsewhere", path)
    why = left_out(resources, path, span)
    return undecided(f"{path} is not there, and {why}", span, "elsewhere", path) if why else YES


def left_out(resources: Resources, name: str, span: Span) -> str:
    """Why Git may leave out what a file names (relative to it), "" if it does not: by the .gitignore files from its
    folder up to the repository's root, of which the nearest that speaks of it decides."""
    path = os.path.normpath(os.path.join(os.path.dirname(span.path), name))
    files, folder = resources.files, os.path.dirname(path)
    while files.is_allowed(folder):
        try:
            lines = files.glance(os.path.join(folder, ".gitignore")).splitlines()
            found = gitignore.matches(lines, os.path.relpath(path, folder).replace(os.sep, "/"))
        except FileProblem:
            found = None
        except gitignore.TooManyPatterns:
            return "a .gitignore has more patterns than are looked at"
        if found is not None:
            return ".gitignore leaves it out" if found else ""
        if folder == files.repository:
            break
        folder = os.path.dirname(folder)
    return ""
