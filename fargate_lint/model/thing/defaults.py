"""Defaults of providers as values, and plain versions to compare by."""

from __future__ import annotations

from fargate_lint.values.types import STRING
from fargate_lint.values.value import Value, boolean, list_of, number, string


def version_key(text: str) -> tuple[int, ...] | None:
    """A plain version ("v1.4.2") to compare by; None for constraints and anything else."""
    plain = text.strip().removeprefix("v").partition("-")[0].partition("+")[0]
    parts = plain.split(".")
    return tuple(int(part) for part in parts) if parts and all(part.isdigit() for part in parts) else None


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
