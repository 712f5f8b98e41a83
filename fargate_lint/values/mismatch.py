"""Why a type does not convert to another, in Terraform's words.

Source: go-cty 1.16 ``cty/convert/mismatch_msg.go`` (the version in Terraform 1.11).
"""

from __future__ import annotations

from fargate_lint.values.quoted import quote
from fargate_lint.values.types import DYNAMIC, ListType, MapType, ObjectType, SetType, TupleType, Type
from fargate_lint.values.unify import convertible


def constraint_name(type: Type) -> str:
    """The type as an error names what it wants: "list of any single type"."""
    match type:
        case ListType(element) | SetType(element) | MapType(element):
            kind = {ListType: "list", SetType: "set", MapType: "map"}[type.__class__]
            return f"{kind} of {'any single type' if element == DYNAMIC else constraint_name(element)}"
    return "any type" if type == DYNAMIC else str(type)


def mismatch(got: Type, want: Type) -> str:
    """The reason, without a full stop. Only for types of which one does not convert to the other."""
    match got, want:
        case ObjectType(), ObjectType():
            return _objects(got, want)
        case TupleType(), ListType(element) if element == DYNAMIC:
            return "all list elements must have the same type"
        case TupleType(), SetType(element) if element == DYNAMIC:
            return "all set elements must have the same type"
        case ObjectType(), MapType(element) if element == DYNAMIC:
            return "all map elements must have the same type"
        case (TupleType(), ListType(element) | SetType(element)):
            return _elements({str(i): kind for i, kind in enumerate(got.elements)}, element)
        case (ObjectType(), MapType(element)):
            return _elements({quote(name): kind for name, kind in got.attributes.items()}, element)
        case (ListType(a) | SetType(a), ListType(b) | SetType(b)) | (MapType(a), MapType(b)):
            noun = {ListType: "list", SetType: "set", MapType: "map"}[want.__class__]
            return f"incorrect {noun} element type: {mismatch(a, b)}"
    return f"{constraint_name(want)} required"


def _elements(given: dict[str, Type], wanted: Type) -> str:
    for name, kind in given.items():
        if not convertible(kind, wanted):
            return f"element {name}: {mismatch(kind, wanted)}"
    return f"all elements must be {constraint_name(wanted)}"


def _objects(got: ObjectType, want: ObjectType) -> str:
    missing = sorted(name for name in want.attributes if name not in got.attributes and name not in want.optional)
    if len(missing) == 1:
        return f"attribute {quote(missing[0])} is required"
    if len(missing) == 2:
        return f"attributes {quote(missing[0])} and {quote(missing[1])} are required"
    if missing:
        return f"attributes {', '.join(map(quote, missing[:-1]))}, and {quote(missing[-1])} are required"
    for unsafe in (True, False):
        for name, wanted in sorted(want.attributes.items()):
            given = got.attributes.get(name)
            if given is not None and not convertible(given, wanted, unsafe):
                return f"attribute {quote(name)}: {mismatch(given, wanted)}"
    return "incorrect object attributes"
