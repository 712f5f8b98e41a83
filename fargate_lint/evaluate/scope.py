"""What names mean where an expression stands."""

from __future__ import annotations

from collections.abc import Mapping

from fargate_lint.evaluate.functions.context import Context
from fargate_lint.values.value import Value


class Scope:
    """Names to values, with a parent scope (for variables of a for expression, ``each``, ``count``, a dynamic block's
    iterator). The values of namespaces such as ``var`` are lazy objects."""

    __slots__ = ("context", "names", "parent")

    def __init__(self, names: Mapping[str, Value], parent: Scope | None = None, context: Context | None = None) -> None:
        self.names = names
        self.parent = parent
        resolved = context if context is not None else (parent.context if parent is not None else None)
        self.context: Context = resolved if resolved is not None else Context()

    def lookup(self, name: str) -> Value | None:
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def child(self, names: Mapping[str, Value]) -> Scope:
        return Scope(names, self)

    def visible(self) -> list[str]:
        """All names that can be used here, for suggestions."""
        scope: Scope | None = self
        found: list[str] = []
        while scope is not None:
            found.extend(scope.names)
            scope = scope.parent
        return found
