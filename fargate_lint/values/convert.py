"""Conversion of values between types, as Terraform converts arguments, elements and variables.

Source: go-cty ``cty/convert``. What a value is (its reference), where it was written and whether it is sensitive stay
with it and with its elements. More lenient than cty in one way: "any" inside our types may mean that we do not know
the provider's schema, so it never makes a conversion fail.
"""

from __future__ import annotations

from collections.abc import Sequence

from fargate_lint.values import number as numbers
from fargate_lint.values.equality import TooManyUnknown, is_identifier, set_from
from fargate_lint.values.mismatch import mismatch
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import (
    BOOL,
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
from fargate_lint.values.unify import convertible, has_dynamic, unify, without_optional
from fargate_lint.values.value import Lazy, SymbolicKey, Unknown, Value, like_unknown

__all__ = ["ConversionError", "convert", "convertible", "to_text", "unify", "without_optional"]

Path = tuple[str | int, ...]


class ConversionError(Exception):
    """A value does not convert. ``message`` is Terraform's, without a full stop ("a number is required"); ``path``
    leads to the element that is to blame."""

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


def convert(value: Value, to: Type, path: Path = ()) -> Value:
    """The value as one of type ``to``. Raises ConversionError."""
    if to == DYNAMIC or value.type == to:
        return value
    if value.is_lazy:
        return _from_lazy(value, to, path)
    bare = without_optional(to)
    if value.type == bare and not has_dynamic(bare):
        return value
    if not convertible(value.type, to) and not _unsure(value, to):
        raise ConversionError(mismatch(value.type, to), path)
    if value.is_null:
        return _like(value, replaced(value.type, bare), None)
    if isinstance(value.raw, Unknown):
        return _like(value, replaced(value.type, bare), _unknown(value.raw, value.type, bare))
    if to.is_primitive:
        return _like(value, to, _primitive(value, to, path))
    if isinstance(to, TupleType):
        items = [
            convert(item, kind, (*path, i)) for i, (item, kind) in enumerate(zip(value.raw, to.elements, strict=True))
        ]
        return _like(value, TupleType(tuple(item.type for item in items)), tuple(items))
    if isinstance(to, ListType | SetType):
        return _sequence(value, to, path)
    if isinstance(to, MapType):
        return _map(value, to, path)
    assert isinstance(to, ObjectType)
    return _object(value, to, path)


def to_text(value: Value) -> Value:
    """The value as a string. Raises ConversionError."""
    return convert(value, STRING)


def _like(value: Value, type: Type, raw: object) -> Value:
    return Value(type, raw, value.ref, value.origin, value.sensitive)


def _unsure(value: Value, to: Type) -> bool:
    """Whether the types do not fit only because parts of the value's type are not known to us."""
    if not has_dynamic(value.type):
        return False
    if isinstance(to, ListType | SetType) and isinstance(value.type, TupleType):
        return to.element == DYNAMIC or all(convertible(kind, to.element) for kind in value.type.elements)
    if isinstance(to, MapType) and isinstance(value.type, ObjectType):
        return to.element == DYNAMIC or all(convertible(kind, to.element) for kind in value.type.attributes.values())
    return False


def _primitive(value: Value, to: Type, path: Path) -> object:
    raw = value.raw
    if to == STRING:
        if value.type == BOOL:
            return "true" if raw else "false"
        return raw if isinstance(raw, str) else numbers.text(raw)
    if to == NUMBER and isinstance(raw, str):
        try:
            return numbers.parse(raw)
        except ValueError as error:
            raise ConversionError(str(error), path) from None
    if to == BOOL and isinstance(raw, str):
        if raw in ("true", "1"):
            return True
        if raw in ("false", "0"):
            return False
        lower = raw.lower()
        hint = f'; to convert from string, use lowercase "{lower}"' if lower in ("true", "false") else ""
        raise ConversionError(f"a bool is required{hint}", path)
    return raw


def _unknown(why: Unknown, given: Type, wanted: Type) -> Unknown:
    """What stays known of an unknown value when its type changes."""
    keep_text = wanted == STRING and given in (STRING, DYNAMIC)
    shortest, longest = why.shortest, why.longest
    if isinstance(given, TupleType):
        shortest = longest = len(given.elements)
    elif isinstance(given, ObjectType):
        shortest = longest = len(given.attributes)
    if isinstance(wanted, SetType):
        shortest = min(shortest, 1)
    if not wanted.is_collection:
        shortest, longest = 0, None
    return why.cause(
        parts=why.parts if keep_text else (),
        prefix=why.prefix if keep_text else "",
        not_null=why.not_null,
        shortest=shortest,
        longest=longest,
    )


def replaced(given: Type, wanted: Type) -> Type:
    """The wanted type with each "any" replaced by what the given type says there."""
    if wanted == DYNAMIC:
        return given
    if given == DYNAMIC or not has_dynamic(wanted):
        return wanted
    match wanted:
        case ListType(element) | SetType(element) | MapType(element):
            inside: Type | None = DYNAMIC
            if isinstance(given, ListType | SetType | MapType):
                inside = given.element
            elif isinstance(given, TupleType):
                inside = unify(given.elements)
            elif isinstance(given, ObjectType):
                inside = unify(tuple(given.attributes.values()))
            return wanted.__class__(replaced(inside or DYNAMIC, element))
        case TupleType(elements):
            known = given.elements if isinstance(given, TupleType) else (DYNAMIC,) * len(elements)
            return TupleType(tuple(replaced(a, b) for a, b in zip(known, elements, strict=True)))
        case ObjectType(attributes):
            if isinstance(given, MapType):
                return ObjectType({name: replaced(given.element, kind) for name, kind in attributes.items()})
            known_as = given.attributes if isinstance(given, ObjectType) else {}
            return ObjectType({name: replaced(known_as.get(name, kind), kind) for name, kind in attributes.items()})
    return wanted


def _wanted_element(items: Sequence[Value], element: Type, noun: str, path: Path) -> Type:
    """The element type to convert to; for "any" the one that all the items have in common."""
    if element != DYNAMIC or not items:
        return element
    kinds = [STRING if is_identifier(item) else item.type for item in items]
    common = unify(kinds)
    if common in (NUMBER, BOOL) and any(item.type == DYNAMIC and item.is_unknown for item in items):
        return DYNAMIC  # a string among them would make strings of all
    if common is None:
        if any(has_dynamic(item.type) and not item.is_wholly_known() for item in items):
            return DYNAMIC
        raise ConversionError(f"all {noun} elements must have the same type", path)
    if common == DYNAMIC and set(kinds) != {DYNAMIC} and all(i.is_null for i in items if i.type == DYNAMIC):
        raise ConversionError(f"all {noun} elements must have the same type", path)
    return common


def _common(items: Sequence[Value], wanted: Type) -> tuple[Type, Sequence[Value]]:
    """The items brought to one type after conversion: they may still differ where the wanted type says "any"."""
    kinds = list(dict.fromkeys(item.type for item in items))
    if len(kinds) == 1:
        return kinds[0], items
    if not has_dynamic(wanted):
        return wanted, items
    common = unify(kinds)
    if common is None:
        if any(has_dynamic(item.type) and not item.is_wholly_known() for item in items):
            return DYNAMIC, items
        raise ConversionError("cannot find a common base type for all elements")
    return common, [convert(item, common) for item in items]


def _sequence(value: Value, to: ListType | SetType, path: Path) -> Value:
    noun = "list" if isinstance(to, ListType) else "set"
    items: Sequence[Value] = value.raw
    if not items:
        kind = value.type.element if isinstance(value.type, ListType | SetType) else DYNAMIC
        element = replaced(kind, without_optional(to.element))
    else:
        wanted = _wanted_element(items, to.element, noun, path) if isinstance(value.type, TupleType) else to.element
        items = [convert(item, wanted, (*path, i)) for i, item in enumerate(items)]
        if (
            isinstance(to, SetType)
            and len({item.type for item in items}) > 1
            and all(i.is_wholly_known() for i in items)
        ):
            raise ConversionError("all set elements must have the same type", path)  # those of a list are unified
        element, items = _common(items, without_optional(wanted))
    if isinstance(to, ListType):
        return _like(value, ListType(element), tuple(items))
    try:
        made = set_from(element, items)
    except TooManyUnknown as error:
        raise ConversionError(str(error)) from error
    return Value(made.type, made.raw, value.ref, value.origin, value.sensitive or made.sensitive)


def _map(value: Value, to: MapType, path: Path) -> Value:
    fields: dict[str, Value] = value.raw
    if not fields:
        kind = value.type.element if isinstance(value.type, MapType) else DYNAMIC
        return _like(value, MapType(replaced(kind, without_optional(to.element))), {})
    wanted = to.element
    if isinstance(value.type, ObjectType):
        wanted = _wanted_element(tuple(fields.values()), to.element, "map", path)
    items = [convert(item, wanted, (*path, name)) for name, item in fields.items()]
    element, kept = _common(items, without_optional(wanted))
    return _like(value, MapType(element), dict(sorted(zip(fields, kept, strict=True))))


def _object(value: Value, to: ObjectType, path: Path) -> Value:
    fields: dict[str, Value] = value.raw
    symbolic = next((name for name in fields if isinstance(name, SymbolicKey)), None)
    made: dict[str, Value] = {}
    for name, kind in sorted(to.attributes.items()):
        field = fields.get(name)
        if field is not None:
            made[name] = convert(field, kind, (*path, name))
        elif symbolic is not None:
            made[name] = like_unknown(symbolic.value, without_optional(kind))
        elif name in to.optional:
            made[name] = Value(without_optional(kind), None)
        else:
            raise ConversionError(f"map has no element for required attribute {quote(name)}", path)
    return _like(value, ObjectType({name: field.type for name, field in made.items()}), made)


def _from_lazy(value: Value, to: Type, path: Path) -> Value:
    """A resource or module instance where a value of some type is wanted."""
    lazy: Lazy = value.raw
    if isinstance(to, ObjectType):
        made: dict[str, Value] = {}
        for name, kind in sorted(to.attributes.items()):
            field = lazy.get(name)
            if field is not None:
                made[name] = convert(field, kind, (*path, name))
            elif name in to.optional:
                made[name] = Value(without_optional(kind), None)
            else:
                raise ConversionError(f"attribute {quote(name)} is required", path)
        return _like(value, ObjectType({name: field.type for name, field in made.items()}), made)
    if isinstance(to, MapType):
        reason = f"not all attributes of {lazy.address} are known"
        why = Unknown("apply", reason, not_null=True, waits_for=lazy.address)
        return _like(value, without_optional(to), why)
    raise ConversionError(mismatch(ObjectType({}), to), path)
