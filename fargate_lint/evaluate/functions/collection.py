"""Functions that look into collections and pick from them: the very elements come back, with what they are."""

from __future__ import annotations

from fargate_lint.evaluate.functions.common import (
    SURE_ELEMENTS,
    element_of,
    element_type,
    fields_of,
    flag_value,
    is_map_like,
    is_sequence,
    number_value,
    surely_filled,
    unknown_like_resource,
    whole,
)
from fargate_lint.evaluate.functions.problem import Failure
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values import number as numbers
from fargate_lint.values.convert import ConversionError, convert, unify
from fargate_lint.values.equality import contains as has_equal
from fargate_lint.values.equality import decide, distinct, never_null, why_unknown
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
)
from fargate_lint.values.value import Number, SymbolicKey, Unknown, Value, key_value, like_unknown, null, unknown

FUNCTIONS = Family()

MOST_PAIRS = 100_000
"""Comparisons made to tell whether the unknown elements of a set all differ."""


@FUNCTIONS.define("length", Parameter("value", unknown=True), returns=NUMBER, keeps=True)
def length(value: Value) -> Value:
    kind, raw = value.type, value.raw
    if isinstance(kind, TupleType):
        return number_value(len(kind.elements))
    if isinstance(kind, ObjectType) and not value.is_lazy:
        return _key_count(tuple(kind.attributes))
    if value.is_lazy:
        return number_value(len(raw.names())) if raw.closed else unknown_like_resource(value, NUMBER)
    if kind in (DYNAMIC, STRING) or kind.is_collection:
        if isinstance(raw, Unknown):
            if kind.is_collection and raw.shortest == raw.longest:
                return number_value(raw.shortest)
            why = raw.cause(shortest=raw.shortest)
            return Value(NUMBER, why, None, value.origin, value.sensitive)
        if isinstance(raw, str):
            from fargate_lint.evaluate.functions.graphemes import count

            return number_value(count(raw))
        if isinstance(kind, SetType) and not _all_distinct(raw):
            return Value(NUMBER, why_unknown(raw))
        return _key_count(tuple(raw)) if isinstance(raw, dict) else number_value(len(raw))
    raise Failure("argument must be a string, a collection type, or a structural type")


def _key_count(names: tuple[str, ...]) -> Value:
    """How many keys there are, unless two of them can turn out to be one."""
    symbols = tuple(key_value(name) for name in names)
    return number_value(len(names)) if _all_distinct(symbols) else Value(NUMBER, why_unknown(symbols))


def _all_distinct(items: tuple[Value, ...]) -> bool:
    """Whether no two elements of a set can turn out to be one."""
    unsure = [i for i, item in enumerate(items) if not item.is_wholly_known()]
    if len(unsure) * len(items) > MOST_PAIRS:
        return False
    return all(i == j or distinct(items[i], other) for i in unsure for j, other in enumerate(items))


@FUNCTIONS.define("alltrue", Parameter("list", ListType(BOOL)), returns=BOOL)
def alltrue(items: Value) -> Value:
    if any(item.is_null or item.raw is False for item in items.raw):
        return flag_value(False)
    if any(item.is_unknown for item in items.raw):
        return Value(BOOL, why_unknown(items.raw))
    return flag_value(True)


@FUNCTIONS.define("anytrue", Parameter("list", ListType(BOOL)), returns=BOOL)
def anytrue(items: Value) -> Value:
    if any(item.raw is True for item in items.raw):
        return flag_value(True)
    if any(item.is_unknown for item in items.raw):
        return Value(BOOL, why_unknown(items.raw))
    return flag_value(False)


@FUNCTIONS.define("coalesce", variadic=Parameter("vals", null=True, unknown=True))
def coalesce(*values: Value) -> Value:
    common = unify([value.type for value in values])
    if common is None:
        raise Failure("all arguments must have the same type" if values else "no non-null, non-empty-string arguments")
    for given in values:
        value = convert(given, common)
        if value.is_null:
            continue
        if value.is_unknown:
            filled = surely_filled(value) if common in (STRING, DYNAMIC) else never_null(value)
            return value if filled else like_unknown(value, common)
        if isinstance(value.raw, str) and not value.raw:
            continue
        return value
    raise Failure("no non-null, non-empty-string arguments")


