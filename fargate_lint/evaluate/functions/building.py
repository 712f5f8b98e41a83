"""Functions that make collections out of collections. Elements keep what they are and where they were written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fargate_lint.evaluate.functions.common import (
    MOST_ELEMENTS,
    element_of,
    element_type,
    fields_of,
    is_map_like,
    is_sequence,
    list_value,
    surely_filled,
    unknown_like_resource,
    whole,
)
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values import number as numbers
from fargate_lint.values.convert import convert, unify
from fargate_lint.values.equality import Members, decide, is_identifier, set_from, why_unknown
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
from fargate_lint.values.value import SymbolicKey, Unknown, Value, key_value, like_unknown, map_of, object_of, tuple_of

FUNCTIONS = Family()

MOST_OF_RANGE = 1024
"""Terraform's own limit on ``range``."""

_ANY_LIST = ListType(DYNAMIC)


@FUNCTIONS.define("merge", variadic=Parameter("maps", null=True), keeps=True)
def merge(*maps: Value) -> Value:
    merged: dict[str, Value] = {}
    for mapping in maps:
        if mapping.is_null and mapping.type == DYNAMIC:
            continue
        if not is_map_like(mapping):
            raise Failure(f'arguments must be maps or objects, got "{mapping.type}"')
        if mapping.is_null:
            continue
        fields = fields_of(mapping)
        if fields is None:
            return unknown_like_resource(mapping)
        _doubt_overwritten(merged, fields)
        merged.update(fields)
    kinds = {ObjectType({}) if m.is_null and isinstance(m.type, ObjectType) else m.type for m in maps}
    if len(kinds) == 1:
        kind = kinds.pop()
        if isinstance(kind, MapType):
            return map_of(kind.element, merged)
    return object_of(merged)


def _doubt_overwritten(merged: dict[str, Value], later: Mapping[str, Value]) -> None:
    """A key that only the plan knows may turn out to be one that is there already, whose value is then in doubt."""
    for symbol in later:
        if not isinstance(symbol, SymbolicKey):
            continue
        for name in merged:
            if name not in later and decide(key_value(symbol), key_value(name)) is not False:
                merged[name] = like_unknown(symbol.value)


@FUNCTIONS.define("concat", variadic=Parameter("seqs", unknown=True), keeps=True)
def concat(*sequences: Value) -> Value:
    if not sequences:
        raise Failure("at least one argument is required")
    for i, sequence in enumerate(sequences):
        guess = sequence.is_unknown and sequence.type == DYNAMIC
        if not isinstance(sequence.type, ListType | TupleType) and not guess:
            raise Failure(f"all arguments must be lists or tuples; got {sequence.type}", i)
    common = None
    if all(isinstance(sequence.type, ListType) for sequence in sequences):
        common = unify([sequence.type for sequence in sequences])
    for sequence in sequences:
        if sequence.is_unknown:
            return _longer(sequence, sequences, common or DYNAMIC)
    if isinstance(common, ListType):
        lists = [convert(sequence, common) for sequence in sequences]
        return list_value(common.element, [item for sequence in lists for item in sequence.raw])
    return tuple_of(item for sequence in sequences for item in sequence.raw)


def _longer(cause: Value, sequences: Sequence[Value], kind: Type) -> Value:
    """Unknown, but at least as long as the known ones are together."""
    why: Unknown = cause.raw
    least = sum(s.raw.shortest if isinstance(s.raw, Unknown) else len(s.raw) for s in sequences)
    return Value(kind, why.cause(not_null=True, shortest=least))


@FUNCTIONS.define("flatten", Parameter("list"), keeps=True)
def flatten(items: Value) -> Value:
    if not is_sequence(items.type):
        raise Failure("can only flatten lists, sets and tuples")
    flat: list[Value] = []
    cause = _flatten(items, flat)
    if cause is None:
        return Value(tuple_of(flat).type, tuple(flat), None, None, _hidden(items))
    return like_unknown(cause).with_origin(None).with_sensitive(_hidden(items))


def _hidden(items: Value) -> bool:
    """Whether the list or a list inside it is sensitive as a whole."""
    return items.sensitive or any(_hidden(item) for item in items.raw if isinstance(item.raw, tuple))


def _flatten(items: Value, flat: list[Value]) -> Value | None:
    """Append the elements; returns an unknown that may be a list, if there is one."""
    for item in items.raw:
        if is_sequence(item.type) and not item.is_null:
            cause = item if item.is_unknown else _flatten(item, flat)
            if cause is not None:
                return cause
        elif item.is_unknown and item.type == DYNAMIC and not is_identifier(item):
            found: Value = item
            return found
        else:
            flat.append(item)
        if len(flat) > MOST_ELEMENTS:
            raise LimitReached(f"more than {MOST_ELEMENTS} elements are not followed")
    return None


