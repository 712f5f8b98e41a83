"""Names for texts that only the plan will know, so that they can be keys: zones of a data source, unset variables.

A symbol is never printed as the text, compared with one or judged; it only keeps instances apart (values.SymbolicKey).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from fargate_lint.values.reference import Reference
from fargate_lint.values.value import Value

LONGEST = 300
"""Characters; a longer one is no help to a reader."""

_IMPURE = frozenset({"timestamp", "uuid", "plantimestamp", "bcrypt", "rsadecrypt", "file", "templatefile", "fileset"})


PLANNED = ("variable", "data", "other")
"""Kinds of references whose value the plan knows."""


def symbol(key: Value, kinds: Sequence[str] = PLANNED) -> str | None:
    """What stands for an unknown text that the plan will know: its reference, or a template of references. None where
    only apply will know it, or nothing names it."""
    if key.ref is not None:
        return str(key.ref) if key.ref.kind in kinds else None
    unknown = key.unknown
    if unknown is None or not unknown.parts:
        return None
    pieces: list[str] = []
    for part in unknown.parts:
        if isinstance(part, str):
            pieces.append(part)
            continue
        label = symbol(part, kinds)
        if label is None:
            return None
        pieces.append("${" + label + "}")
    return '"' + "".join(pieces) + '"'


def half_known(key: Value) -> str | None:
    """The same for a key with a known piece ("kubernetes.io/cluster/…"), also where only apply will know the rest: a
    tag with such a key is not one with another beginning."""
    if key.unknown is None or not any(isinstance(part, str) for part in key.unknown.parts):
        return None
    return symbol(key, (*PLANNED, "managed"))


def called(name: str, arguments: Sequence[Value]) -> Reference | None:
    """The identity of what a function makes of symbols: the same function of the same arguments is the same thing.

    None where an argument has no name, or the function does not only look at its arguments."""
    if name in _IMPURE or name.startswith("provider::"):
        return None
    labels: list[str] = []
    for argument in arguments:
        label = symbol(argument) if argument.is_unknown else _literal(argument)
        if label is None:
            return None
        labels.append(label)
    text = f"{name}({', '.join(labels)})"
    return Reference("other", text) if len(text) <= LONGEST else None


def _literal(value: Value) -> str | None:
    if isinstance(value.raw, str | bool | int) and not value.sensitive:
        return json.dumps(value.raw, ensure_ascii=False)
    return None
