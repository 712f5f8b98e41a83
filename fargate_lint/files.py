"""The only door to the scanned repository: confined, bounded, and remembering what was read.

The repository is untrusted (design.md section 9): nothing outside it is read on its behalf, links are resolved before
the check, and no file larger than a limit is loaded.
"""

from __future__ import annotations

import builtins
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from fargate_lint.diagnostic import Diagnostic, Severity, Span

P = ParamSpec("P")
T = TypeVar("T")

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes. Real Terraform files are below 1 MiB; what is larger is data that nobody wrote by hand."""
MOST_ENTRIES = 200_000
"""Directory entries looked at in one run of ``walk``."""


@lru_cache(maxsize=64)
def lines_of(text: str) -> list[str]:
    """The lines of a text. Kept for the texts that were asked for last: every place in a file asks anew."""
    return text.split("\n")


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
    here = Path.cwd()
    return (here if Path(start).is_relative_to(here) else Path(start)).as_posix()


class Refused(Exception):
    """A path that the command line names leads out of the repository that it lies in (exit status 3)."""


def named_file(path: str, repository: str, largest: int) -> builtins.bytes:
    """A file or pipe that the command line names for one reader. Raises FileProblem: not for a path outside of the
    repository, but for one inside that a link leads out of."""
    path = os.path.abspath(path)
    target = leads_out(path, repository)
    if target is not None:
        raise FileProblem(path, "outside", f"a link leads out of the repository, to {target}")
    try:
        with open(path, "rb") as handle:
            data = handle.read(largest + 1)
    except FileNotFoundError as error:
        raise FileProblem(path, "missing", "no such file") from error
    except OSError as error:
        raise FileProblem(path, "unreadable", f"cannot be read: {error.strerror or error}") from error
    if len(data) > largest:
        raise FileProblem(path, "large", f"more than {largest} bytes, which are not read")
    return data


def leads_out(path: str, repository: str) -> str | None:
    """Where a link takes a path of the repository that ends outside of it: whoever wrote the repository chose that.
    None for a path that stays inside, and for one that lies elsewhere, which is the caller's own."""
    path, top, target = os.path.abspath(path), os.path.abspath(repository), os.path.realpath(path)
    return target if _lies_in(path, top) and not _lies_in(target, os.path.realpath(top)) else None


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


@dataclass(slots=True, eq=False)
class Recording:
    """What was asked of the files meanwhile, whole paths in order: all that an answer may depend on.

    ``read`` are files that were read, ``glanced`` those that were only looked through for something, ``missed`` those
    that are not there or cannot be read, ``listed`` the folders whose names were asked for.
    """

    read: dict[str, None] = field(default_factory=dict)
    glanced: dict[str, None] = field(default_factory=dict)
    missed: dict[str, None] = field(default_factory=dict)
    listed: dict[str, None] = field(default_factory=dict)

    def add(self, other: Recording) -> None:
        self.read.update(other.read)
        self.glanced.update(other.glanced)
        self.missed.update(other.missed)
        self.listed.update(other.listed)

    def paths(self) -> Iterator[str]:
        """Everything in it."""
        for part in (self.read, self.glanced, self.missed, self.listed):
            yield from part