@FUNCTIONS.define("compact", Parameter("list", ListType(STRING)), returns=ListType(STRING))
def compact(items: Value) -> Value:
    kept: list[Value] = []
    unsure: list[Value] = []
    for item in items.raw:
        if surely_filled(item):
            kept.append(item)
        elif item.is_unknown:
            unsure.append(item)
    if unsure:
        why = why_unknown(unsure)
        longest = len(kept) + len(unsure)
        bounded = why.cause(not_null=True, shortest=len(kept), longest=longest)
        return Value(ListType(STRING), bounded)
    return list_value(STRING, kept)


@FUNCTIONS.define("distinct", Parameter("list", _ANY_LIST), returns=_ANY_LIST)
def distinct_(items: Value) -> Value:
    kept: list[Value] = []
    seen = Members()
    for item in items.raw:
        there = seen.has(item)
        if there is None:
            why = why_unknown((item, *kept))
            return Value(items.type, why.cause(not_null=True, shortest=1, longest=len(items.raw)))
        if not there:
            kept.append(item)
            seen.add(item)
    return list_value(element_type(items.type), kept)


@FUNCTIONS.define("chunklist", Parameter("list", _ANY_LIST), Parameter("size", NUMBER), keeps=True)
def chunklist(items: Value, size: Value) -> Value:
    width = whole(size, 1, "invalid size")
    if width < 0:
        raise Failure("the size argument must be positive")
    if not items.raw:
        return list_value(items.type, ())
    width = width or len(items.raw)
    chunks = [list_value(element_type(items.type), items.raw[i : i + width]) for i in range(0, len(items.raw), width)]
    return list_value(items.type, chunks)


@FUNCTIONS.define("reverse", Parameter("list"), keeps=True)
def reverse(items: Value) -> Value:
    if isinstance(items.type, TupleType):
        return tuple_of(reversed(items.raw))
    if isinstance(items.type, ListType | SetType):
        return list_value(element_type(items.type), tuple(reversed(items.raw)))
    raise Failure(f"can only reverse list or tuple values, not {'object' if items.is_lazy else items.type}", 0)


@FUNCTIONS.define("sort", Parameter("list", ListType(STRING)), returns=ListType(STRING))
def sort(items: Value) -> Value:
    if any(item.is_unknown for item in items.raw):
        why = why_unknown(items.raw)
        count = len(items.raw)
        return Value(items.type, why.cause(not_null=True, shortest=count, longest=count))
    for i, item in enumerate(items.raw):
        if item.is_null:
            raise Failure(f"given list element {i} is null; a null string cannot be sorted")
    return list_value(STRING, sorted(items.raw, key=lambda item: str(item.raw)))


@FUNCTIONS.define(
    "slice",
    Parameter("list", unknown=True),
    Parameter("start_index", NUMBER),
    Parameter("end_index", NUMBER),
    keeps=True,
)
def slice_(items: Value, start: Value, end: Value) -> Value:
    kind = items.type
    if isinstance(kind, SetType):
        raise Failure(
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering"
            " of the result is not important",
            0,
        )
    if not isinstance(kind, ListType | TupleType) and not (items.is_unknown and kind == DYNAMIC):
        raise Failure("must be a list or tuple value", 0)
    first, last = whole(start, 1, "invalid start index"), whole(end, 2, "invalid end index")
    length = len(items.raw) if items.items is not None else None
    for position, argument, name in ((first, 1, "start"), (last, 2, "end")):
        if position < 0:
            raise Failure(f"{name} index must not be less than zero", argument)
        if length is not None and position > length:
            raise Failure(f"{name} index must not be greater than the length of the list", argument)
    if first > last:
        raise Failure("start index must not be greater than end index", 1)
    if length is None:
        if last - first > MOST_ELEMENTS:
            raise LimitReached(f"a list of {last - first} elements is not followed")
        # The call fails at apply if the list is shorter, so there are that many.
        cut: Sequence[Value] = [element_of(items, i) for i in range(first, last)]
    else:
        cut = items.raw[first:last]
    if isinstance(kind, TupleType):
        return tuple_of(cut)
    return list_value(kind.element if isinstance(kind, ListType) else DYNAMIC, cut)


@FUNCTIONS.define("range", variadic=Parameter("params", NUMBER), returns=ListType(NUMBER))
def range_(*arguments: Value) -> Value:
    if not 1 <= len(arguments) <= 3:
        raise Failure("must have one, two, or three arguments")
    given = [argument.raw for argument in arguments]
    start, end = (0, given[0]) if len(given) == 1 else (given[0], given[1])
    step = given[2] if len(given) == 3 else (-1 if end < start else 1)
    down = step < 0
    if down and end > start:
        raise Failure("end must be less than start when step is negative", 1)
    if not down and end < start:
        raise Failure("end must be greater than start when step is positive", 1)
    found: list[Value] = []
    current = start
    while (current > end) if down else (current < end):
        if len(found) >= MOST_OF_RANGE:
            raise Failure(
                "more than 1024 values were generated; either decrease the difference between start and end or use a"
                " smaller step"
            )
        found.append(Value(NUMBER, current))
        current = numbers.add(current, step)
    return list_value(NUMBER, found)


