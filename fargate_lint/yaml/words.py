"""What a plain word means without a tag: a table for each of the two readers.

Sources: github.com/zclconf/go-cty-yaml resolve.go (Terraform's ``yamldecode``); yaml.org/type (YAML 1.1), of which
Kubernetes and Helm read dates and sexagesimal numbers as text. Checked 2026-11-28.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Word(Enum):
    """What kind of value a plain word is."""

    TRUE = "true"
    FALSE = "false"
    NULL = "null"
    INFINITE = "infinite"
    NOT_A_NUMBER = "not a number"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Words:
    """The words of one reader, and how its numbers are written."""

    words: dict[str, Word]
    number: re.Pattern[str]

    def meaning(self, text: str) -> Word:
        """What a plain, untagged word is."""
        found = self.words.get(text)
        if found is not None:
            return found
        return Word.NUMBER if self.number.fullmatch(text) else Word.TEXT


def _words(table: dict[Word, str]) -> dict[str, Word]:
    return {word: kind for kind, words in table.items() for word in words.split(" ")}


_TRUE = "true True TRUE yes Yes YES on On ON"
_FALSE = "false False FALSE no No NO off Off OFF"
_NULL = " ~ null Null NULL"  # the first one is the empty text

GO_YAML = Words(
    _words(
        {
            Word.TRUE: f"y Y {_TRUE}",
            Word.FALSE: f"n N {_FALSE}",
            Word.NULL: _NULL,
            Word.INFINITE: ".inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF",
            Word.NOT_A_NUMBER: ".nan .NaN .NAN",
        }
    ),
    re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
)
"""``yamldecode``: y and n are booleans, a number may have an exponent without a point, infinity is a number."""

YAML_1_1 = Words(
    _words({Word.TRUE: _TRUE, Word.FALSE: _FALSE, Word.NULL: _NULL}),
    re.compile(
        r"[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)"
        r"|([-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)([eE][-+][0-9]+)?"
    ),
)
"""Kubernetes and Helm: a leading 0 is octal, underscores part digits, y and n are text."""
