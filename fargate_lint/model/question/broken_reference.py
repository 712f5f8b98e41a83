"""References to what does not exist, and files that are read and are not there."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Diagnostic, MissingFile, Span
from fargate_lint.files import FileProblem
from fargate_lint.values.answer import YES, Answer, undecided

if TYPE_CHECKING:
    from fargate_lint.model.thing.world import World

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


def broken_references(world: World) -> Iterator[BrokenReference]:
    """All of them, but for those in stubs of ours."""
    for diagnostic in world.root.diagnostics:
        if diagnostic.code == "reference" and diagnostic.span is not None and diagnostic.span.is_file:
            yield _read(world, diagnostic, diagnostic.span)


def _read(world: World, diagnostic: Diagnostic, span: Span) -> BrokenReference:
    file = diagnostic.missing_file
    sure = _is_missing(world, file, span) if file is not None else YES
    return BrokenReference(diagnostic.message, span, sure, file)


def _is_missing(world: World, file: MissingFile, span: Span) -> Answer:
    """Whether a file that is not in sight will not be there when Terraform runs either."""
    path = file.path
    if file.function not in SOURCES:
        return undecided(f"{path} is not there: it may be built before Terraform runs", span, "elsewhere", path)
    if path.lower().endswith(KEYS):
        return undecided(f"{path} is not there: keys are often kept elsewhere", span, "elsewhere", path)
    if _ignored(world, os.path.normpath(os.path.join(os.path.dirname(span.path), path))):
        return undecided(f"{path} is not there, and .gitignore leaves it out", span, "elsewhere", path)
    return YES


def _ignored(world: World, path: str) -> bool:
    """Whether a .gitignore at or above a file leaves it out, by the simple patterns that people write for keys and
    builds."""
    files, folder = world.files, os.path.dirname(path)
    while folder.startswith(files.repository):
        try:
            lines = files.text(os.path.join(folder, ".gitignore")).split("\n")
        except FileProblem:
            lines = []
        below = os.path.relpath(path, folder).replace(os.sep, "/")
        pieces = below.split("/")
        for line in lines:
            pattern = line.strip().strip("/")
            if not pattern or line.startswith(("#", "!")):
                continue
            if fnmatch.fnmatch(below, pattern) or any(fnmatch.fnmatch(piece, pattern) for piece in pieces):
                return True
        if folder == files.repository:
            break
        folder = os.path.dirname(folder)
    return False
