"""A value: its type, what is known of it, what it is (reference), where it was written (origin).

One class for all. ``raw`` tells what kind it is:

    None                  null (``type`` may be DYNAMIC)
    str, bool             string, bool
    int, gmpy2.mpfr       number (int whenever it is whole; see values.number)
    tuple[Value, ...]     list, set (in cty's set order, no duplicates), tuple
    dict[str, Value]      map (in key order), object
    Lazy                  an object whose attributes are looked up on demand (resource instance, module instance)
    Unknown               not known, with the reason and whatever is known all the same

Immutable by convention: never change ``raw`` in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

import msgspec

from fargate_lint.diagnostic import Span
from fargate_lint.values.origin import Origin, place
from fargate_lint.values.reference import Reference
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

Number: TypeAlias = Any
"""int or gmpy2.mpfr; gmpy2 has one door, values.number."""


UnknownCode: TypeAlias = Literal[
    "variable",
    "region",
    "data",
    "state",
    "module",
    "apply",
    "error",
    "limit",
    "unread",
    "function",
    "derived",
    "count",
    "undeclared",
    "elsewhere",
    "cloud",
    "plan",
    "unclear",
]
"""Why something is not known, for programs.

Of a value: "variable" (one without a value), "region" (no provider says which), "data" (a data source), "state" (the
state of a root that is not in sight), "module" (one whose source cannot be seen), "apply" (only apply will know),
"error" (its expression is in error), "limit" (larger than is followed), "unread" (a file or block that could not be
read), "function" (timestamp, uuid, provider::), "derived" (made of unknowns). Of things: "count" (whether and how often
it is there), "undeclared" (not declared here), "elsewhere" (maybe made by another root or by hand), "cloud" (AWS alone
knows), "plan" (a plan alone does not say it, or is not complete), "unclear" (what is written can be read in several
ways)."""


class Unknown(msgspec.Struct, frozen=True):
    """Why a value is not known, and what is known of it all the same (cty's refinements, and more).

    ``code`` and ``waits_for`` are for programs: the kind of reason, and the address of what has to be known first
    ("var.vpc_id", "data.aws_vpc.this", "module.net"; "" if it is no single thing). They stay what they are when the
    value is handed on through locals, modules and functions. ``reason`` is for people ("var.vpc_id has no value"), and
    no program reads it. ``parts`` is set on strings with known pieces: text and
    unknown values in order. ``shortest``/``longest`` bound the length of a collection, and a number that is one.
    ``representative`` stands for any element of a resource or module whose count or for_each is not known.
    ``if_set`` is what the value is if it is not null (``condition ? x : null``, the condition not known).
    """

    code: UnknownCode
    reason: str
    parts: tuple[str | Value, ...] = ()
    prefix: str = ""
    not_null: bool = False
    shortest: int = 0
    longest: int | None = None
    representative: Value | None = None
    if_set: Value | None = None
    waits_for: str = ""

    def cause(
        self,
        *,
        parts: tuple[str | Value, ...] = (),
        prefix: str = "",
        not_null: bool = False,
        shortest: int = 0,
        longest: int | None = None,
    ) -> Unknown:
        """Not known for the same reason: code, sentence and what it waits for, and of the rest only what is given."""
        return Unknown(self.code, self.reason, parts, prefix, not_null, shortest, longest, waits_for=self.waits_for)


_PLAIN = frozenset({str, bool, int, tuple, dict, Unknown, type(None)})


@runtime_checkable
class Lazy(Protocol):
    """An object that answers attribute by attribute, so that circular module references stay legal."""

    @property
    def address(self) -> str:
        """For messages: the address of the resource or module instance."""
        ...

    def names(self) -> tuple[str, ...]:
        """The attribute names that can be told (written arguments, declared outputs)."""
        ...

    @property
    def closed(self) -> bool:
        """Whether ``names`` are all there are (a module's outputs) or the provider adds more (a resource)."""
        ...

    def get(self, name: str) -> Value | None:
        """The attribute's value; None if the object is closed and has no such attribute."""
        ...

    def missing(self, name: str) -> str:
        """The sentence that says that there is no such attribute, as Terraform words it."""
        ...


class SymbolicKey(str):
    """A map key or instance key whose text only the plan will know (a nameless zone, a variable without a value).

    As a string it is unique and sorts, nothing more: it is never printed, compared with a user's text or judged.
    ``value`` is the unknown it stands for; ``label`` is what an address shows in its place, a reference.
    """

    __slots__ = ("label", "value")

    label: str
    value: Value

    def __new__(cls, label: str, value: Value) -> SymbolicKey:
        key = super().__new__(cls, f"\ue000{label}")
        key.label = label
        key.value = value
        return key


def key_value(key: str) -> Value:
    """The value of a map key: a string, or the unknown that a symbolic key stands for."""
    return key.value if isinstance(key, SymbolicKey) else string(key)


Raw: TypeAlias = Any


class Value(msgspec.Struct, frozen=True, eq=False):
    """See the module's docstring. Compare with ``values.equality``, never with ``==`` (identity only)."""

    type: Type
    raw: Raw
    ref: Reference | None = None
    origin: Origin | None = None
    sensitive: bool = False

    # What kind it is

    @property
    def is_unknown(self) -> bool:
        return isinstance(self.raw, Unknown)

    @property
    def is_null(self) -> bool:
        return self.raw is None

    @property
    def is_lazy(self) -> bool:
        return type(self.raw) not in _PLAIN and hasattr(self.raw, "closed")

    @property
    def is_known(self) -> bool:
        """Known at the top; elements may still be unknown (see ``is_wholly_known``)."""
        return not isinstance(self.raw, Unknown)

    def is_wholly_known(self) -> bool:
        """No unknown anywhere inside. Lazy objects count as not wholly known."""
        raw = self.raw
        if isinstance(raw, Unknown) or self.is_lazy:
            return False
        if isinstance(raw, tuple):
            return all(item.is_wholly_known() for item in raw)
        if isinstance(raw, dict):
            return all(item.is_wholly_known() for item in raw.values())
        return True

    @property
    def unknown(self) -> Unknown | None:
        """Why it is not known, or None if it is."""
        return self.raw if isinstance(self.raw, Unknown) else None

    # Typed access: the Python value if it is known and of that type, else None

    @property
    def text(self) -> str | None:
        return self.raw if isinstance(self.raw, str) else None

    @property
    def flag(self) -> bool | None:
        return self.raw if isinstance(self.raw, bool) else None

    @property
    def number(self) -> Number | None:
        return self.raw if self.type == NUMBER and not isinstance(self.raw, Unknown) else None

    @property
    def items(self) -> tuple[Value, ...] | None:
        """Elements of a known list, set or tuple."""
        return self.raw if isinstance(self.raw, tuple) else None

    @property
    def fields(self) -> Mapping[str, Value] | None:
        """Attributes of a known map or object (not of a lazy one)."""
        return self.raw if isinstance(self.raw, dict) else None

    # Where

    @property
    def place(self) -> Span | None:
        """The span a person would change (values.origin.place)."""
        return place(self.origin)

    # The same value, otherwise marked

    def with_origin(self, origin: Origin | None) -> Value:
        return Value(self.type, self.raw, self.ref, origin, self.sensitive)

    def with_ref(self, ref: Reference | None) -> Value:
        return Value(self.type, self.raw, ref, self.origin, self.sensitive)

    def with_sensitive(self, sensitive: bool = True) -> Value:
        return Value(self.type, self.raw, self.ref, self.origin, sensitive)

    def passed(self, span: Span, via: str) -> Value:
        """This value handed on at ``span`` under the name ``via``."""
        if self.origin is None:
            return self
        return self.with_origin(self.origin.passed(span, via))

    def __repr__(self) -> str:
        inner = f"unknown({self.raw.reason})" if isinstance(self.raw, Unknown) else repr(self.raw)
        return f"<{self.type} {inner}{f' ={self.ref}' if self.ref else ''}>"


# Constructors


def null(type: Type = DYNAMIC, origin: Origin | None = None) -> Value:
    return Value(type, None, None, origin)


def string(text: str, origin: Origin | None = None) -> Value:
    return Value(STRING, text, None, origin)


def boolean(flag: bool, origin: Origin | None = None) -> Value:
    return Value(BOOL, flag, None, origin)


def number(value: Number, origin: Origin | None = None) -> Value:
    return Value(NUMBER, value, None, origin)


def tuple_of(items: Iterable[Value], origin: Origin | None = None) -> Value:
    """A tuple (what ``[a, b]`` makes)."""
    kept = tuple(items)
    return Value(TupleType(tuple(item.type for item in kept)), kept, None, origin)


def object_of(fields: Mapping[str, Value], origin: Origin | None = None) -> Value:
    """An object (what ``{a = 1}`` makes)."""
    kept = dict(sorted(fields.items()))
    return Value(ObjectType({k: v.type for k, v in kept.items()}), kept, None, origin)


def list_of(element: Type, items: Iterable[Value], origin: Origin | None = None) -> Value:
    """A list; the items must already have the element type."""
    return Value(ListType(element), tuple(items), None, origin)


def set_of(element: Type, items: Iterable[Value], origin: Origin | None = None) -> Value:
    """A set; the items must already be converted, without duplicates and in set order (values.convert does that)."""
    return Value(SetType(element), tuple(items), None, origin)


def map_of(element: Type, fields: Mapping[str, Value], origin: Origin | None = None) -> Value:
    return Value(MapType(element), dict(sorted(fields.items())), None, origin)


def unknown(
    reason: Unknown | str,
    type: Type = DYNAMIC,
    *,
    code: UnknownCode = "derived",
    waits_for: str = "",
    ref: Reference | None = None,
    origin: Origin | None = None,
) -> Value:
    """An unknown value; ``reason`` is a sentence or an Unknown to reuse."""
    why = reason if isinstance(reason, Unknown) else Unknown(code, reason, waits_for=waits_for)
    return Value(type, why, ref, origin)


def like_unknown(source: Value, type: Type = DYNAMIC, origin: Origin | None = None) -> Value:
    """An unknown that is so because ``source`` is: its reason, not its identity, parts or bounds."""
    why = source.raw
    assert isinstance(why, Unknown)
    return Value(type, why.cause(), None, origin or source.origin, source.sensitive)
