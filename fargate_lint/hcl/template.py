"""Templates: from what stands between quotes or in a heredoc to the parts of a syntax node.

Escapes, ``~`` markers, the indentation of ``<<-`` heredocs and the nesting of ``%{ if }`` and ``%{ for }`` follow
HashiCorp's parser, which works line by line in heredocs: a ``~`` takes blanks and one line break, never more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from fargate_lint.diagnostic import Span
from fargate_lint.hcl.fault import Fault
from fargate_lint.hcl.syntax import Expression, Literal, TemplateFor, TemplateIf
from fargate_lint.hcl.tokens import BLANKS, MAX_NESTING, TOO_DEEP, Token

_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.)|\$\$\{|%%\{", re.DOTALL)
_DOUBLED = re.compile(r"\$\$\{|%%\{")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class Marker(msgspec.Struct):
    """One ``${ }`` or ``%{ }``: ``kind`` is "value", "if", "else", "endif", "for" or "endfor"."""

    kind: str
    span: Span
    strip_before: bool
    strip_after: bool
    expression: Expression | None = None
    key: str | None = None
    value: str = ""


class Piece(msgspec.Struct):
    """Literal text on its way into a template."""

    text: str
    span: Span


Part = Piece | Marker


def composed(text: str) -> str:
    """Terraform's strings are in Unicode's normal form C."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unescape(token: Token, path: str) -> str:
    """The text that a stretch of a quoted template stands for; raises Fault for an escape that does not exist."""

    def one(match: re.Match[str]) -> str:
        found = match[0]
        if found[0] != "\\":
            return found[1:]
        selector = found[1:2]
        if selector in _SIMPLE:
            return _SIMPLE[selector]
        if selector in "uU" and len(found) == (6 if selector == "u" else 10):
            code = int(found[2:], 16)
            if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
                return chr(code)
        column = token.column + match.start()
        span = Span(path, token.line, column, token.line, column + len(found))
        raise Fault(_escape_message(found), span)

    text = token.text
    return composed(_ESCAPE.sub(one, text) if "\\" in text or "{" in text else text)


def _escape_message(found: str) -> str:
    if found[1:2] == "u":
        return rf"{found} is no escape: \u takes four hexadecimal digits that name a character"
    if found[1:2] == "U":
        return rf"{found} is no escape: \U takes eight hexadecimal digits that name a character"
    return rf"{found} is no escape; there are \n, \r, \t, \", \\, \uNNNN and \UNNNNNNNN. For a backslash write \\"


def pieces(parts: Iterable[Token | Marker], path: str, quoted: bool) -> list[Part]:
    """Decode literal text and apply the ``~`` markers."""
    made: list[Part] = []
    strip_next = False
    for part in parts:
        strip, strip_next = strip_next, False
        if isinstance(part, Token):
            text = unescape(part, path) if quoted else composed(_DOUBLED.sub(lambda m: m[0][1:], part.text))
            if strip:
                text = text.lstrip(BLANKS)
            made.append(Piece(text, Span(path, part.line, part.column, part.end_line, part.end_column)))
            continue
        if part.strip_before and made and isinstance(made[-1], Piece):
            made[-1].text = made[-1].text.rstrip(BLANKS)
        strip_next = part.strip_after
        made.append(part)
    return made


def flush(parts: Sequence[Part]) -> None:
    """Take the common indentation off the lines of a ``<<-`` heredoc."""
    least: int | None = None
    adjust: list[Piece] = []
    line_begins = True
    for part in parts:
        if line_begins:
            line_begins = False
            if isinstance(part, Piece):
                bare = part.text.lstrip(BLANKS)
                if bare or not part.text.endswith("\n"):  # blank lines count for nothing
                    spaces = len(part.text) - len(bare)
                    least = spaces if least is None else min(least, spaces)
                    adjust.append(part)
            else:
                least = 0
        if isinstance(part, Piece) and part.text.endswith("\n"):
            line_begins = True
    for piece in adjust:
        piece.text = piece.text[least or 0 :]


def meld(parts: Iterable[Part]) -> list[Part]:
    """Join neighbouring literal text, and leave out what is empty."""
    made: list[Part] = []
    for is_text, run in groupby(parts, lambda part: isinstance(part, Piece)):
        if not is_text:
            made += run
            continue
        texts = [part for part in run if isinstance(part, Piece)]
        text = "".join(piece.text for piece in texts)
        if text:
            made.append(Piece(text, texts[0].span.to(texts[-1].span)))
    return made


def nest(parts: Sequence[Part]) -> tuple[Expression, ...]:
    """From the flat run of text and sequences to nodes; raises Fault where directives do not balance."""
    return _until(parts, 0, None, (), 0)[0]


def _until(
    parts: Sequence[Part], position: int, opener: Marker | None, ends: tuple[str, ...], depth: int
) -> tuple[tuple[Expression, ...], int]:
    """Nodes up to one of the directives ``ends``, and where that stands."""
    if opener and depth > MAX_NESTING:
        raise Fault(TOO_DEEP, opener.span, "limit")
    made: list[Expression] = []
    while position < len(parts):
        part = parts[position]
        if isinstance(part, Piece):
            made.append(Literal(part.span, part.text))
        elif part.kind == "value":
            assert part.expression is not None
            made.append(part.expression)
        elif part.kind == "if":
            branches, position = _if(parts, position, depth)
            made.append(branches)
        elif part.kind == "for":
            loop, position = _for(parts, position, depth)
            made.append(loop)
        elif part.kind in ends:
            return tuple(made), position
        else:
            where = (
                f"the {opener.kind} of line {opener.span.line} needs {ends[-1]} first" if opener else "nothing is open"
            )
            raise Fault(f"%{{ {part.kind} }} does not belong here: {where}", part.span)
        position += 1
    if opener:
        raise Fault(
            f"this %{{ {opener.kind} }} has no %{{ {ends[-1]} }}; add it at the end of what it governs", opener.span
        )
    return tuple(made), position


def _if(parts: Sequence[Part], position: int, depth: int) -> tuple[TemplateIf, int]:
    opener = parts[position]
    assert isinstance(opener, Marker)
    assert opener.expression is not None
    then, position = _until(parts, position + 1, opener, ("else", "endif"), depth + 1)
    otherwise: tuple[Expression, ...] = ()
    end = parts[position]
    if isinstance(end, Marker) and end.kind == "else":
        otherwise, position = _until(parts, position + 1, opener, ("endif",), depth + 1)
        end = parts[position]
    return TemplateIf(opener.span.to(end.span), opener.expression, then, otherwise), position


def _for(parts: Sequence[Part], position: int, depth: int) -> tuple[TemplateFor, int]:
    opener = parts[position]
    assert isinstance(opener, Marker)
    assert opener.expression is not None
    body, position = _until(parts, position + 1, opener, ("endfor",), depth + 1)
    span = opener.span.to(parts[position].span)
    return TemplateFor(span, opener.key, opener.value, opener.expression, body), position
