"""References to what does not exist, and files that are read and are not there."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Diagnostic, Span
from fargate_lint.files import FileProblem
from fargate_lint.values.verdict import Answer, maybe, yes

if TYPE_CHECKING:
    from fargate_lint.model.thing.world import World

READING = re.compile(r"Error in function call to (?P<name>\w+): .*?no file exists at (?P<path>.+?); this function")
KEYS = (".key", ".pem", ".p12", ".pfx", ".crt", ".cer")
"""Ends of names of files that are kept out of repositories on purpose."""
SOURCES = ("file", "templatefile")
"""Functions that read what is part of the sources; the others mostly read what a build makes (lambda.zip)."""


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """``sure`` is unknown where the file is one that a build makes, that Git is told to leave out, or a key."""

    message: str
    span: Span
    sure: Answer


def broken_references(world: World) -> Iterator[BrokenReference]:
    """All of them, but for those in stubs of ours."""
    for diagnostic in world.root.diagnostics:
        if diagnostic.code == "reference" and diagnostic.span is not None and diagnostic.span.is_file:
            yield _read(world, diagnostic, diagnostic.span)


def _read(world: World, diagnostic: Diagnostic, span: Span) -> BrokenReference:
    found = READING.search(diagnostic.message)
    if found is None:
        return BrokenReference(diagnostic.message, span, yes())
    name, path = found["name"], found["path"]
    message = f"{name}() reads {path}, which is not in the repository: plan fails"
    if name not in SOURCES:
        return BrokenReference(
            message, span, maybe(f"{path} is not there: it may be built before Terraform runs", span)
        )
    if path.lower().endswith(KEYS):
        return BrokenReference(message, span, maybe(f"{path} is not there: keys are often kept elsewhere", span))
    if _ignored(world, os.path.normpath(os.path.join(os.path.dirname(span.path), path))):
        return BrokenReference(message, span, maybe(f"{path} is not there, and .gitignore leaves it out", span))
    return BrokenReference(message, span, yes())


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
