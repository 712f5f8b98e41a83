"""Where a value was written, and the way it went to where it is used.

A chain of links, newest first. A link is WRITTEN (a literal or a constructor stands there), DERIVED (an operator or a
function made a new value there) or PASSED (a variable, local, output, each … handed it on unchanged).
"""

from __future__ import annotations

import enum

import msgspec

from fargate_lint.diagnostic import Note, Span

LONGEST_CHAIN = 64
"""Links kept per value; beyond it the newest are dropped, since the place of writing matters most."""


class Kind(enum.IntEnum):
    WRITTEN = 0
    DERIVED = 1
    PASSED = 2


class Origin(msgspec.Struct, frozen=True, gc=False):
    """One link. ``via`` says by what name it was passed ("var.azs", "local.tags", "module.vpc.private_subnets")."""

    span: Span
    kind: Kind
    via: str = ""
    previous: Origin | None = None
    length: int = 1

    def passed(self, span: Span, via: str) -> Origin:
        """This value handed on at ``span`` under the name ``via``."""
        if self.length >= LONGEST_CHAIN:
            return self
        return Origin(span, Kind.PASSED, via, self, self.length + 1)


def written(span: Span) -> Origin:
    """The origin of a literal or constructor that stands at ``span``."""
    return Origin(span, Kind.WRITTEN)


def derived(span: Span, source: Origin | None) -> Origin:
    """The origin of what an operator or function at ``span`` made, mainly out of ``source``."""
    if source is not None and source.length >= LONGEST_CHAIN:
        source = None
    return Origin(span, Kind.DERIVED, "", source, 1 if source is None else source.length + 1)


def place(origin: Origin | None) -> Span | None:
    """The span that a person would change: the nearest place, going back, where the value was written or made and
    which is in a file of theirs. None when every link is in a stub or on the command line."""
    best: Span | None = None
    while origin is not None:
        if origin.span.is_own:
            if origin.kind is not Kind.PASSED:
                return origin.span
            best = origin.span
        origin = origin.previous
    return best


def chosen(origin: Origin | None) -> Span | None:
    """Where something was taken from a module: the argument or local value that names it, rather than the output that
    hands it on. ``place`` where it comes from none."""
    at = origin
    while at is not None and at.kind is Kind.PASSED:
        if at.span.is_file and at.via.startswith("module."):
            return at.span
        at = at.previous
    return place(origin)


def steps(origin: Origin | None) -> tuple[Note, ...]:
    """The way from where the value was written to where it is used, oldest first, stubs left out."""
    notes: list[Note] = []
    while origin is not None:
        if origin.span.is_own and origin.via:
            notes.append(Note(f"passed on as {origin.via}", origin.span))
        origin = origin.previous
    return tuple(reversed(notes))


def trail(origin: Origin | None) -> tuple[Note, ...]:
    """The whole way, oldest first: where it was written, what made something new of it, who handed it on."""
    notes: list[Note] = []
    while origin is not None:
        if origin.span.is_own:
            passed = f"passed on as {origin.via}"
            said = {Kind.WRITTEN: "written here", Kind.DERIVED: "computed here", Kind.PASSED: passed}[origin.kind]
            notes.append(Note(said, origin.span))
        origin = origin.previous
    return tuple(reversed(notes))
