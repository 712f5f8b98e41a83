"""Functions on strings."""

from __future__ import annotations

from collections.abc import Sequence

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions import graphemes
from fargate_lint.evaluate.functions.common import LONGEST_TEXT, flag_value, list_value, text_value, whole
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values import partial
from fargate_lint.values.types import BOOL, NUMBER, STRING, ListType
from fargate_lint.values.value import Unknown, Value, like_unknown

FUNCTIONS = Family()

_STR = Parameter("str", STRING)
_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@FUNCTIONS.define("lower", _STR, returns=STRING)
def lower(text: Value) -> Value:
    # Letter by letter, as Go does: no final sigma, no growth.
    known: str = text.raw
    return text_value(
        known.lower() if known.isascii() else "".join(_single(letter, letter.lower()) for letter in known)
    )


@FUNCTIONS.define("upper", _STR, returns=STRING)
def upper(text: Value) -> Value:
    known: str = text.raw
    return text_value(
        known.upper() if known.isascii() else "".join(_single(letter, letter.upper()) for letter in known)
    )


def _single(letter: str, changed: str) -> str:
    return changed if len(changed) == 1 else letter


@FUNCTIONS.define("title", _STR, returns=STRING)
def title(text: Value) -> Value:
    letters: list[str] = []
    inside = False
    for letter in text.raw:
        letters.append(letter if inside else _single(letter, letter.title()))
        inside = letter.isalnum() or letter == "_" or (not letter.isspace() and not letter.isascii())
    return text_value("".join(letters))


@FUNCTIONS.define("strrev", _STR, returns=STRING)
def strrev(text: Value) -> Value:
    return text_value("".join(reversed(graphemes.split(text.raw))))


@FUNCTIONS.define("chomp", _STR, returns=STRING)
def chomp(text: Value) -> Value:
    return text_value(text.raw.rstrip("\r\n"))


@FUNCTIONS.define("trimspace", _STR, returns=STRING)
def trimspace(text: Value) -> Value:
    return text_value(text.raw.strip(_SPACES))


@FUNCTIONS.define("trim", _STR, Parameter("cutset", STRING), returns=STRING)
def trim(text: Value, letters: Value) -> Value:
    return text_value(text.raw.strip(letters.raw) if letters.raw else text.raw)


@FUNCTIONS.define("trimprefix", _STR, Parameter("prefix", STRING), returns=STRING)
def trimprefix(text: Value, prefix: Value) -> Value:
    return text_value(text.raw.removeprefix(prefix.raw))


@FUNCTIONS.define("trimsuffix", _STR, Parameter("suffix", STRING), returns=STRING)
def trimsuffix(text: Value, suffix: Value) -> Value:
    return text_value(text.raw.removesuffix(suffix.raw))


@FUNCTIONS.define("startswith", Parameter("str", STRING, unknown=True), Parameter("prefix", STRING), returns=BOOL)
def startswith(text: Value, prefix: Value) -> Value:
    if isinstance(text.raw, Unknown):
        known = text.raw.prefix
        if len(known) >= len(prefix.raw):
            return flag_value(known.startswith(prefix.raw))
        return like_unknown(text, BOOL) if prefix.raw.startswith(known) else flag_value(False)
    return flag_value(text.raw.startswith(prefix.raw))


@FUNCTIONS.define("endswith", _STR, Parameter("suffix", STRING), returns=BOOL)
def endswith(text: Value, suffix: Value) -> Value:
    return flag_value(text.raw.endswith(suffix.raw))


@FUNCTIONS.define("strcontains", Parameter("str", STRING, unknown=True), Parameter("substr", STRING), returns=BOOL)
def strcontains(text: Value, wanted: Value) -> Value:
    if isinstance(text.raw, Unknown):
        known = [piece for piece in partial.pieces(text) if isinstance(piece, str)]
        return flag_value(True) if any(wanted.raw in piece for piece in known) else like_unknown(text, BOOL)
    return flag_value(wanted.raw in text.raw)


