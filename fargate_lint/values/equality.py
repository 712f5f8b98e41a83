"""Whether two values are equal, as far as can be told; and the order and membership of sets, which rest on it.

Source: go-cty ``cty/value_ops.go`` (Equals) and ``cty/set_internals.go``. Better than Terraform in one way: an unknown
attribute of a resource equals itself, and values that differ in one known place are unequal whatever else is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fargate_lint.values import number as numbers
from fargate_lint.values.number_format import general
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
from fargate_lint.values.value import SymbolicKey, Unknown, Value, boolean

_IDENTIFIED = ("managed", "data", "variable")
"""Kinds of references that name one value (an output of an opaque module may name anything)."""


def equal(a: Value, b: Value) -> Value:
    """Terraform's ``==``: a bool, or an unknown with the reason of the first unknown inside."""
    verdict = decide(a, b)
    sensitive = a.sensitive or b.sensitive
    if verdict is not None:
        return Value(BOOL, verdict, None, None, sensitive)
    return Value(BOOL, why_unknown((a, b)), None, None, sensitive)


def why_unknown(values: Iterable[Value]) -> Unknown:
    """The reason of the first unknown in the values, to put on what is made of them."""
    for value in values:
        found = first_unknown(value)
        if found is not None:
            return found
    return Unknown("derived", "it is made of values that are not known")


def first_unknown(value: Value) -> Unknown | None:
    """Why the value is not wholly known (code and reason only), or None if it is."""
    raw = value.raw
    if isinstance(raw, Unknown):
        return raw.cause()
    if value.is_lazy:
        return Unknown("apply", f"not all attributes of {raw.address} are known", waits_for=raw.address)
    inside: Iterable[Value] = ()
    if isinstance(raw, tuple):
        inside = raw
    elif isinstance(raw, dict):
        inside = raw.values()
    for item in inside:
        found = first_unknown(item)
        if found is not None:
            return found
    return None


def never_null(value: Value) -> bool:
    """Whether the value is certainly not null: known, refined, or the id of a managed resource."""
    why = value.raw
    if not isinstance(why, Unknown):
        return why is not None
    if why.not_null or why.parts or why.prefix or why.shortest:
        return True
    return is_identifier(value)


def is_identifier(value: Value) -> bool:
    """Whether the value is the id or arn of a managed resource: neither null nor empty, and no other of its type's."""
    ref = value.ref
    return ref is not None and ref.kind == "managed" and len(ref.path) == 1 and ref.path[0] in ("id", "arn")


def distinct(a: Value, b: Value) -> bool:
    """Whether two values certainly differ: known and unequal, the same id of two resources of one type, two elements
    of a list that a data source gives without duplicates, or texts that differ in one such piece."""
    if decide(a, b) is False:
        return True
    if a.ref is not None and b.ref is not None and _distinct_references(a, b):
        return True
    if not isinstance(a.raw, Unknown) or not isinstance(b.raw, Unknown):
        return False
    pairs = list(zip(a.raw.parts, b.raw.parts, strict=False))
    if not pairs or len(a.raw.parts) != len(b.raw.parts):
        return False
    other = [(x, y) for x, y in pairs if not _same_piece(x, y)]
    if len(other) != 1:
        return False
    x, y = other[0]
    return isinstance(x, Value) and isinstance(y, Value) and distinct(x, y)


_WITHOUT_DUPLICATES = ("ids", "names", "zone_ids")
"""Lists of data sources (zones, subnets) in which nothing comes twice."""


def _distinct_references(a: Value, b: Value) -> bool:
    left, right = a.ref, b.ref
    assert left is not None
    assert right is not None
    if is_identifier(a) and is_identifier(b):
        alike = left.path == right.path and _resource_type(left.address) == _resource_type(right.address)
        return alike and left.address != right.address
    return (
        left.kind == right.kind == "data"
        and left.address == right.address
        and len(left.path) == len(right.path) == 2
        and left.path[0] == right.path[0]
        and left.path[0] in _WITHOUT_DUPLICATES
        and left.path[1] != right.path[1]
    )


def _same_piece(a: str | Value, b: str | Value) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return a is b or (isinstance(a, str) and isinstance(b, str) and a == b)
    return decide(a, b) is True


def _resource_type(address: str) -> str:
    """ "aws_subnet" of "module.vpc.aws_subnet.private[0]"; good enough to compare two of them."""
    bare = address.split("[")[0] if "module." not in address else address[address.rfind("aws_") :].split("[")[0]
    return bare.rsplit(".", 1)[0]


