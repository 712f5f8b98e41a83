"""What is passed over: folders that --exclude or a .gitignore of the repository leaves out."""

from __future__ import annotations

import os
from collections.abc import Sequence

from fargate_lint.files import FileProblem, Files
from fargate_lint.gitignore import TooManyPatterns, matches


def is_matched(patterns: Sequence[str], folder: str, path: str) -> bool:
    """Whether patterns that hold in ``folder`` take in a folder in it, or one above that."""
    return _said(patterns, folder, path) is True


def is_ignored(path: str, files: Files) -> bool:
    """Whether a .gitignore between the repository's top and a folder leaves it out: the nearest that speaks of it."""
    top, folder = files.repository, os.path.dirname(path)
    while folder == top or folder.startswith(top.rstrip(os.sep) + os.sep):
        said = _said(_lines(os.path.join(folder, ".gitignore"), files), folder, path)
        if said is not None:
            return said
        if folder == top:
            break
        folder = os.path.dirname(folder)
    return False


def _lines(path: str, files: Files) -> tuple[str, ...]:
    if not files.exists(path):
        return ()
    try:
        return tuple(files.glance(path).splitlines())
    except FileProblem:
        return ()


def _said(patterns: Sequence[str], folder: str, path: str) -> bool | None:
    """What patterns say of a folder: of itself, and of each that it lies in."""
    name = os.path.relpath(path, folder).replace(os.sep, "/")
    if name == "." or name.startswith("../") or not patterns:
        return None
    try:
        found = [matches(patterns, part + "/") for part in _parts(name)]
    except TooManyPatterns:
        return None
    return True if True in found else found[-1]


def _parts(name: str) -> list[str]:
    pieces = name.split("/")
    return ["/".join(pieces[:number]) for number in range(1, len(pieces) + 1)]
