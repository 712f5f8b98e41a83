"""``format`` and ``formatlist``: Go's verbs as cty has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from fargate_lint.evaluate.functions import graphemes
from fargate_lint.evaluate.functions.common import LONGEST_TEXT, is_sequence, list_value
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values import number as numbers
from fargate_lint.values import number_format, partial
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, Type
from fargate_lint.values.value import Number, Value, like_unknown, unknown

FUNCTIONS = Family()

WIDEST = 100_000
"""Characters that a width or precision may ask for."""

_VERB = re.compile(r"%([0#\-+ ]*)([1-9][0-9]*)?(?:\.([0-9]*))?(?:\[([1-9][0-9]*)\])?([a-zA-Z])")


class Verb(msgspec.Struct, frozen=True):
    """One verb. ``width`` and ``precision`` are -1 if not written; ``argument`` counts from 1."""

    raw: str
    offset: int
    flags: str
    width: int
    precision: int
    argument: int
    mode: str


def _scan(text: str) -> list[str | Verb]:
    """The format string in texts and verbs."""
    parts: list[str | Verb] = []
    following = 1
    position = 0
    while position < len(text):
        start = text.find("%", position)
        if start < 0:
            parts.append(text[position:])
            break
        parts.append(text[position:start])
        if text.startswith("%%", start):
            parts.append("%")
            position = start + 2
            continue
        match = _VERB.match(text, start)
        if match is None:
            raise _broken(text, start)
        flags, width, precision, argument, mode = match.groups()
        verb = Verb(
            match[0],
            len(text[:start].encode()),
            flags,
            _bounded(width, -1),
            -1 if precision is None else _bounded(precision or "0", 0),
            _bounded(argument, following),
            mode,
        )
        parts.append(verb)
        following = verb.argument + 1
        position = match.end()
    return parts


def _bounded(digits: str | None, otherwise: int) -> int:
    if digits is None:
        return otherwise
    if len(digits) > 6 or int(digits) > WIDEST:
        raise LimitReached(f"a width of {digits} is not followed")
    return int(digits)


def _broken(text: str, start: int) -> Failure:
    """What is wrong with a verb that does not scan."""
    rest = re.compile(r"%[0#\-+ ]*(?:[1-9][0-9]*)?(?:\.[0-9]*)?(?:\[(?:[1-9][0-9]*\]?)?)?").match(text, start)
    end = rest.end() if rest else start + 1
    offset = len(text[:end].encode())
    if end >= len(text):
        return Failure(f"invalid format string starting at offset {offset}")
    return Failure(f"unrecognized format character '{text[end]}' at offset {offset}")


@FUNCTIONS.define(
    "format", Parameter("format", STRING), variadic=Parameter("args", null=True, unknown=True), returns=STRING
)
def format_(template: Value, *values: Value) -> Value:
    return _untyped(values) or _formatted(template.raw, values)


def _untyped(values: Sequence[Value]) -> Value | None:
    """Of a bare null, which has no type yet, Terraform's own result stays unknown for ever."""
    if not any(value.is_null and value.type == DYNAMIC for value in values):
        return None
    return unknown("format() of a null without a type has no result", code="function")


@FUNCTIONS.define(
    "formatlist",
    Parameter("format", STRING),
    variadic=Parameter("args", null=True, unknown=True),
    returns=ListType(STRING),
)
def formatlist(template: Value, *values: Value) -> Value:
    if not values:
        return list_value(STRING, [_formatted(template.raw, ())])
    if (untyped := _untyped(values)) is not None:
        return untyped
    length, chooser = -1, 0
    for i, value in enumerate(values):
        if not is_sequence(value.type) or value.is_null or value.is_unknown:
            continue
        if length >= 0 and len(value.raw) != length:
            raise Failure(
                f"argument {i + 1} has length {len(value.raw)}, which is inconsistent with argument {chooser + 1} of"
                f" length {length}",
                i + 1,
            )
        length, chooser = len(value.raw), i
    for value in values:
        if value.is_unknown and not value.type.is_primitive and (is_sequence(value.type) or length < 0):
            return like_unknown(value, ListType(STRING))
    rows: list[Value] = []
    for row in range(1 if length < 0 else length):
        picked = [value.raw[row] if isinstance(value.raw, tuple) else value for value in values]
        try:
            rows.append(_formatted(template.raw, picked))
        except Failure as failure:
            raise Failure(f"error on format iteration {row}: {failure.message}") from None
    return list_value(STRING, rows)


def _formatted(template: str, values: Sequence[Value]) -> Value:
    parts: list[partial.Piece] = []
    highest = 0
    size = 0
    for part in _scan(template):
        if isinstance(part, Verb):
            highest = max(highest, part.argument)
        made = _apply(part, values) if isinstance(part, Verb) else part
        parts.append(made)
        size += len(made) if isinstance(made, str) else 0
        if size > LONGEST_TEXT:
            raise LimitReached("the formatted string is too long to follow")
    if highest < len(values):
        if highest == 0:
            raise Failure("too many arguments; no verbs in format string", 1)
        raise Failure(f"too many arguments; only {highest} used by format string", highest + 1)
    return partial.join(parts)


