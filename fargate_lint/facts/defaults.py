"""What providers assume where nothing is written."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, rows

Plain = bool | int | str | list[str]


class Default(Fact, frozen=True, kw_only=True):
    """``argument`` may name one of a nested block ("vpc_config.endpoint_public_access"); ``resource`` may end in
    "*"."""

    resource: str
    argument: str
    value: Plain
    note: str = ""


class Defaults(msgspec.Struct, frozen=True):
    """The defaults by resource type and argument."""

    defaults: tuple[Default, ...]

    def fact(self, resource: str, argument: str) -> Default | None:
        """The row for an argument of a resource type."""
        for row in self.defaults:
            same = row.resource == resource or (row.resource.endswith("*") and resource.startswith(row.resource[:-1]))
            if same and row.argument == argument:
                return row
        return None

    def value(self, resource: str, argument: str) -> Plain | None:
        """The value assumed; None if no default is known (which is not the same as "no default")."""
        found = self.fact(resource, argument)
        return found.value if found else None

    def flag(self, resource: str, argument: str) -> bool:
        """A default that must be a yes or no. Raises KeyError if the table has none: a mistake of ours."""
        value = self.value(resource, argument)
        if not isinstance(value, bool):
            raise KeyError(f"{resource}.{argument} has no yes-or-no default in facts/defaults.toml")
        return value


@functools.cache
def load_defaults() -> Defaults:
    """The table as shipped."""
    return Defaults(rows("defaults", "default", Default))
