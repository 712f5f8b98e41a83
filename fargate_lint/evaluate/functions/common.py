"""What the bodies of several functions need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.values import number as numbers
from fargate_lint.values.equality import is_identifier
from fargate_lint.values.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from fargate_lint.values.value import Number, Unknown, Value, boolean, like_unknown

MOST_ELEMENTS = 100_000
"""Elements of a list or set that one call may make."""
LONGEST_TEXT = 8 * 1024 * 1024
"""Characters of a string that one call may make."""

SURE_ELEMENTS = 3
"""``element(names, i)`` of an unknown list is taken for ``names[i]`` below this: availability zones are at least 3 in
nearly every region, and ``element`` would only wrap around beyond the end."""


def text_value(text: str) -> Value:
    """A string as cty makes it: NFC-normalised."""
    from unicodedata import is_normalized, normalize

    if len(text) > LONGEST_TEXT:
        raise LimitReached(f"a string of {len(text)} characters is not followed")
    return Value(STRING, text if is_normalized("NFC", text) else normalize("NFC", text))


def number_value(value: Number) -> Value:
    return Value(NUMBER, value)


def flag_value(value: bool) -> Value:
    return boolean(value)


def list_value(element: Type, items: Sequence[Value]) -> Value:
    if len(items) > MOST_ELEMENTS:
        raise LimitReached(f"a list of {len(items)} elements is not followed")
    return Value(ListType(element), tuple(items))


def whole(value: Value, argument: int, what: str) -> int:
    """The argument as an int. Fails if it has a fraction or does not fit a machine word."""
    found = numbers.to_int(value.raw)
    if found is None:
        raise Failure(f"{what}: value must be a whole number", argument)
    if not -(2**63) <= found < 2**63:
        raise Failure(
            f"{what}: value must be a whole number, between -9223372036854775808 and 9223372036854775807", argument
        )
    return found


def is_sequence(type: Type) -> bool:
    """List, set or tuple."""
    return isinstance(type, ListType | SetType | TupleType)


def element_type(type: Type) -> Type:
    return type.element if isinstance(type, ListType | SetType | MapType) else DYNAMIC


def fields_of(value: Value) -> Mapping[str, Value] | None:
    """The attributes of a map, an object or a module's outputs; None if not all of them can be told."""
    if value.is_lazy:
        if not value.raw.closed:
            return None
        return {name: field for name in value.raw.names() if (field := value.raw.get(name)) is not None}
    return value.fields


def unknown_like_resource(value: Value, type: Type = DYNAMIC) -> Value:
    """An unknown made of a resource whose attributes cannot all be told."""
    address = value.raw.address
    return Value(type, Unknown("apply", f"not all attributes of {address} are known", waits_for=address))


def element_of(sequence: Value, position: int, sure: bool = True) -> Value:
    """The element at a position of an unknown list: unknown for the same reason, and identified if ``sure``."""
    item = like_unknown(sequence, element_type(sequence.type))
    if sure and sequence.ref is not None:
        return item.with_ref(sequence.ref.step(position))
    return item


def is_map_like(value: Value) -> bool:
    return isinstance(value.type, MapType | ObjectType) or value.is_lazy


def surely_filled(value: Value) -> bool:
    """Whether a string, known or not, is certainly neither null nor empty."""
    why = value.raw
    if isinstance(why, Unknown):
        return is_identifier(value) or bool(why.prefix) or any(isinstance(part, str) and part for part in why.parts)
    return bool(why)
