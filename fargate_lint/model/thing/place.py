"""Where a finding points: the line that a person would change.

A written value: where it was written. An absent argument: the header of the block. An element absent from a written
collection: the first line of that argument. Never a stub of ours.
"""

from __future__ import annotations

import json

from fargate_lint.diagnostic import Note, Span
from fargate_lint.terraform.instance import Declaration, Instance, ModuleCall
from fargate_lint.values.origin import Kind, chosen, steps
from fargate_lint.values.value import SymbolicKey, Value


def of_value(value: Value | None, fallback: Span | None) -> Span | None:
    """Where the value was written, else ``fallback``."""
    if value is None:
        return fallback
    place = value.place
    return place if place is not None else fallback


def of_reference(value: Value | None) -> Span | None:
    """Where things were chosen, for a value that names resources: the argument or local value that takes them from a
    module, rather than the output that hands them on. For any other value where it was written."""
    if value is None:
        return None
    if not names_things(value):
        return value.place
    return chosen(value.origin)


def names_things(value: Value) -> bool:
    """Whether a value is a reference to a resource, or a list of such."""
    if value.ref is not None and value.is_unknown:
        return True
    return bool(value.items) and all(item.ref is not None and item.is_unknown for item in value.items or ())


def of_map_entry(instance: Instance, call: ModuleCall) -> Span | None:
    """The first line of the map entry, in the arguments of a registry module's call, that makes this instance: the
    reader sees the entry, not the block. None where the instance is not made from an entry."""
    entry = entry_value(instance, call)
    return entry.place.first_line() if entry is not None and entry.place is not None else None


def entry_value(instance: Instance, call: ModuleCall) -> Value | None:
    """The map entry itself."""
    repetition = instance.declaration.repetition
    fields = repetition.fields if repetition is not None else None
    if fields is not None and isinstance(instance.key, str) and instance.key in fields:
        found = fields[instance.key]
        if found.place is not None:
            return found
    own = (instance.key,) if isinstance(instance.key, str) and not isinstance(instance.key, SymbolicKey) else ()
    for key in (*own, *reversed(keys_of(instance.module))):
        entries = [(argument.fields or {}).get(key) for argument in call.arguments.values()]
        placed = [entry for entry in entries if entry is not None and entry.place is not None]
        if len(placed) == 1:
            return placed[0]
    return None


def keys_of(module: str) -> tuple[str, ...]:
    """The for_each keys in a module instance's address, outermost first."""
    found: list[str] = []
    at = module.find('["')
    while at >= 0:
        try:
            key, end = json.JSONDecoder().raw_decode(module, at + 1)
        except ValueError:
            break
        found.append(key)
        at = module.find('["', end)
    return tuple(found)


def of_collection(declaration: Declaration) -> Span | None:
    """The first line of the collection that makes the instances of a block: where a missing one would be added. None
    where it is not written as a collection in a file of the reader's."""
    repetition = declaration.repetition
    if repetition is None or (repetition.fields is None and repetition.items is None):
        return None
    place = written_place(repetition)
    return place.first_line() if place is not None else None


def written_place(value: Value) -> Span | None:
    """The oldest place in the value's way: where it was first written down, whatever was derived from it later. None
    if that is in a stub."""
    origin, oldest = value.origin, None
    while origin is not None:
        if origin.span.is_own and origin.kind is not Kind.PASSED:
            oldest = origin.span
        origin = origin.previous
    return oldest if oldest is not None else value.place


def in_stub(value: Value | None) -> bool:
    """Whether the value is a stub's own: a default that a registry module has when its caller says nothing."""
    if value is None or value.origin is None:
        return False
    return value.place is None


def value_trail(value: Value | None) -> tuple[Note, ...]:
    """The value's provenance, from where it was written to where it is used, as related places."""
    return steps(value.origin) if value is not None else ()
