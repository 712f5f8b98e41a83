"""Terraform's types (cty): primitives, collections of one type, structures, and "any" (DYNAMIC).

Words are Terraform's: list, set, map (one element type) and tuple, object (a type for each element).
Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints and go-cty docs/types.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

import msgspec


class Type(msgspec.Struct, frozen=True):
    """Base of all types; equal types compare equal."""

    @property
    def is_primitive(self) -> bool:
        return isinstance(self, Primitive) and self.name != "dynamic"

    @property
    def is_collection(self) -> bool:
        return isinstance(self, ListType | SetType | MapType)


@final
class Primitive(Type, frozen=True):
    """``string``, ``number``, ``bool`` and the placeholder ``dynamic`` ("any", and the type of a bare null)."""

    name: str

    def __str__(self) -> str:
        return self.name


STRING = Primitive("string")
NUMBER = Primitive("number")
BOOL = Primitive("bool")
DYNAMIC = Primitive("dynamic")


@final
class ListType(Type, frozen=True):
    element: Type

    def __str__(self) -> str:
        return f"list of {self.element}"


@final
class SetType(Type, frozen=True):
    element: Type

    def __str__(self) -> str:
        return f"set of {self.element}"


@final
class MapType(Type, frozen=True):
    element: Type

    def __str__(self) -> str:
        return f"map of {self.element}"


@final
class TupleType(Type, frozen=True):
    elements: tuple[Type, ...]

    def __str__(self) -> str:
        return "tuple"


@final
class ObjectType(Type, frozen=True):
    """``optional`` names the attributes that may be left out; ``defaults`` (type constraints only) is kept beside the
    type, see ``terraform.constraint``."""

    attributes: Mapping[str, Type]
    optional: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return hash((tuple(sorted((k, hash(v)) for k, v in self.attributes.items())), self.optional))

    def __str__(self) -> str:
        return "object"