def decide(a: Value, b: Value) -> bool | None:
    """True, False, or None when it cannot be known."""
    if a.is_null and b.is_null:
        return True
    if (a.is_null and never_null(b)) or (b.is_null and never_null(a)):
        return False
    if a.is_lazy or b.is_lazy:
        return _decide_lazy(a, b)
    if a.is_unknown or b.is_unknown:
        return _decide_unknown(a, b)
    return _decide_known(a, b)


def _decide_lazy(a: Value, b: Value) -> bool | None:
    if a.is_lazy and b.is_lazy:
        return True if a.raw.address == b.raw.address else None
    other = b if a.is_lazy else a
    if other.is_known and not isinstance(other.raw, dict):
        return False
    return None


def _decide_unknown(a: Value, b: Value) -> bool | None:
    if (
        a.ref is not None
        and a.ref == b.ref
        and a.ref.kind in _IDENTIFIED
        and (a.type == b.type or DYNAMIC in (a.type, b.type))
    ):
        return True
    if not never_null(a) and not never_null(b):
        return None
    if not may_match(a.type, b.type):
        return False
    known, why = (a, b.raw) if a.is_known else (b, a.raw)
    if known.is_unknown or known.is_null:
        return None
    if isinstance(known.raw, str):
        return _decide_text(known.raw, why)
    if isinstance(known.raw, tuple | dict) and not isinstance(known.type, SetType):
        size = len(known.raw)
        if size < why.shortest or (why.longest is not None and size > why.longest):
            return False
    return None


def _decide_text(text: str, why: Unknown) -> bool | None:
    """A known text against a string of which only pieces are known."""
    first = why.parts[0] if why.parts and isinstance(why.parts[0], str) else why.prefix
    last = why.parts[-1] if why.parts and isinstance(why.parts[-1], str) else ""
    least = sum(len(part) for part in why.parts if isinstance(part, str))
    if text.startswith(first) and text.endswith(last) and len(text) >= least:
        return None
    return False


def _decide_known(a: Value, b: Value) -> bool | None:
    if a.is_null or b.is_null:
        return False
    if not may_match(a.type, b.type):
        return False
    if isinstance(a.raw, dict) and isinstance(b.raw, dict):
        if a.raw.keys() != b.raw.keys():
            symbolic = any(isinstance(name, SymbolicKey) for name in (*a.raw, *b.raw))
            return None if symbolic else False
        return _all([decide(a.raw[name], b.raw[name]) for name in a.raw])
    if isinstance(a.type, SetType):
        return _decide_sets(a.raw, b.raw)
    if isinstance(a.raw, tuple) and isinstance(b.raw, tuple):
        if len(a.raw) != len(b.raw):
            return False
        return _all([decide(x, y) for x, y in zip(a.raw, b.raw, strict=True)])
    if a.type == NUMBER:
        return numbers.equal(a.raw, b.raw)
    return bool(a.raw == b.raw)