@FUNCTIONS.define("coalescelist", variadic=Parameter("vals", null=True, unknown=True), keeps=True)
def coalescelist(*values: Value) -> Value:
    if not values:
        raise Failure("at least one argument is required")
    for value in values:
        if not isinstance(value.type, ListType | TupleType) and not (value.is_unknown and value.type == DYNAMIC):
            raise Failure("coalescelist arguments must be lists or tuples")
    for value in values:
        if value.is_null:
            continue
        if isinstance(value.raw, Unknown):
            return value if value.raw.shortest else like_unknown(value)
        if value.raw:
            return value
    raise Failure("no non-null arguments")


@FUNCTIONS.define("contains", Parameter("list", unknown=True), Parameter("value", unknown=True), returns=BOOL)
def contains(items: Value, wanted: Value) -> Value:
    if items.is_unknown and items.type == DYNAMIC:
        return like_unknown(items, BOOL)
    if not is_sequence(items.type):
        raise Failure("argument must be list, tuple, or set")
    if items.is_unknown:
        return like_unknown(items, BOOL)
    return has_equal(items.raw, wanted)


@FUNCTIONS.define("element", Parameter("list", unknown=True), Parameter("index", NUMBER), keeps=True)
def element(items: Value, index: Value) -> Value:
    if not isinstance(items.type, ListType | TupleType) and not (items.is_unknown and items.type == DYNAMIC):
        raise Failure(f"cannot read elements from {'object' if items.is_lazy else items.type}")
    position = whole(index, 1, "invalid index")
    if isinstance(items.raw, Unknown):
        if position < 0:  # counted from an end that is not known
            return like_unknown(items, element_type(items.type))
        if position == 0 and items.raw.representative is not None:
            return items.raw.representative
        return element_of(items, position, position < max(SURE_ELEMENTS, items.raw.shortest))
    if not items.raw:
        raise Failure("cannot use element function with an empty list")
    found: Value = items.raw[position % len(items.raw)]
    return found


@FUNCTIONS.define("index", Parameter("list"), Parameter("value"), returns=NUMBER)
def index(items: Value, wanted: Value) -> Value:
    if not isinstance(items.type, ListType | TupleType):
        raise Failure("argument must be a list or tuple")
    if not items.raw:
        raise Failure("cannot search an empty list")
    for i, item in enumerate(items.raw):
        verdict = decide(item, wanted)
        if verdict is None:
            return Value(NUMBER, why_unknown((item, wanted)))
        if verdict:
            return number_value(i)
    raise Failure("item not found")


@FUNCTIONS.define("keys", Parameter("inputMap", unknown=True), keeps=True)
def keys(mapping: Value) -> Value:
    if not is_map_like(mapping) and not (mapping.is_unknown and mapping.type == DYNAMIC):
        raise Failure("must have map or object type", 0)
    if isinstance(mapping.type, ObjectType) and not mapping.is_lazy:
        names = sorted(mapping.type.attributes)
        places = mapping.fields or {}
        items = tuple(_name(name, places.get(name)) for name in names)
        return Value(TupleType((STRING,) * len(names)), items)
    if mapping.is_unknown:
        return like_unknown(mapping, ListType(STRING) if isinstance(mapping.type, MapType) else DYNAMIC)
    fields = fields_of(mapping)
    if fields is None:
        return unknown_like_resource(mapping)
    items = tuple(_name(name, fields[name]) for name in sorted(fields))
    kind = TupleType((STRING,) * len(items)) if mapping.is_lazy else ListType(STRING)
    return Value(kind, items)


def _name(name: str, field: Value | None) -> Value:
    """A key; it stands where its value stands, as near as we know."""
    key = key_value(name)
    return key if key.is_unknown or field is None else key.with_origin(field.origin)


@FUNCTIONS.define("values", Parameter("mapping"), keeps=True)
def values(mapping: Value) -> Value:
    if not is_map_like(mapping):
        raise Failure("values() requires a map as the first argument")
    fields = fields_of(mapping)
    if fields is None:
        return unknown_like_resource(mapping)
    items = tuple(fields[name] for name in sorted(fields))
    if isinstance(mapping.type, MapType):
        return Value(ListType(mapping.type.element), items)
    return Value(TupleType(tuple(item.type for item in items)), items)


