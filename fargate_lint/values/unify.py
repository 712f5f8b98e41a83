"""Which types convert to which, and the one type that several can be converted to.

Source: go-cty ``cty/convert`` (conversion.go, unify.go, sort_types.go, compare_types.go).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from fargate_lint.values.types import (
    DYNAMIC,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from fargate_lint.values.value import SymbolicKey


def without_optional(type: Type) -> Type:
    """The type without marks of what may be left out, all the way down."""
    match type:
        case ListType(element):
            return ListType(without_optional(element))
        case SetType(element):
            return SetType(without_optional(element))
        case MapType(element):
            return MapType(without_optional(element))
        case TupleType(elements):
            return TupleType(tuple(without_optional(element) for element in elements))
        case ObjectType(attributes):
            return ObjectType({name: without_optional(kind) for name, kind in attributes.items()})
    return type


def has_dynamic(type: Type) -> bool:
    """Whether "any" stands anywhere inside."""
    match type:
        case ListType(element) | SetType(element) | MapType(element):
            return has_dynamic(element)
        case TupleType(elements):
            return any(has_dynamic(element) for element in elements)
        case ObjectType(attributes):
            return any(has_dynamic(kind) for kind in attributes.values())
    return type == DYNAMIC


@functools.lru_cache(maxsize=4096)
def convertible(given: Type, wanted: Type, unsafe: bool = True) -> bool:
    """Whether values of one type can be converted to another. Unsafe conversions may still fail for a value
    ("x" to number)."""
    if wanted == DYNAMIC or given == wanted:
        return True
    if given == DYNAMIC:
        return unsafe
    if given.is_primitive and wanted.is_primitive:
        return wanted == STRING or (unsafe and given == STRING)
    match given, wanted:
        case ObjectType(has), ObjectType(wants, optional):
            symbolic = any(isinstance(name, SymbolicKey) for name in has)
            return all(
                convertible(has[name], kind, unsafe) if name in has else symbolic or name in optional
                for name, kind in wants.items()
            )
        case TupleType(has), TupleType(wants):
            return len(has) == len(wants) and all(convertible(a, b, unsafe) for a, b in zip(has, wants, strict=True))
        case (ListType(a) | SetType(a), ListType(b)) | (SetType(a), SetType(b)) | (MapType(a), MapType(b)):
            return convertible(a, b, unsafe)
        case ListType(a), SetType(b):
            return unsafe and convertible(a, b, unsafe)
        case TupleType(elements), ListType(element) | SetType(element):
            return _all_convertible(elements, element, unsafe)
        case ObjectType(attributes), MapType(element):
            return _all_convertible(tuple(attributes.values()), element, unsafe)
        case MapType(element), ObjectType(attributes, optional):
            return unsafe and all(convertible(element, b, True) or name in optional for name, b in attributes.items())
    return False


def _all_convertible(given: Sequence[Type], wanted: Type, unsafe: bool) -> bool:
    if given and wanted == DYNAMIC:
        common = unify(given, unsafe)
        if common is None:
            return False
        wanted = common
    return all(convertible(kind, wanted, unsafe) for kind in given)


def unify(types: Sequence[Type], unsafe: bool = True) -> Type | None:
    """The most general type that all convert to, or None. ``unsafe`` allows conversions that depend on the value."""
    if not types:
        return None
    first = types[0]
    if all(kind == first for kind in types):
        return first
    kinds = {t.__class__ for t in types if t != DYNAMIC}
    dynamic = DYNAMIC in types
    if len(kinds) == 1 and not any(t.is_primitive for t in types):
        return DYNAMIC if dynamic else _alike(types, unsafe)
    for structure, collection in ((ObjectType, MapType), (TupleType, ListType)):
        if kinds == {structure, collection}:
            found = _as_collection(structure, types, unsafe)
            if isinstance(found, collection):
                return found
    if {ObjectType, TupleType} <= kinds:
        return None
    for wanted in _preferred(types):
        if all(t == wanted or convertible(t, wanted, unsafe) for t in types):
            return wanted
    return None


def _alike(types: Sequence[Type], unsafe: bool) -> Type | None:
    """Unify types of one kind (all lists, all objects …)."""
    if isinstance(types[0], ObjectType):
        return _objects([t for t in types if isinstance(t, ObjectType)], unsafe)
    if isinstance(types[0], TupleType):
        return _tuples([t for t in types if isinstance(t, TupleType)], unsafe)
    collections = [t for t in types if isinstance(t, ListType | SetType | MapType)]
    element = unify([t.element for t in collections], unsafe)
    return None if element is None else collections[0].__class__(element)


def _as_collection(kind: type[Type], types: Sequence[Type], unsafe: bool) -> Type | None:
    """Unify with the objects taken for maps, or the tuples for lists."""
    structures = [t for t in types if isinstance(t, kind)]
    collection = _elements_unified(structures, unsafe)
    if collection is None:
        return None
    return unify([collection if isinstance(t, kind) else t for t in types], unsafe)


def _elements_unified(structures: Sequence[Type], unsafe: bool) -> Type | None:
    """A map of everything in some objects, or a list of everything in some tuples."""
    inside: list[Type] = []
    for structure in structures:
        if isinstance(structure, ObjectType):
            inside.extend(structure.attributes.values())
        elif isinstance(structure, TupleType):
            inside.extend(structure.elements)
    element = unify(inside, unsafe)
    if element is None:
        return None
    kind = MapType if isinstance(structures[0], ObjectType) else ListType
    return kind(element) if all(convertible(s, kind(element), unsafe) for s in structures) else None


def _objects(types: Sequence[ObjectType], unsafe: bool) -> Type | None:
    names = set(types[0].attributes)
    if any(set(t.attributes) != names for t in types):
        return _elements_unified(types, unsafe)
    attributes: dict[str, Type] = {}
    for name in types[0].attributes:
        kind = unify([t.attributes[name] for t in types], unsafe)
        if kind is None:
            return None
        attributes[name] = kind
    common = ObjectType(attributes)
    return common if all(convertible(t, common, unsafe) for t in types) else _elements_unified(types, unsafe)


def _tuples(types: Sequence[TupleType], unsafe: bool) -> Type | None:
    length = len(types[0].elements)
    if any(len(t.elements) != length for t in types):
        return _elements_unified(types, unsafe)
    elements: list[Type] = []
    for i in range(length):
        kind = unify([t.elements[i] for t in types], unsafe)
        if kind is None:
            return None
        elements.append(kind)
    common = TupleType(tuple(elements))
    return common if all(convertible(t, common, unsafe) for t in types) else _elements_unified(types, unsafe)


def _preferred(types: Sequence[Type]) -> list[Type]:
    """The types, more general ones first (a topological sort; ties keep their order)."""
    waiting = list(dict.fromkeys(types))
    before = [{i for i, other in enumerate(waiting) if _rank(other, mine) < 0} for mine in waiting]
    order: list[int] = []
    queue = [i for i, edges in enumerate(before) if not edges]
    while queue:
        current = queue.pop(0)
        order.append(current)
        for i, edges in enumerate(before):
            if current in edges:
                edges.discard(current)
                if not edges:
                    queue.append(i)
    return [waiting[i] for i in order]


def _rank(a: Type, b: Type) -> int:
    """Negative if ``a`` is more general than ``b``, positive if less, 0 if neither."""
    if DYNAMIC in (a, b):
        return int(a == DYNAMIC) - int(b == DYNAMIC)
    if a.is_primitive and b.is_primitive:
        return int(b == STRING) - int(a == STRING)
    match a, b:
        case (ListType(x), ListType(y)) | (SetType(x), SetType(y)) | (MapType(x), MapType(y)):
            return _rank(x, y)
        case (TupleType() | ListType(), SetType()) | (ListType(), TupleType()) | (MapType(), ObjectType()):
            return -1
        case (SetType(), TupleType() | ListType()) | (TupleType(), ListType()) | (ObjectType(), MapType()):
            return 1
        case ObjectType(x), ObjectType(y):
            return _rank_all([(x[name], y[name]) for name in x]) if set(x) == set(y) else 0
        case TupleType(x), TupleType(y):
            return _rank_all(list(zip(x, y, strict=True))) if len(x) == len(y) else 0
    return 0


def _rank_all(pairs: Sequence[tuple[Type, Type]]) -> int:
    ranks = {_rank(a, b) for a, b in pairs} - {0}
    return ranks.pop() if len(ranks) == 1 else 0