def _all(verdicts: Sequence[bool | None]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _decide_sets(a: Sequence[Value], b: Sequence[Value]) -> bool | None:
    whole = all(item.is_wholly_known() for item in (*a, *b))
    if whole:
        return len(a) == len(b) and all(decide(x, y) is True for x, y in zip(a, b, strict=True))
    if len(a) == len(b) and all(decide(x, y) is True for x, y in zip(a, b, strict=True)):
        return True
    for some, others in ((a, b), (b, a)):
        if any(all(distinct(x, y) for y in others) for x in some):
            return False
    return None


def may_match(a: Type, b: Type) -> bool:
    """Whether values of the two types could be of one type, "any" standing for what is not known."""
    if a == b or DYNAMIC in (a, b):
        return True
    match a, b:
        case (ListType(x), ListType(y)) | (SetType(x), SetType(y)) | (MapType(x), MapType(y)):
            return may_match(x, y)
        case TupleType(x), TupleType(y):
            return len(x) == len(y) and all(may_match(p, q) for p, q in zip(x, y, strict=True))
        case ObjectType(x), ObjectType(y):
            if any(isinstance(name, SymbolicKey) for name in (*x, *y)):
                return True
            return set(x) == set(y) and all(may_match(x[name], y[name]) for name in x)
    return False


def same(a: Value, b: Value) -> bool:
    """The same type and the same contents, unknowns taken for equal: for tests, not for Terraform's ``==``."""
    if a.type != b.type or a.is_unknown != b.is_unknown or a.is_lazy != b.is_lazy:
        return False
    if a.is_unknown:
        return True
    if a.is_lazy:
        return bool(a.raw.address == b.raw.address)
    if isinstance(a.raw, dict) and isinstance(b.raw, dict):
        return a.raw.keys() == b.raw.keys() and all(same(a.raw[name], b.raw[name]) for name in a.raw)
    if isinstance(a.raw, tuple) and isinstance(b.raw, tuple):
        return len(a.raw) == len(b.raw) and all(same(x, y) for x, y in zip(a.raw, b.raw, strict=True))
    if a.type == NUMBER and a.raw is not None and b.raw is not None:
        return numbers.equal(a.raw, b.raw)
    return bool(a.raw == b.raw)


# Sets

MOST_COMPARISONS = 200_000
"""Comparisons with unknown elements, which have no key to be looked up by, while one set is made."""


class TooManyUnknown(Exception):
    """Too many unknown elements to tell which of them are the same; the message says so without a full stop."""

    def __init__(self) -> None:
        super().__init__("a set of so many unknown elements is not followed")


def set_from(element: Type, items: Iterable[Value]) -> Value:
    """A set of the items, which must be of the element type: without duplicates, in cty's order, and sensitive as a
    whole if one item is. Raises TooManyUnknown."""
    compared = 0
    buckets: dict[str, list[Value]] = {}
    kept: list[tuple[str, Value]] = []
    sensitive = False
    for item in items:
        sensitive = sensitive or item.sensitive
        key = set_key(item)
        bucket = buckets.setdefault(key, [])
        compared += len(bucket)
        if compared > MOST_COMPARISONS:
            raise TooManyUnknown
        if not any(decide(item, other) is True for other in bucket):
            bucket.append(item)
            kept.append((key, item))
    kept.sort(key=lambda pair: _rank(element, *pair))
    return Value(SetType(element), tuple(item for _, item in kept), None, None, sensitive)


def _rank(element: Type, key: str, item: Value) -> tuple[int, object]:
    if item.is_null:
        return 2, 0
    if item.is_unknown or item.is_lazy:
        return 1, 0
    if element in (STRING, BOOL, NUMBER):
        return 0, item.raw
    return 0, key.encode()


def set_key(item: Value) -> str:
    """Equal known values have equal keys (cty's hash bytes, which also order sets of compound values)."""
    raw = item.raw
    if item.is_unknown or item.is_lazy:
        return "?"
    if raw is None:
        return "~"
    if item.type == NUMBER:
        return general(raw, 10)
    if isinstance(raw, bool):
        return "T" if raw else "F"
    if isinstance(raw, str):
        return quote(raw)
    if isinstance(raw, dict):
        if isinstance(item.type, MapType):
            return "{" + "".join(f"{quote(name)}:{set_key(field)};" for name, field in raw.items()) + "}"
        return "<" + "".join(f"{set_key(raw[name])};" for name in sorted(raw)) + ">"
    inside = "".join(f"{set_key(field)};" for field in raw)
    return f"<{inside}>" if isinstance(item.type, TupleType) else f"[{inside}]"


class Members:
    """Values to be looked up by equality; quick where all is known. ``has`` raises TooManyUnknown."""

    def __init__(self, items: Iterable[Value] = ()) -> None:
        self._compared = 0
        self._buckets: dict[str, list[Value]] = {}
        self._unsure: list[Value] = []
        self._all: list[Value] = []
        for item in items:
            self.add(item)

    def add(self, item: Value) -> None:
        self._all.append(item)
        if item.is_wholly_known():
            self._buckets.setdefault(set_key(item), []).append(item)
        else:
            self._unsure.append(item)

    def has(self, wanted: Value) -> bool | None:
        """Whether one of the values surely equals ``wanted`` (True), none can (False), or neither (None)."""
        if wanted.is_wholly_known():
            if any(decide(item, wanted) is True for item in self._buckets.get(set_key(wanted), ())):
                return True
            others = self._unsure
        else:
            others = self._all
        self._compared += len(others)
        if self._compared > MOST_COMPARISONS:
            raise TooManyUnknown
        if any(decide(item, wanted) is True for item in others):
            return True
        return False if all(distinct(item, wanted) for item in others) else None


def contains(items: Iterable[Value], wanted: Value) -> Value:
    """Whether one of the items equals ``wanted``: true once one surely does, false if none can."""
    unsure: list[Value] = []
    for item in items:
        verdict = decide(item, wanted)
        if verdict is True:
            return boolean(True)
        if verdict is None:
            unsure.append(item)
    if unsure:
        return Value(BOOL, why_unknown((wanted, *unsure)), None)
    return boolean(False)
