"""What leaves the program: reports, sentences on standard error, the line of progress, the exit status."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TextIO

import click

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""
PROGRESS_DELAY_SECONDS = 1.0
"""Seconds before progress is shown."""


class Progress:
    """One changing line on standard error, where that is a terminal and the run is a long one."""

    def __init__(self, wanted: bool) -> None:
        self._on = wanted and is_terminal(sys.stderr)
        self._start = time.monotonic()
        self._shown = False

    def __call__(self, message: str) -> None:
        if self._on and time.monotonic() - self._start > PROGRESS_DELAY_SECONDS:
            sys.stderr.write(f"\r\033[K{message[:100]}")
            sys.stderr.flush()
            self._shown = True

    def end(self) -> None:
        """Wipe the line."""
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody watches. Python has None for a stream that the shell closed (``>&-``)."""
    return stream is not None and stream.isatty()


def coloured(chosen: bool | None) -> bool:
    """Whether to use colour: as chosen, else as NO_COLOR (https://no-color.org) or FORCE_COLOR say, else on a
    terminal."""
    if chosen is not None:
        return chosen
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return os.environ["FORCE_COLOR"] != "0"
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def columns(default: int) -> int:
    """The width to write for: COLUMNS, else the terminal's, else ``default``."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and 20 <= int(said) <= 1_000:
        return int(said)
    if not is_terminal(sys.stdout):
        return default
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, 40)
    except (OSError, ValueError):
        return default


def write(path: str | None, text: str, repositories: Iterable[str] = ()) -> None:
    """Text to a file or to standard output, as UTF-8 whatever the locale. A byte of a file's name that is no UTF-8
    becomes \\udcXX, which is valid in JSON too. Never through a link that lies in one of the repositories."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if path is None:
            _print(data)
            return
        link = _link(path, repositories)
        if link is not None:
            fail(2, f"cannot write {path}: {link} is a link in the repository")
        with open(path, "wb") as handle:
            handle.write(data)
    except OSError as error:
        if path is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again at exit
        if isinstance(error, BrokenPipeError):
            sys.exit(141)
        fail(2, f"cannot write {path or 'to standard output'}: {error.strerror}")


def _print(data: bytes) -> None:
    if sys.stdout is not None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _link(path: str, repositories: Iterable[str]) -> str | None:
    """The first link on the way to a file that lies in one of the repositories: whoever wrote those chose where it
    leads."""
    tops = [os.path.realpath(top) for top in repositories]
    whole = os.path.abspath(path)
    pieces = whole.split(os.sep)
    for number in range(2, len(pieces) + 1):
        part = os.sep.join(pieces[:number])
        if os.path.islink(part):
            home = os.path.realpath(os.path.dirname(part))
            if any(home == top or home.startswith(top.rstrip(os.sep) + os.sep) for top in tops):
                return os.path.relpath(part)
    return None


def say(sentences: Iterable[str]) -> None:
    """Sentences on standard error."""
    for sentence in sentences:
        click.echo(f"fargate-lint: {sentence}", err=True)


def internal(error: Exception) -> str:
    """Our own fault, with the place in our code."""
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"
    return f"internal error: {type(error).__name__}: {error} ({place}); please report it"


def fail(status: int, message: str) -> NoReturn:
    """End with a sentence and an exit status."""
    say([message])
    sys.exit(status)


@contextmanager
def faults() -> Iterator[None]:
    """Wrong usage ends in 2, a fault of ours in 3: no traceback reaches a user."""
    from fargate_lint.catalogue import BrokenRule, UnknownRule
    from fargate_lint.config import UsageError
    from fargate_lint.files import Refused

    try:
        yield
    except (UsageError, BrokenRule, UnknownRule) as error:
        fail(2, str(error))
    except Refused as error:
        fail(3, str(error))
    except Exception as error:
        fail(3, internal(error))