@FUNCTIONS.define("substr", _STR, Parameter("offset", NUMBER), Parameter("length", NUMBER), returns=STRING)
def substr(text: Value, offset: Value, length: Value) -> Value:
    start, count = whole(offset, 1, "invalid offset"), whole(length, 2, "invalid length")
    clusters = graphemes.split(text.raw)
    if start < 0:
        start = max(0, start + len(clusters))
    elif count == 0:
        return text_value("")
    # A count of 0 after a negative offset means all the rest, an oddity of Terraform's.
    end = len(clusters) if count <= 0 else start + count
    return text_value("".join(clusters[start:end]))


@FUNCTIONS.define("indent", Parameter("spaces", NUMBER), Parameter("str", STRING, unknown=True), returns=STRING)
def indent(spaces: Value, text: Value) -> Value:
    width = whole(spaces, 0, "invalid spaces")
    if width < 0:
        raise Failure("strings: negative Repeat count")
    parts = partial.pieces(text)
    grown = sum(part.count("\n") for part in parts if isinstance(part, str)) * width
    if grown > LONGEST_TEXT:
        raise LimitReached(f"a string of {grown} characters is not followed")
    if text.is_unknown and len(parts) == 1:
        return like_unknown(text, STRING)
    return partial.join([part.replace("\n", "\n" + " " * width) if isinstance(part, str) else part for part in parts])


@FUNCTIONS.define("join", Parameter("separator", STRING), variadic=Parameter("lists", ListType(STRING)), returns=STRING)
def join(separator: Value, *lists: Value) -> Value:
    if not lists:
        raise Failure("at least one list is required", 0)
    parts: list[partial.Piece] = []
    for which, items in enumerate(lists):
        for i, item in enumerate(items.raw):
            if item.is_null:
                where = f"element {i} of list {which + 1}" if len(lists) > 1 else f"element {i}"
                raise Failure(f"{where} is null; cannot concatenate null values", which + 1)
            if parts:
                parts.append(separator.raw)
            parts.append(item)
    size = sum(len(part) if isinstance(part, str) else len(part.text or "") for part in parts)
    if size > LONGEST_TEXT:
        raise LimitReached(f"a string of {size} characters is not followed")
    joined = partial.join(parts)
    return joined.with_ref(None) if joined.is_known else joined


@FUNCTIONS.define(
    "split", Parameter("separator", STRING), Parameter("str", STRING, unknown=True), returns=ListType(STRING)
)
def split(separator: Value, text: Value) -> Value:
    mark: str = separator.raw
    if isinstance(text.raw, Unknown):
        return _split_pieces(mark, text)
    pieces: Sequence[str] = text.raw.split(mark) if mark else list(text.raw)
    return list_value(STRING, [Value(STRING, piece, None, text.origin) for piece in pieces])


def _split_pieces(mark: str, text: Value) -> Value:
    """A list of half-known strings; unknown pieces may hold the separator, so it holds only for ids."""
    from fargate_lint.values.equality import is_identifier

    parts = partial.pieces(text)
    safe = all(isinstance(part, str) or (is_identifier(part) and mark in (",", " ", "\n", ";", "|")) for part in parts)
    if not safe or len(parts) == 1:
        return like_unknown(text, ListType(STRING))
    rows: list[list[partial.Piece]] = [[]]
    for part in parts:
        if isinstance(part, Value):
            rows[-1].append(part)
            continue
        first, *others = part.split(mark)
        rows[-1].append(first)
        rows.extend([other] for other in others)
    return list_value(STRING, [partial.join(row) for row in rows])


@FUNCTIONS.define(
    "replace", _STR, Parameter("substring", STRING), Parameter("replace", STRING), returns=STRING, contextual=True
)
def replace(context: Context, span: Span, text: Value, wanted: Value, new: Value) -> Value:
    pattern: str = wanted.raw
    if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
        from fargate_lint.evaluate.functions import patterns

        return text_value(patterns.substitute(context, span, text.raw, pattern[1:-1], new.raw))
    grown = len(text.raw) + text.raw.count(pattern) * len(new.raw)
    if grown > LONGEST_TEXT:
        raise LimitReached(f"a string of {grown} characters is not followed")
    return text_value(text.raw.replace(pattern, new.raw))
