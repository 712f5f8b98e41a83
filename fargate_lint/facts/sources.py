"""Addresses at which the sources of facts and rules can be read."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from fargate_lint.facts.table import Fact, rows

_ADDRESS = re.compile(r"https://[^\s;,()]+")
_ISSUES = re.compile(r"(?:GH:)?(?P<repository>[\w.-]+/[\w.-]+)(?P<numbers>#\d+(?:, #\d+)*)")


class Book(Fact, frozen=True, kw_only=True):
    """Something that sources name by ``begins``, and where it is to be read; see sources.toml."""

    begins: str
    home: str
    address: str = ""

    def links(self, rest: str) -> Iterator[str]:
        """The addresses of the pages that ``rest``, what stands behind the book's name, tells of."""
        pages = re.match(r",\s*(?P<pages>[\w/.-]+(?: and [\w/.-]+)*)", rest)
        if not self.address or pages is None:
            yield self.home
            return
        for page in pages["pages"].split(" and "):
            yield self.address.format(page=page.rstrip(".").rpartition("/")[2], path=page)


def links(source: str) -> tuple[str, ...]:
    """The addresses that a source stands for, each once, in its order."""
    return tuple(dict.fromkeys(link for piece in source.split(";") for link in _links(piece.strip())))


def _links(piece: str) -> Iterator[str]:
    written = _ADDRESS.findall(piece)
    if written:
        yield from written
        return
    for found in _ISSUES.finditer(piece):
        for number in found["numbers"].replace("#", "").split(", "):
            yield f"https://github.com/{found['repository']}/issues/{number}"
    book = max((b for b in _books() if piece.startswith(b.begins)), key=lambda b: len(b.begins), default=None)
    if book is not None:
        yield from book.links(piece[len(book.begins) :])


@functools.cache
def _books() -> tuple[Book, ...]:
    return rows("sources", "book", Book)