@FUNCTIONS.define("zipmap", Parameter("keys", ListType(STRING)), Parameter("values", unknown=True), keeps=True)
def zipmap(keys: Value, values: Value) -> Value:
    kind = values.type
    if not isinstance(kind, ListType | TupleType) and not (values.is_unknown and kind == DYNAMIC):
        raise Failure("values argument must be a list or tuple value")
    if any(key.is_unknown for key in keys.raw):
        why = why_unknown(keys.raw)
        return Value(MapType(kind.element) if isinstance(kind, ListType) else DYNAMIC, why)
    items = values.raw
    if values.is_unknown:
        items = [element_of(values, i) for i in range(len(keys.raw))]
    if len(keys.raw) != len(items):
        raise Failure(f"number of keys ({len(keys.raw)}) does not match number of values ({len(items)})")
    pairs: dict[str, Value] = {}
    for i, (key, item) in enumerate(zip(keys.raw, items, strict=True)):
        if key.is_null:
            raise Failure(f"keys list has null value at index {i}")
        pairs[key.raw] = item
    made = map_of(kind.element, pairs) if isinstance(kind, ListType) else object_of(pairs)
    return made.with_sensitive(any(key.sensitive for key in keys.raw))


@FUNCTIONS.define(
    "matchkeys", Parameter("values", _ANY_LIST), Parameter("keys", _ANY_LIST), Parameter("searchset", _ANY_LIST)
)
def matchkeys(values: Value, keys: Value, wanted: Value) -> Value:
    common = unify([keys.type, wanted.type])
    if common is None:
        raise Failure("keys and searchset must be of the same type")
    if len(values.raw) != len(keys.raw):
        raise Failure("length of keys and values should be equal")
    keys, members = convert(keys, common), Members(convert(wanted, common).raw)
    found: list[Value] = []
    for value, key in zip(values.raw, keys.raw, strict=True):
        there = members.has(key)
        if there is None:
            return Value(values.type, why_unknown((key, *wanted.raw)))
        if there:
            found.append(value)
    return list_value(element_type(values.type), found)


@FUNCTIONS.define("setproduct", variadic=Parameter("sets"), keeps=True)
def setproduct(*sets: Value) -> Value:
    if len(sets) < 2:
        raise Failure("at least two arguments are required")
    kinds: list[Type] = []
    columns: list[Sequence[Value]] = []
    total = 1
    for i, given in enumerate(sets):
        if not is_sequence(given.type):
            raise Failure("a set or a list is required", i)
        kind = given.type.element if isinstance(given.type, ListType | SetType) else DYNAMIC
        if isinstance(given.type, TupleType) and given.raw:
            common = unify(given.type.elements)
            if common is None:
                raise Failure("all elements must be of the same type", i)
            kind = common
        kinds.append(kind)
        columns.append([convert(item, kind) for item in given.raw])
        total *= len(given.raw)
    if total > MOST_ELEMENTS:
        raise LimitReached(f"{total} combinations are not followed")
    rows: list[tuple[Value, ...]] = [()]
    for column in columns:
        rows = [(*row, item) for row in rows for item in column]
    element = TupleType(tuple(kinds))
    products = [Value(TupleType(tuple(item.type for item in row)), row) for row in rows]
    if any(isinstance(given.type, SetType) for given in sets):
        return set_from(element, products)
    return list_value(element, products)


_LISTS_OF_STRINGS = MapType(ListType(STRING))


@FUNCTIONS.define("transpose", Parameter("values", _LISTS_OF_STRINGS), returns=_LISTS_OF_STRINGS)
def transpose(mapping: Value) -> Value:
    if not mapping.is_wholly_known():
        return Value(_LISTS_OF_STRINGS, why_unknown((mapping,)))
    found: dict[str, list[Value]] = {}
    for name, items in mapping.raw.items():
        if items.is_null:
            raise Failure("input must not contain null list")
        for item in items.raw:
            if item.is_null:
                raise Failure("input list must not contain null string")
            found.setdefault(item.raw, []).append(Value(STRING, name, None, item.origin))
    return map_of(ListType(STRING), {name: list_value(STRING, names) for name, names in found.items()})


@FUNCTIONS.define("list", variadic=Parameter("vals", null=True, unknown=True))
def list_(*values: Value) -> Value:
    raise Failure(
        'the "list" function was deprecated in Terraform v0.12 and is no longer available; use tolist([ ... ]) syntax'
        " to write a literal list"
    )


@FUNCTIONS.define("map", variadic=Parameter("vals", null=True, unknown=True))
def map_(*values: Value) -> Value:
    raise Failure(
        'the "map" function was deprecated in Terraform v0.12 and is no longer available; use tomap({ ... }) syntax to'
        " write a literal map"
    )