def _apply(verb: Verb, values: Sequence[Value]) -> partial.Piece:
    """What one verb prints; an unknown value or unknown text where it is not known."""
    if verb.argument > len(values):
        raise Failure(
            f"not enough arguments for {quote(verb.raw)} at {verb.offset}: need index {verb.argument} but have"
            f" {len(values)} total"
        )
    value = values[verb.argument - 1]
    if verb.mode not in "vtbdoxXeEfgGsq":
        raise Failure(f"unsupported format verb '{verb.mode}' in {quote(verb.raw)} at offset {verb.offset}")
    if verb.mode != "v" and value.is_null:
        raise _unsupported(verb, "null value cannot be formatted")
    if verb.mode == "v":
        return _as_is(verb, value)
    if verb.mode in "sq":
        return _text(verb, value)
    if verb.mode == "t":
        flag = _converted(verb, value, BOOL)
        return flag if flag.is_unknown else ("true" if flag.raw else "false")
    number = _converted(verb, value, NUMBER)
    if number.is_unknown:
        # As a string it may look different ("007"), so only the plain verb keeps what it is.
        return number if verb.raw == "%d" else like_unknown(number, STRING)
    if verb.mode in "bdoxX":
        return _integer(verb, number.raw)
    return _float(verb, number.raw)


def _unsupported(verb: Verb, reason: str) -> Failure:
    return Failure(f"unsupported value for {quote(verb.raw)} at {verb.offset}: {reason}")


def _converted(verb: Verb, value: Value, to: Type) -> Value:
    try:
        return convert(value, to)
    except ConversionError as error:
        raise _unsupported(verb, error.message) from None


def _as_is(verb: Verb, value: Value) -> partial.Piece:
    if "#" not in verb.flags and not value.is_null:
        if value.type == STRING:
            return _padded(verb, value)
        if value.type == NUMBER and value.is_known:
            return _pad(verb, _general(value.raw, -1))
        if value.is_unknown:
            return _padded(verb, _converted(verb, value, STRING)) if value.type.is_primitive else _hidden(value)
    from fargate_lint.evaluate.functions import json

    try:
        return _padded(verb, json.encoded(value))
    except Failure as failure:
        raise _unsupported(verb, failure.message) from None


def _hidden(value: Value) -> Value:
    """An unknown of unknown type: a string prints as itself, all else as JSON, so it keeps what it is as a string."""
    return Value(STRING, value.raw, value.ref, value.origin, value.sensitive)


def _text(verb: Verb, value: Value) -> partial.Piece:
    text = _converted(verb, value, STRING)
    if text.is_unknown:
        return _padded(verb, text) if verb.mode == "s" and verb.precision <= 0 else like_unknown(text, STRING)
    raw: str = text.raw
    if verb.precision > 0:
        raw = "".join(graphemes.split(raw)[: verb.precision])
    if verb.mode == "q":
        from fargate_lint.evaluate.functions import json

        raw = json.quoted(raw)
    return _pad(verb, raw)


def _padded(verb: Verb, text: Value) -> partial.Piece:
    if isinstance(text.raw, str):
        return _pad(verb, text.raw)
    return text if verb.width <= 0 else like_unknown(text, STRING)


def _pad(verb: Verb, text: str) -> str:
    missing = verb.width - graphemes.count(text)
    if missing <= 0:
        return text
    padding = ("0" if "0" in verb.flags else " ") * missing
    return text + padding if "-" in verb.flags else padding + text


# Numbers, as Go's fmt prints big.Int and big.Float


def _sign(verb: Verb, negative: bool) -> str:
    return "-" if negative else "+" if "+" in verb.flags else " " if " " in verb.flags else ""


def _integer(verb: Verb, number: Number) -> str:
    whole = numbers.to_int(number)
    if whole is None:
        raise _unsupported(verb, "an integer is required")
    digits = format(abs(whole), verb.mode) if abs(whole) < 2**512 else _large(abs(whole), verb.mode)
    prefix = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}.get(verb.mode, "") if "#" in verb.flags else ""
    if verb.precision == 0 and whole == 0:
        return ""
    zeros = "0" * (verb.precision - len(digits))
    sign = _sign(verb, whole < 0)
    missing = verb.width - len(sign) - len(prefix) - len(zeros) - len(digits)
    if missing > 0 and "-" not in verb.flags and "0" in verb.flags and verb.precision < 0:
        zeros, missing = "0" * missing, 0
    text = sign + prefix + zeros + digits
    return text + " " * missing if "-" in verb.flags else " " * missing + text


def _large(whole: int, mode: str) -> str:
    return numbers.digits_of(whole) if mode == "d" else format(whole, mode)


def _float(verb: Verb, number: Number) -> str:
    mode = verb.mode
    if mode in "gG":
        text = _general(number, verb.precision)
    else:
        places = 6 if verb.precision < 0 else verb.precision
        text = number_format.fixed(number, places) if mode == "f" else number_format.exponential(number, places)
    text = text.upper() if mode in "EG" and not text.endswith("Inf") else text
    negative = text.startswith("-")
    sign = _sign(verb, negative)
    text = text.lstrip("+-")
    if text == "Inf" and not sign:
        sign = "+"
    missing = max(0, verb.width - len(sign) - len(text))
    if "0" in verb.flags and text != "Inf":
        return sign + "0" * missing + text
    if "-" in verb.flags:
        return sign + text + " " * missing
    return " " * missing + sign + text


def _general(number: Number, precision: int) -> str:
    """%g: the shortest digits (precision -1) or so many significant ones, with an exponent if that is shorter."""
    return number_format.general(number, precision)
