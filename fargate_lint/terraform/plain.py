"""Values and Contents over plain data: plan JSON, and hand-made instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fargate_lint.diagnostic import Span
from fargate_lint.terraform.content import ValueContent
from fargate_lint.values import number as numbers
from fargate_lint.values.origin import Origin, written
from fargate_lint.values.value import Value, boolean, null, number, object_of, string, tuple_of


def to_value(data: Any, origin: Origin | None = None) -> Value:
    """Python data as a Value, every part with the same origin. Values inside are kept as they are.

    Raises TypeError for what has no meaning in Terraform.
    """
    if isinstance(data, Value):
        return data
    if data is None:
        return null(origin=origin)
    if isinstance(data, bool):
        return boolean(data, origin)
    if isinstance(data, int):
        return number(data, origin)
    if isinstance(data, float):
        return number(numbers.from_float(data), origin)
    if isinstance(data, str):
        return string(data, origin)
    if isinstance(data, Mapping):
        return object_of({str(key): to_value(item, origin) for key, item in data.items()}, origin)
    if isinstance(data, list | tuple):
        return tuple_of((to_value(item, origin) for item in data), origin)
    raise TypeError(f"{type(data).__name__} has no meaning in Terraform")


class PlainContent(ValueContent):
    """A Content over plain data in the form of plan JSON: nested blocks are lists of objects (or one object)."""

    def __init__(self, data: Mapping[str, Any] | Value, span: Span | None = None) -> None:
        origin = written(span) if span is not None else None
        super().__init__(to_value(data, origin), span)

    def block_types(self) -> tuple[str, ...]:
        """Every argument that holds objects in a list: plan JSON writes blocks so, also those of which there is one."""
        found = []
        for name in self.names():
            value = self.written(name)
            items = value.items if value is not None else None
            if items and all(item.fields is not None for item in items):
                found.append(name)
        return tuple(found)
