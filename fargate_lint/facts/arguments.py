"""The arguments that the AWS provider takes, per resource type and data source that the model reads.

The file is the provider's schema, one type a line, since nobody writes 138 schemas by hand; the keys of a block:
``req`` required, ``opt`` optional, ``optc`` optional and computed, ``comp`` computed only, ``depr`` deprecated (words
in one text); ``blocks`` nested blocks, with ``mode`` (list, set, single), ``min`` and ``max`` items; ``aab`` arguments
that may be written as blocks, with the keys of their objects; ``v6`` what release 6 changes.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Literal

import msgspec

from fargate_lint.facts.table import Confidence

FIRST_JUDGED = 5
"""Release of the AWS provider. Older ones had more arguments than the table knows."""


class Block(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may stand in a block; see the module's docstring."""

    req: str = ""
    opt: str = ""
    optc: str = ""
    comp: str = ""
    depr: str = ""
    mode: Literal["", "list", "set", "single"] = ""
    min: int = 0
    max: int | None = None
    blocks: dict[str, Block] = {}
    aab: dict[str, str] = {}

    @property
    def required(self) -> frozenset[str]:
        """The arguments that must be written."""
        return frozenset(self.req.split())

    @property
    def written(self) -> frozenset[str]:
        """The arguments and nested blocks that may be written."""
        words = f"{self.req} {self.opt} {self.optc} {self.depr}".split()
        return frozenset((*words, *self.blocks, *self.aab))

    @property
    def readable(self) -> frozenset[str]:
        """All that an expression may name of it."""
        return self.written | frozenset(self.comp.split())

    def block(self, name: str) -> Block | None:
        """A nested block, or an argument that may be written as one; None if there is none of that name."""
        if name in self.aab:
            return Block(opt=self.aab[name])
        return self.blocks.get(name)

    def inside(self) -> Iterator[Block]:
        """The blocks nested in it, at whatever depth."""
        for name in (*self.blocks, *self.aab):
            block = self.block(name)
            if block is not None:
                yield block
                yield from block.inside()


class Changes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a release changes: ``region`` came everywhere; names inside of blocks are dotted."""

    region: bool = False
    add: str = ""
    remove: str = ""
    no_longer_required: str = ""
    note: str = ""

    def added(self, path: Sequence[str]) -> frozenset[str]:
        """The names that are new at a path of blocks."""
        new = _at(self.add, path)
        return new | {"region"} if self.region and not path else new

    def removed(self, path: Sequence[str]) -> frozenset[str]:
        """The names that are gone from there."""
        return _at(self.remove, path)


class Schema(Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A resource type or data source. ``source`` and ``confidence`` are set where they are not the file's."""

    v6: Changes = Changes()
    source: str = ""
    confidence: Confidence | None = None

    def inputs(self, path: Sequence[str] = (), major: int | None = None) -> frozenset[str] | None:
        """The arguments and blocks that may be written in the block at ``path`` (() is the resource itself) in a
        release of the provider; in any from FIRST_JUDGED on if none is given. None: there is no such block."""
        block = self._at(path)
        if block is None:
            return None
        if major is None:
            return block.written | self.v6.added(path)
        return (block.written | self.v6.added(path)) - self.v6.removed(path) if major >= 6 else block.written

    def names(self, path: Sequence[str] = ()) -> frozenset[str] | None:
        """All names at a path, in any release from FIRST_JUDGED on: what only AWS fills in may be written as null."""
        block = self._at(path)
        return None if block is None else block.readable | self.v6.added(path)

    def _at(self, path: Sequence[str]) -> Block | None:
        block: Block | None = self
        for name in path:
            block = block.block(name) if block is not None else None
        return block


class Arguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole table; ``source``, ``confidence`` and ``checked`` hold for every type that does not say otherwise."""

    source: str
    confidence: Confidence
    checked: datetime.date
    resources: dict[str, Schema]
    data: dict[str, Schema]

    def schema(self, mode: str, type: str) -> Schema | None:
        """The schema of a type; ``mode`` is "managed" or "data". None for one that the model does not read."""
        return (self.data if mode == "data" else self.resources).get(type)


def _at(names: str, path: Sequence[str]) -> frozenset[str]:
    """Of dotted names the last words of those that lie at a path."""
    split = (name.split(".") for name in names.split())
    return frozenset(steps[-1] for steps in split if steps[:-1] == list(path))


@functools.cache
def load_arguments() -> Arguments:
    """The table as shipped."""
    text = resources.files("fargate_lint.facts").joinpath("arguments.json").read_bytes()
    return msgspec.json.decode(text, type=Arguments)
