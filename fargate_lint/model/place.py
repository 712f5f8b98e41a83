"""Where a finding points: the line that a person would change.

A written value: where it was written. An absent argument: the header of the block. An element absent from a written
collection: the first line of that argument. Never a stub of ours (design.md section 6).
"""

from __future__ import annotations

from fargate_lint.diagnostic import Note, Span
from fargate_lint.terraform.instance import Content, Declaration, Instance
from fargate_lint.values.origin import Kind, steps
from fargate_lint.values.value import SymbolicKey, Value


def of_value(value: Value | None, fallback: Span | None) -> Span | None:
    """Where the value was written, else ``fallback``."""
    if value is None:
        return fallback
    place = value.place
    return place if place is not None else fallback


def of_argument(content: Content, name: str, instance: Instance | None = None) -> Span | None:
    """Where a person would change the argument: its value if it is written in a file of theirs, else where it would be
    added: the map entry that makes this instance, if a module of ours reads it from there, else the block's header."""
    written = content.written(name)
    place = written.place if written is not None else None
    if place is not None:
        return place
    return of_absent(content, instance)


def of_absent(content: Content, instance: Instance | None = None) -> Span | None:
    """Where a person would add an argument that is not there."""
    if instance is not None:
        entry = of_entry(instance)
        if entry is not None:
            return entry
    span = content.span
    if span is not None and span.is_file:
        return span
    return instance.span if instance is not None else None


def of_entry(instance: Instance) -> Span | None:
    """The first line of the for_each entry that makes this instance of a module's resource, where the module is one
    of our stubs: the reader sees the entry, not the block."""
    declaration = instance.declaration
    if declaration.span is not None and declaration.span.is_file:
        return None
    repetition = declaration.repetition
    fields = repetition.fields if repetition is not None else None
    if fields is None or not isinstance(instance.key, str):
        return None
    entry = fields.get(instance.key)
    if entry is None:
        return None
    place = entry.place
    return place.first_line() if place is not None else None


def of_collection(declaration: Declaration) -> Span | None:
    """The first line of the collection that makes the instances of a block: where a missing one would be added. None
    where it is not written as a collection in a file of the reader's."""
    repetition = declaration.repetition
    if repetition is None or repetition.fields is None:
        return None
    place = written_place(repetition)
    return place.first_line() if place is not None else None


def written_place(value: Value) -> Span | None:
    """The oldest place in the value's way: where it was first written down, whatever was derived from it later. None
    if that is in a stub."""
    origin, oldest = value.origin, None
    while origin is not None:
        if origin.span.is_file and origin.kind is not Kind.PASSED:
            oldest = origin.span
        origin = origin.previous
    return oldest if oldest is not None else value.place


def in_stub(value: Value | None) -> bool:
    """Whether the value is a stub's own: a default that a registry module has when its caller says nothing."""
    if value is None or value.origin is None:
        return False
    return value.place is None


def notes(value: Value | None) -> tuple[Note, ...]:
    """The way from where the value was written to where it is used."""
    return steps(value.origin) if value is not None else ()


def printable(key: str | int | None) -> str:
    """An instance key for a message; a symbolic one by its label."""
    return key.label if isinstance(key, SymbolicKey) else str(key)
