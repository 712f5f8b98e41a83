"""An example's text: its files, the preludes it names, and what it expects at which line.

An expectation ends a line, several may follow each other::

    enable_dns_support = false # error@24: DNS support is off # fix: enable_dns_support = true

- ``# error: text`` (or warning, info, undecided): a verdict at this line, with ``text`` in its message or reason;
- ``# error[sts]: text``: and it is about this subject; ``# error@24: text``: and it begins at this column;
- ``# related: text``: a related place of a finding. An example that writes one of them writes all that lie in its text;
- ``# fix: text``: the line as it is after a finding's fix (a line break that the fix adds is written "⏎").

``# today: 2026-11-28`` on a line of its own is the day of the run, where a rule asks for it.

What is not written here is not compared here: the snapshot (snapshot.py) holds all of it.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from fargate_lint.catalogue import WITH

SEVERITIES = ("error", "warning", "info")
_WORD = r"#\s*(error|warning|info|undecided|related|fix)(?:\[([^\]\n]+)\])?(?:@(\d+))?:"
EXPECTATION = re.compile(rf"\s*{_WORD}[ \t]*([^#\n]*?)[ \t]*(?={_WORD}|$)")
FILE = re.compile(r"^# file: (\S+)\s*$")
TODAY = re.compile(r"^# today: (\d{4}-\d\d-\d\d)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is to be said at a line of a file. ``word`` is a severity, "undecided", "related" or "fix"; ``subject`` and
    ``column`` are None where the example does not say."""

    path: str
    line: int
    word: str
    text: str
    subject: str | None = None
    column: int | None = None

    def __str__(self) -> str:
        column = f":{self.column}" if self.column is not None else ""
        return (
            f"{self.path}:{self.line}{column}: {self.word}{f' [{self.subject}]' if self.subject else ''}: {self.text}"
        )


@dataclass(frozen=True, slots=True)
class Example:
    """``files`` by name with the expectations taken out, which leaves every line where it is; ``preludes`` by name."""

    files: dict[str, str]
    preludes: tuple[str, ...] = ()
    expected: tuple[Expectation, ...] = ()
    today: datetime.date | None = None

    def of(self, *words: str) -> list[Expectation]:
        """The expectations of these kinds."""
        return [wanted for wanted in self.expected if wanted.word in words]


def read(text: str) -> Example:
    """An example taken apart."""
    files: dict[str, list[str]] = {"main.tf": []}
    name = "main.tf"
    expected = []
    for line in text.split("\n"):
        separator = FILE.match(line)
        if separator is not None:
            name = separator[1]
            files[name] = []
            continue
        found = list(EXPECTATION.finditer(line))
        files[name].append(line[: found[0].start()] if found else line)
        expected += [_expectation(name, len(files[name]), match) for match in found]
    preludes = [word for line in WITH.findall(text) for word in line.split()]
    today = TODAY.search(text)
    return Example(
        {name: "\n".join(lines) for name, lines in files.items()},
        tuple(preludes),
        tuple(expected),
        datetime.date.fromisoformat(today[1]) if today is not None else None,
    )


def _expectation(path: str, line: int, match: re.Match[str]) -> Expectation:
    column = int(match[3]) if match[3] else None
    return Expectation(path=path, line=line, word=match[1], text=match[4], subject=match[2], column=column)