class Files:
    """Reads the files of one repository.

    ``allowed`` are paths outside of the repository that the command line itself names (--var-file, --manifests).
    ``edit`` puts a text in the place of a file (an editor's unsaved buffer). ``truncated`` is set when a walk stopped
    at its limit; ``unlistable`` are the folders that a walk could not list. ``has_git_root``: .git says where the
    repository begins, nobody guessed.
    """

    def __init__(self, repository: str, allowed: tuple[str, ...] = ()) -> None:
        self.repository = os.path.abspath(repository)
        self._real = os.path.realpath(self.repository)
        self._allowed = [os.path.realpath(path) for path in allowed]
        self.has_git_root = os.path.lexists(os.path.join(self.repository, ".git"))
        self._texts: dict[str, str] = {}
        self._overlay: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self._clock = 0
        self._recordings: list[Recording] = []
        self._shared: dict[Callable[[Files], Any], Any] = {}
        self.truncated = False
        self.unlistable: dict[str, None] = {}

    # What changes

    def edit(self, path: str, text: str | None) -> None:
        """Let a text stand for the file at ``path`` until it is taken back (None)."""
        path = os.path.abspath(path)
        if text is None:
            self._overlay.pop(path, None)
        else:
            self._overlay[path] = text
        self.changed(path)

    def changed(self, path: str) -> None:
        """Somebody wrote, made or removed the file: what was remembered of it and of its folders does not hold."""
        path = os.path.abspath(path)
        self._clock += 1
        self._texts.pop(path, None)
        while True:
            self._versions[path] = self._clock
            above = os.path.dirname(path)
            if path in (self.repository, above):
                return
            path = above

    def version(self, path: str) -> int:
        """A number that grows with every change of the file, or of anything below the folder; 0 at the beginning."""
        return self._versions.get(os.path.abspath(path), 0)

    # What was asked for

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """Keeps what is asked of the files meanwhile."""
        recording = Recording()
        self._recordings.append(recording)
        try:
            yield recording
        finally:
            self._recordings.remove(recording)

    def remember(self, function: Callable[P, T]) -> Callable[P, T]:
        """The function, worked out once for the same (hashable) arguments until something changes that it looked at. A
        recording has what it looked at also where the answer was remembered."""
        kept: dict[object, tuple[T, Recording, int]] = {}

        def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
            key = (args, tuple(kwargs.items()))
            found = kept.get(key)
            if found is None or not self._holds(*found[1:]):
                clock = self._clock
                with self.recording() as recording:
                    value = function(*args, **kwargs)
                kept[key] = (value, recording, clock)
                return value
            for recording in self._recordings:
                recording.add(found[1])
            return found[0]

        return remembered

    def shared(self, make: Callable[[Files], T]) -> T:
        """What ``make`` makes of these files, made once for all who ask."""
        if make not in self._shared:
            self._shared[make] = make(self)
        made: T = self._shared[make]
        return made

    def _holds(self, recording: Recording, clock: int) -> bool:
        return clock == self._clock or all(self._versions.get(path, 0) <= clock for path in recording.paths())

    def _note(self, kind: str, path: str) -> None:
        for recording in self._recordings:
            getattr(recording, kind)[path] = None

    # Reading

    def is_allowed(self, path: str) -> bool:
        """Whether the path, links resolved, is in the repository or named on the command line."""
        if "\0" in path:
            return False  # no file system has such a name, and Python raises ValueError for it
        real = os.path.realpath(path)
        return any(real == top or real.startswith(top.rstrip(os.sep) + os.sep) for top in (self._real, *self._allowed))

    def text(self, path: str) -> str:
        """The file's text (UTF-8). Raises FileProblem, never OSError or UnicodeDecodeError."""
        path = os.path.abspath(path)
        text = self._text(path)
        self._note("read", path)
        return text

    def glance(self, path: str) -> str:
        """The file's text for one who looks whether something is in it: that alone makes it no file of a root."""
        path = os.path.abspath(path)
        text = self._text(path)
        self._note("glanced", path)
        return text

    def _text(self, path: str) -> str:
        if path in self._texts:
            return self._texts[path]
        raw = self._content(path)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self._note("read", path)
            raise FileProblem(
                path,
                "encoding",
                f"not UTF-8 (byte {error.start}); Terraform reads UTF-8 only: save the file as UTF-8",
            ) from error
        self._texts[path] = text
        return text

    def bytes(self, path: str) -> builtins.bytes:
        """The file's bytes. Raises FileProblem."""
        path = os.path.abspath(path)
        data = self._content(path)
        self._note("read", path)
        return data

    def _content(self, path: str) -> builtins.bytes:
        if path in self._overlay:
            return self._overlay[path].encode("utf-8", "surrogatepass")
        if not self.is_allowed(path):
            raise FileProblem(path, "outside", "outside of the repository, so it is not read")
        try:
            return self._from_disk(path)
        except FileProblem:
            self._note("missed", path)
            raise
        except OSError as error:
            self._note("missed", path)
            raise FileProblem(path, "unreadable", f"cannot be read: {error.strerror or error}") from error

    def _from_disk(self, path: str) -> builtins.bytes:
        if not os.path.isfile(path):
            exists = os.path.exists(path)
            reason = "not a regular file" if exists else "no such file"
            raise FileProblem(path, "unreadable" if exists else "missing", reason)
        size = os.path.getsize(path)
        if size > LARGEST_FILE:
            raise FileProblem(path, "large", f"{size} bytes; files above {LARGEST_FILE} bytes are not read")
        with open(path, "rb") as handle:
            return handle.read(LARGEST_FILE + 1)

    def exists(self, path: str) -> bool:
        """Whether there is a regular file (or an edited one) inside the repository at this path."""
        path = os.path.abspath(path)
        found = path in self._overlay or (self.is_allowed(path) and os.path.isfile(path))
        if not found:
            self._note("missed", path)
        return found

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the repository at this path."""
        path = os.path.abspath(path)
        found = (self.is_allowed(path) and os.path.isdir(path)) or any(True for _ in self._edited_below(path))
        if not found:
            self._note("missed", path)
        return found

    def _edited_below(self, folder: str) -> Iterator[str]:
        """The edited files below a folder, as paths in it."""
        prefix = folder.rstrip(os.sep) + os.sep
        return (path[len(prefix) :] for path in self._overlay if path.startswith(prefix))

    def names(self, folder: str) -> tuple[str, ...]:
        """The names in a folder, sorted; empty if it cannot be listed or is outside."""
        folder = os.path.abspath(folder)
        if not self.is_folder(folder):
            return ()
        self._note("listed", folder)
        found = {path.split(os.sep)[0] for path in self._edited_below(folder)}
        with suppress(OSError):
            found.update(os.listdir(folder))
        return tuple(sorted(found))

    def walk(self, folder: str) -> tuple[str, ...]:
        """The folders at and below ``folder``, sorted; no hidden ones, no links, MOST_ENTRIES entries at most."""
        folders: list[str] = []
        waiting = [folder]
        seen = 0
        while waiting:
            top = waiting.pop()
            inner, others = self._inner_folders(top)
            self._note("listed", os.path.abspath(top))
            seen += len(inner) + others
            folders.append(top)
            waiting += [os.path.join(top, name) for name in reversed(inner)]
            if seen > MOST_ENTRIES:
                self.truncated = True
                break
        return tuple(folders)

    def _inner_folders(self, folder: str) -> tuple[list[str], int]:
        """The folders in a folder, sorted, neither hidden nor links, and how many files there are beside them."""
        found = {path.split(os.sep)[0] for path in self._edited_below(os.path.abspath(folder)) if os.sep in path}
        others = 0
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.is_dir():
                        others += 1
                    elif not entry.is_symlink():
                        found.add(entry.name)
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                self.unlistable[str(error.filename)] = None
        return sorted(name for name in found if not name.startswith(".")), others
