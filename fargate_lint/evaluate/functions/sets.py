"""Set algebra."""

from __future__ import annotations

from collections.abc import Sequence

from fargate_lint.evaluate.functions.problem import Failure
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values.convert import convert, unify
from fargate_lint.values.equality import Members, set_from, why_unknown
from fargate_lint.values.types import DYNAMIC, SetType, Type
from fargate_lint.values.value import Value

FUNCTIONS = Family()

_SET = SetType(DYNAMIC)


def _alike(sets: Sequence[Value]) -> tuple[Type, list[Sequence[Value]]]:
    """The sets brought to one element type. Empty ones of any type give way."""
    kinds: list[Type] = []
    for given in sets:
        kind = given.type.element if isinstance(given.type, SetType) else DYNAMIC
        if not (kind == DYNAMIC and not given.raw):
            kinds.append(kind)
    common = unify(kinds) if kinds else DYNAMIC
    if common is None:
        raise Failure("given sets must all have compatible element types")
    return common, [convert(given, SetType(common)).raw for given in sets]


@FUNCTIONS.define(
    "setunion", Parameter("first_set", _SET), variadic=Parameter("other_sets", _SET), returns=_SET, keeps=True
)
def setunion(*sets: Value) -> Value:
    element, contents = _alike(sets)
    return set_from(element, [item for items in contents for item in items])


@FUNCTIONS.define(
    "setintersection", Parameter("first_set", _SET), variadic=Parameter("other_sets", _SET), returns=_SET, keeps=True
)
def setintersection(*sets: Value) -> Value:
    element, contents = _alike(sets)
    kept = contents[0]
    for others in contents[1:]:
        members = Members(others)
        found = []
        for item in kept:
            there = members.has(item)
            if there is None:
                return Value(SetType(element), why_unknown((item, *others)))
            if there:
                found.append(item)
        kept = found
    return set_from(element, kept)


@FUNCTIONS.define("setsubtract", Parameter("a", _SET), Parameter("b", _SET), returns=_SET, keeps=True)
def setsubtract(left: Value, right: Value) -> Value:
    element, (items, others) = _alike((left, right))
    members = Members(others)
    kept = []
    for item in items:
        there = members.has(item)
        if there is None:
            return Value(SetType(element), why_unknown((item, *others)))
        if not there:
            kept.append(item)
    return set_from(element, kept)
