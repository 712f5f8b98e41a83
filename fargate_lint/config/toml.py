"""A TOML document with the lines that its keys stand on, so that every mistake is told with its place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from fargate_lint import toml

Keys = tuple[str | int, ...]
"""The way to a value: keys of tables, positions in lists."""

_STRING = r'"""(?:\\.|[^"\\]|"(?!""))*+"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*+"?|\'[^\'\n]*\'?'
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>#[^\n]*)|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<end>\n)", re.DOTALL
)
_PART = re.compile(r'\s*("(?:\\.|[^"\\\n])*+"|\'[^\'\n]*\'|[A-Za-z0-9_-]+)\s*')


class UsageError(ValueError):
    """Wrong usage or configuration: exit status 2. The message says where and what would be right."""


class Document:
    """A parsed TOML file. ``prefix`` is the table that is ours (tool.fargate-lint in pyproject.toml)."""

    def __init__(self, path: str, text: str, prefix: tuple[str, ...] = ()) -> None:
        """Raises UsageError where the text is not TOML."""
        self.path = path
        self.prefix = prefix
        self._text = text
        try:
            self.table: dict[str, Any] = toml.loads(text)
        except ValueError as error:
            raise UsageError(f"{shown(path)}: not TOML: {error}") from error
        self._lines: dict[Keys, int] | None = None

    def section(self) -> dict[str, Any] | None:
        """The table that is ours; None where the document has none."""
        table: Any = self.table
        for key in self.prefix:
            table = table.get(key) if isinstance(table, dict) else None
        return table if isinstance(table, dict) else None

    def line(self, keys: Keys) -> int | None:
        """The line of the key, or of the nearest one around it that is written out."""
        if self._lines is None:
            self._lines = {}
            for keyed, line in _key_lines(self._text):
                self._lines.setdefault(keyed, line)
        way: Keys = (*self.prefix, *keys)
        while way:
            if way in self._lines:
                return self._lines[way]
            way = way[:-1]
        return None

    def span(self, *keys: str | int) -> tuple[int, int, int, int]:
        """The line of a key as line, column, last line and column after it; the first line where it is not found."""
        line = self.line(keys) or 1
        text = self._text.split("\n")[line - 1].rstrip()
        first = len(text) - len(text.lstrip()) + 1
        return line, first, line, max(len(text) + 1, first + 1)

    def place(self, *keys: str | int) -> str:
        """``path:line`` of a key as people read it."""
        line = self.line(keys)
        return shown(self.path) if line is None else f"{shown(self.path)}:{line}"


def shown(path: str) -> str:
    """A path as people read it: from the current directory, where there is a way."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # on Windows, another drive
        return path.replace(os.sep, "/")


def _key_lines(text: str) -> Iterator[tuple[Keys, int]]:
    """Every key and table header of a valid document with its line, rows of [[x]] by their position."""
    table: Keys = ()
    rows: dict[Keys, int] = {}
    for start, end, line in _statements(text):
        at = start
        if text.startswith("[", at):
            brackets = 2 if text.startswith("[[", at) else 1
            keys = _dotted(text, at + brackets)[0]
            table = _with_rows(keys, rows, brackets == 2)
            yield table, line
            if brackets == 2:
                yield table[:-1], line
            continue
        keys, at = _dotted(text, at)
        yield (*table, *keys), line
        if text[at:end].lstrip("= \t").startswith("{"):
            yield from (((*table, *keys, key), line) for key in re.findall(r'[{,]\s*"?([\w.-]+)"?\s*=', text[at:end]))


def _with_rows(keys: tuple[str, ...], rows: dict[Keys, int], is_row: bool) -> Keys:
    way: Keys = ()
    for number, key in enumerate(keys):
        way = (*way, key)
        if is_row and number == len(keys) - 1:
            rows[way] = rows.get(way, -1) + 1
        if way in rows:
            way = (*way, rows[way])
    return way


def _dotted(text: str, at: int) -> tuple[tuple[str, ...], int]:
    keys = []
    while (match := _PART.match(text, at)) is not None:
        name = match[1]
        keys.append(toml.loads(f"x = {name}")["x"] if name[0] in "\"'" else name)
        at = match.end()
        if not text.startswith(".", at):
            break
        at += 1
    return tuple(keys), at


def _statements(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each header or setting begins and ends, and its line."""
    start, line, first, depth = 0, 1, 1, 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        if token["end"] and depth == 0:
            yield from _statement(text, start, token.start(), first)
            start, first = token.end(), line + 1
        line += token[0].count("\n")
    yield from _statement(text, start, len(text), first)


def _statement(text: str, start: int, end: int, line: int) -> Iterator[tuple[int, int, int]]:
    while start < end and text[start] in " \t\r":
        start += 1
    if start < end and text[start] != "#":
        yield start, end, line
