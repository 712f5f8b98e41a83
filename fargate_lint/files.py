"""The only door to the scanned repository: confined, bounded, and remembering what was read.

The repository is untrusted (design.md section 9): nothing outside it is read on its behalf, links are resolved before
the check, and no file larger than a limit is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from fargate_lint.diagnostic import Diagnostic, Severity, Span

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes. Real Terraform files are below 1 MiB; what is larger is data that nobody wrote by hand."""
MOST_ENTRIES = 200_000
"""Directory entries looked at in one run of ``walk``."""


class FileProblem(Exception):
    """A file cannot be read; ``reason`` is a sentence, ``code`` "missing", "outside", "large", "encoding" (not
    UTF-8) or "unreadable"."""

    def __init__(self, path: str, code: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.code = code
        self.reason = reason

    def diagnostic(self, span: Span | None = None) -> Diagnostic:
        return Diagnostic("file", Severity.ERROR, self.reason, span or Span(self.path, 1, 1, 1, 1))


def repository_of(path: str) -> str:
    """The nearest folder with .git at or above ``path``; else the current directory if it holds the path; else the path
    itself (its folder if it is a file)."""
    start = os.path.abspath(path)
    if not os.path.isdir(start):
        start = os.path.dirname(start)
    for folder in (Path(start), *Path(start).parents):
        if os.path.exists(folder / ".git"):  # False, not an error, where the folder is closed to us
            return folder.as_posix()
    here = os.getcwd()
    if start == here or start.startswith(here.rstrip("/") + "/"):
        return Path(here).as_posix()
    return Path(start).as_posix()


class Files:
    """Reads the files of one repository.

    ``overlay`` maps absolute paths to texts that stand in for the files (an editor's unsaved buffer). ``allowed`` are
    paths outside of the repository that the command line itself names (--var-file, --manifests). ``read`` remembers
    every path that was read, in order, so that a run can be cached and counted. ``cut`` is set when a walk stopped at
    its limit; ``closed`` are the folders that a walk could not list. ``is_marked``: .git says where the repository
    begins, nobody guessed.
    """

    def __init__(
        self, repository: str, overlay: Mapping[str, str] | None = None, allowed: tuple[str, ...] = ()
    ) -> None:
        self.repository = os.path.abspath(repository)
        self._real = os.path.realpath(self.repository)
        self._overlay = dict(overlay or {})
        self._allowed = [os.path.realpath(path) for path in allowed]
        self.is_marked = os.path.lexists(os.path.join(self.repository, ".git"))
        self._texts: dict[str, str] = {}
        self.read: dict[str, None] = {}
        self.cut = False
        self.closed: dict[str, None] = {}

    def inside(self, path: str) -> bool:
        """Whether the path, links resolved, is in the repository or named on the command line."""
        if "\0" in path:
            return False  # no file system has such a name, and Python raises ValueError for it
        real = os.path.realpath(path)
        return any(real == top or real.startswith(top.rstrip(os.sep) + os.sep) for top in (self._real, *self._allowed))

    def text(self, path: str) -> str:
        """The file's text (UTF-8). Raises FileProblem, never OSError or UnicodeDecodeError."""
        path = os.path.abspath(path)
        if path in self._texts:
            return self._texts[path]
        if path in self._overlay:
            self.read[path] = None
            return self._overlay[path]
        raw = self.bytes(path)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FileProblem(
                path,
                "encoding",
                f"not UTF-8 (byte {error.start}); Terraform reads UTF-8 only: save the file as UTF-8",
            ) from error
        self._texts[path] = text
        return text

    def bytes(self, path: str) -> bytes:
        """The file's bytes. Raises FileProblem."""
        path = os.path.abspath(path)
        if not self.inside(path):
            raise FileProblem(path, "outside", "outside of the repository, so it is not read")
        try:
            if not os.path.isfile(path):
                exists = os.path.exists(path)
                raise FileProblem(
                    path, "unreadable" if exists else "missing", "not a regular file" if exists else "no such file"
                )
            size = os.path.getsize(path)
            if size > LARGEST_FILE:
                raise FileProblem(path, "large", f"{size} bytes; files above {LARGEST_FILE} bytes are not read")
            with open(path, "rb") as handle:
                data = handle.read(LARGEST_FILE + 1)
        except OSError as error:
            raise FileProblem(path, "unreadable", f"cannot be read: {error.strerror or error}") from error
        self.read[path] = None
        return data

    def exists(self, path: str) -> bool:
        """Whether there is a regular file (or overlay) inside the repository at this path."""
        path = os.path.abspath(path)
        return path in self._overlay or (self.inside(path) and os.path.isfile(path))

    def is_folder(self, path: str) -> bool:
        return self.inside(path) and os.path.isdir(path)

    def names(self, folder: str) -> tuple[str, ...]:
        """The names in a folder, sorted; empty if it cannot be listed or is outside."""
        if not self.is_folder(folder):
            return ()
        try:
            found = set(os.listdir(folder))
        except OSError:
            return ()
        prefix = os.path.abspath(folder) + os.sep
        found.update(p[len(prefix) :] for p in self._overlay if p.startswith(prefix) and os.sep not in p[len(prefix) :])
        return tuple(sorted(found))

    def walk(self, folder: str) -> tuple[str, ...]:
        """The folders at and below ``folder``, sorted; no hidden ones, no links, MOST_ENTRIES entries at most."""
        folders: list[str] = []
        seen = 0
        for top, names, files in os.walk(folder, onerror=self._closed):
            names[:] = sorted(n for n in names if not n.startswith(".") and not os.path.islink(os.path.join(top, n)))
            seen += len(names) + len(files)
            folders.append(top)
            if seen > MOST_ENTRIES:
                self.cut = True
                break
        return tuple(folders)

    def _closed(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            self.closed[str(error.filename)] = None
