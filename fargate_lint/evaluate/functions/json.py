"""``jsonencode`` and ``jsondecode``, also of what is known in part: unknown values keep their place in the document."""

from __future__ import annotations

import json as standard
import re
from collections.abc import Sequence
from typing import Any

from fargate_lint.evaluate.functions.common import MOST_ELEMENTS, text_value, unknown_like_resource
from fargate_lint.evaluate.functions.placeholders import Placeholders
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values import number as numbers
from fargate_lint.values import partial
from fargate_lint.values.equality import never_null
from fargate_lint.values.types import BOOL, DYNAMIC, NUMBER, STRING
from fargate_lint.values.value import SymbolicKey, Unknown, Value, boolean, like_unknown, null, object_of, tuple_of

FUNCTIONS = Family()

_SPECIAL = re.compile("[<>&\u2028\u2029\x7f]")


@FUNCTIONS.define("jsonencode", Parameter("val", null=True, unknown=True), returns=STRING)
def jsonencode(value: Value) -> Value:
    return encoded(value)


def encoded(value: Value) -> Value:
    """The value as a JSON document: a string, of which pieces are unknown where the value is."""
    parts: list[partial.Piece] = []
    _encode(value, parts)
    if len(parts) == 1 and isinstance(parts[0], Value):
        why: Unknown = parts[0].raw
        return Value(STRING, why.cause(parts=(parts[0],), not_null=True))
    made = partial.join(parts)
    return text_value(made.raw) if isinstance(made.raw, str) else made


def _encode(value: Value, parts: list[partial.Piece]) -> None:
    raw = value.raw
    if value.is_lazy:
        parts.append(unknown_like_resource(value))
    elif isinstance(raw, Unknown):
        _encode_unknown(value, raw, parts)
    elif raw is None:
        parts.append("null")
    elif isinstance(raw, str):
        parts.append(quoted(raw))
    elif value.type == BOOL:
        parts.append("true" if raw else "false")
    elif value.type == NUMBER:
        try:
            parts.append(numbers.json_text(raw))
        except ValueError as error:
            raise Failure(str(error)) from None
    elif isinstance(raw, dict):
        for i, name in enumerate(sorted(raw)):
            parts.append("," if i else "{")
            if isinstance(name, SymbolicKey):
                parts.extend(('"', name.value, '":'))
            else:
                parts.append(quoted(name) + ":")
            _encode(raw[name], parts)
        parts.append("}" if raw else "{}")
    else:
        for i, item in enumerate(raw):
            parts.append("," if i else "[")
            _encode(item, parts)
        parts.append("]" if raw else "[]")


def _encode_unknown(value: Value, why: Unknown, parts: list[partial.Piece]) -> None:
    """A string that cannot be null stands in quotes; everything else stands for its own JSON text, which pieces of type
    "any" do (see ``placeholders``)."""
    if value.type == STRING and (why.parts or never_null(value)):
        parts.append('"')
        parts.extend(quoted(piece)[1:-1] if isinstance(piece, str) else piece for piece in partial.pieces(value))
        parts.append('"')
    elif value.type == STRING:
        parts.append(Value(DYNAMIC, why, value.ref, value.origin, value.sensitive))
    else:
        parts.append(value)


def quoted(text: str) -> str:
    """A JSON string as Go writes it: <, >, & and the line separators are escaped too."""
    escaped = standard.dumps(text, ensure_ascii=False)
    return _SPECIAL.sub(lambda match: match[0] if match[0] == "\x7f" else f"\\u{ord(match[0]):04x}", escaped)


@FUNCTIONS.define("jsondecode", Parameter("str", STRING, unknown=True))
def jsondecode(text: Value) -> Value:
    if isinstance(text.raw, Unknown):
        return _decode_pieces(text)
    return _parsed(text.raw, None)


def _parsed(text: str, holes: Placeholders | None) -> Value:
    try:
        document = standard.loads(
            text, parse_int=_Number, parse_float=_Number, parse_constant=_refuse, object_pairs_hook=_Pairs
        )
    except RecursionError:
        raise LimitReached("the document is nested too deeply") from None
    except ValueError as error:
        raise Failure(f"invalid JSON: {error}") from None
    _count(document, 0)
    return _built(document, holes)


def _count(item: Any, before: int) -> int:
    """How many values there are, those counted before included. Raises LimitReached when they are too many."""
    before += 1
    if before > MOST_ELEMENTS:
        raise LimitReached(f"a document of more than {MOST_ELEMENTS} values is not followed")
    if isinstance(item, _Pairs):
        for _, member in item:
            before = _count(member, before)
    elif isinstance(item, list):
        for member in item:
            before = _count(member, before)
    return before


class _Number(str):
    """The digits of a number, kept as they stand."""


class _Pairs(list[tuple[str, Any]]):
    """The members of an object, kept in order with their duplicates."""


def _refuse(word: str) -> Any:
    raise ValueError(f"invalid character '{word[0]}' looking for beginning of value")


def _built(item: Any, holes: Placeholders | None) -> Value:
    if item is None:
        return null()
    if isinstance(item, bool):
        return boolean(item)
    if isinstance(item, _Number):
        try:
            return Value(NUMBER, numbers.parse(str(item)))
        except ValueError:
            raise LimitReached(f"the number {item[:20]}… is too large to follow") from None
    if isinstance(item, str):
        return holes.filled(item) if holes is not None else text_value(_whole(item))
    if isinstance(item, _Pairs):
        return _object(item, holes)
    if holes is not None:
        spread = next((part for part in item if isinstance(part, str) and holes.is_raw(part)), None)
        if spread is not None:
            # "[${join(",", ids)}]": the text may hold any number of elements.
            return like_unknown(holes.filled(spread))
    return tuple_of([_built(part, holes) for part in item])


def _object(pairs: _Pairs, holes: Placeholders | None) -> Value:
    fields: dict[str, Value] = {}
    for name, item in pairs:
        if holes is not None and holes.has_hole(name):
            return like_unknown(holes.filled(name))
        fields[text_value(_whole(name)).raw] = _built(item, holes)
    return object_of(fields)


def _whole(text: str) -> str:
    """Without lone surrogates, which Go replaces."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _decode_pieces(text: Value) -> Value:
    """The document with unknown values where pieces of its text are unknown."""
    parts = partial.pieces(text)
    if len(parts) == 1 and isinstance(parts[0], Value):
        only = parts[0]
        return only if only.type != STRING else like_unknown(text)
    holes = Placeholders(parts)
    if not holes.possible:
        return like_unknown(text)
    try:
        return _parsed(_with_holes(parts, holes), holes)
    except Failure:
        return like_unknown(text)


def _with_holes(parts: Sequence[partial.Piece], holes: Placeholders) -> str:
    """The text with a placeholder for each piece: quoted where a value stands, bare inside of a string."""
    made: list[str] = []
    inside = False
    for i, part in enumerate(parts):
        if isinstance(part, Value):
            made.append(holes.inner(i) if inside else f'"{holes.outer(i)}"')
            continue
        made.append(part)
        for match in re.finditer(r'\\.|"', part, re.DOTALL):
            inside = not inside if match[0] == '"' else inside
    return "".join(made)
