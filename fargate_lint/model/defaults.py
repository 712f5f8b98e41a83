"""The provider's defaults and other fact rows, in the form that views want."""

from __future__ import annotations

from functools import cache

from fargate_lint.facts.table import Fact, rows
from fargate_lint.values.types import STRING
from fargate_lint.values.value import Value, boolean, list_of, number, string


class HarmlessFact(Fact, frozen=True, kw_only=True):
    """Registry packages that make nothing of a network or a cluster."""

    packages: tuple[str, ...]


@cache
def harmless_modules() -> tuple[str, ...]:
    """The packages of facts/harmless.toml."""
    return tuple(package for row in rows("harmless", "module", HarmlessFact) for package in row.packages)


def to_value(raw: object) -> Value | None:
    """A fact's plain value as a Value without a place; None for null."""
    if isinstance(raw, bool):
        return boolean(raw)
    if isinstance(raw, int):
        return number(raw)
    if isinstance(raw, str):
        return string(raw)
    if isinstance(raw, list | tuple):
        return list_of(STRING, [string(str(item)) for item in raw])
    return None