@FUNCTIONS.define(
    "lookup",
    Parameter("inputMap", unknown=True),
    Parameter("key", STRING, unknown=True),
    variadic=Parameter("default", null=True, unknown=True),
    keeps=True,
)
def lookup(mapping: Value, key: Value, *default: Value) -> Value:
    if len(default) > 1:
        raise Failure(f"lookup() takes two or three arguments, got {len(default) + 2}")
    if not is_map_like(mapping) and not (mapping.is_unknown and mapping.type == DYNAMIC):
        raise Failure("lookup() requires a map as the first argument", 0)
    otherwise = default[0] if default else None
    if otherwise is not None and isinstance(mapping.type, MapType):
        try:
            otherwise = convert(otherwise, mapping.type.element)
        except ConversionError:
            raise Failure("the default value must have the same type as the map elements", 2) from None
    kind = element_type(mapping.type)
    if key.is_unknown:
        return _lookup_unknown(mapping, key, otherwise)
    name: str = key.raw
    if mapping.is_unknown:
        found = like_unknown(mapping, kind)
        return found.with_ref(mapping.ref.step(name)) if mapping.ref is not None and not default else found
    field = mapping.raw.get(name)
    if field is not None:
        kept: Value = field
        return kept
    for symbol in mapping.fields or ():
        if isinstance(symbol, SymbolicKey) and decide(symbol.value, key) is not False:
            return like_unknown(symbol.value, kind)  # that key may turn out to be this one
    if otherwise is not None:
        return otherwise
    if isinstance(mapping.type, ObjectType) or mapping.is_lazy:
        raise Failure(f"the given object has no attribute {quote(name)}", 0)
    raise Failure(f"lookup failed to find key {'(sensitive value)' if key.sensitive else quote(name)}")


def _lookup_unknown(mapping: Value, key: Value, otherwise: Value | None) -> Value:
    """What an unknown key leads to: the very element that stands under it, or one that is not known."""
    if otherwise is not None and mapping.raw == {}:
        return otherwise  # whatever the key will be
    for symbol, item in (mapping.fields or {}).items():
        if isinstance(symbol, SymbolicKey) and key.ref is not None and symbol.value.ref == key.ref:
            return item
    return like_unknown(key, element_type(mapping.type))


@FUNCTIONS.define("one", Parameter("list", unknown=True), keeps=True)
def one(items: Value) -> Value:
    wrong = Failure("must be a list, set, or tuple value with either zero or one elements", 0)
    kind = items.type
    if isinstance(items.raw, Unknown):
        if not is_sequence(kind) and kind != DYNAMIC:
            raise wrong
        return element_of(items, 0, not isinstance(kind, SetType))
    if not is_sequence(kind):
        raise wrong
    if not items.raw:
        return null(element_type(kind))
    if len(items.raw) == 1:
        only: Value = items.raw[0]
        return only
    if isinstance(kind, SetType) and not _all_distinct(items.raw):
        return unknown(why_unknown(items.raw), kind.element)
    raise wrong


@FUNCTIONS.define("sum", Parameter("list"), returns=NUMBER)
def sum(items: Value) -> Value:
    if not is_sequence(items.type):
        if is_map_like(items) and (items.is_lazy or items.raw):
            raise Failure(f"argument must be list, set, or tuple. Received {items.type}", 0)
        raise Failure("cannot sum an empty list" if is_map_like(items) else "cannot sum noniterable", 0)
    if not items.raw:
        raise Failure("cannot sum an empty list", 0)
    if not items.is_wholly_known():
        return Value(NUMBER, why_unknown(items.raw))
    total: Number | None = None
    for item in items.raw:
        try:
            value = convert(item, NUMBER)
        except ConversionError:
            value = null()
        if value.is_null:
            raise Failure("argument must be list, set, or tuple of number values", 0)
        try:
            total = value.raw if total is None else numbers.add(total, value.raw)
        except ValueError:
            raise Failure("can't compute sum of opposing infinities") from None
    return number_value(total)
