"""Which arguments and outputs registry modules have, version by version.

The facts are stubs/arguments.json (made by tests/tools/make_module_facts.py) and stubs/renames.toml.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

import msgspec

from fargate_lint.terraform.version import Version, parse_version

META_ARGUMENTS = frozenset({"source", "version", "count", "for_each", "depends_on", "providers", "lifecycle"})


class Unsupported(msgspec.Struct, frozen=True):
    """An argument that a version does not have.

    ``since``/``until`` are the first version that has it, when that is later, and the last that had it, when that is
    earlier; both None for a name that no version has. ``new_name`` is what the version calls it; ``advice`` a phrase
    where nothing replaces it one to one.
    """

    argument: str
    new_name: str | None = None
    since: str | None = None
    until: str | None = None
    advice: str | None = None


class Interval(msgspec.Struct, frozen=True):
    """Versions from ``first`` to ``last``, both included; ``last`` None means to this day."""

    first: Version
    last: Version | None

    def holds(self, version: Version) -> bool:
        return self.first <= version and (self.last is None or version <= self.last)


class _Entry(msgspec.Struct, frozen=True):
    variables: dict[str, str]
    outputs: dict[str, str]
    keys: dict[str, str]


class _Arguments(msgspec.Struct, frozen=True):
    facts: str
    checked: datetime.date
    modules: dict[str, _Entry]


class _Rename(msgspec.Struct, frozen=True):
    module: str
    since: str
    names: dict[str, str]


class _Advice(msgspec.Struct, frozen=True):
    module: str
    since: str
    names: list[str]
    text: str


class _Renames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    facts: str
    checked: datetime.date
    renames: list[_Rename]
    advice: list[_Advice]


def _intervals(text: str) -> tuple[Interval, ...]:
    found = []
    for part in text.split(","):
        first, _, last = part.partition("..")
        found.append(Interval(parse_version(first), parse_version(last) if last else None))
    return tuple(found)


class ArgumentTable:
    """The inputs and outputs of one module over its versions."""

    def __init__(self, module: str, entry: _Entry) -> None:
        self.module = module
        self._variables = _by_name(entry.variables)
        self._outputs = _by_name(entry.outputs)
        self._keys: list[tuple[str, Interval, str, frozenset[str]]] = []
        for label, text in entry.keys.items():
            name, _, span = label.partition(" ")
            shape, _, keys = text.partition(": ")
            self._keys.append((name, _intervals(span)[0], shape, frozenset(keys.split())))

    @property
    def names(self) -> frozenset[str]:
        """Every argument that some version has."""
        return frozenset(self._variables)

    def has(self, argument: str, version: Version) -> bool:
        """Whether this version takes the argument. Meta-arguments count as taken."""
        return argument in META_ARGUMENTS or any(i.holds(version) for i in self._variables.get(argument, ()))

    def arguments(self, version: Version) -> frozenset[str]:
        return frozenset(name for name, spans in self._variables.items() if any(i.holds(version) for i in spans))

    def outputs(self, version: Version) -> frozenset[str]:
        return frozenset(name for name, spans in self._outputs.items() if any(i.holds(version) for i in spans))

    def refused(self, arguments: frozenset[str], version: Version) -> frozenset[str]:
        """Those of the arguments that this version does not take."""
        return frozenset(name for name in arguments if not self.has(name, version))

    def object_keys(self, argument: str, version: Version) -> tuple[str, frozenset[str]] | None:
        """What a typed argument keeps: its shape ("map", "list" or "object": of objects, or one) and the objects' keys.
        None where the argument is not typed so."""
        for name, interval, shape, keys in self._keys:
            if name == argument and interval.holds(version):
                return shape, keys
        return None

    def unsupported(self, argument: str, version: Version) -> Unsupported | None:
        """Why this version does not take the argument, None if it does."""
        if self.has(argument, version):
            return None
        spans = self._variables.get(argument, ())
        earlier = max((i.last for i in spans if i.last is not None and i.last < version), default=None)
        later = min((i.first for i in spans if i.first > version), default=None)
        return Unsupported(
            argument,
            self._new_name(argument, version),
            str(later) if later else None,
            str(earlier) if earlier else None,
            _advice(self.module, argument, version) if earlier else None,
        )

    def _new_name(self, argument: str, version: Version) -> str | None:
        """The name for this version, along any number of renames in either direction."""
        pairs = [pair for rename in _renames().renames if rename.module == self.module for pair in rename.names.items()]
        seen, front = {argument}, [argument]
        while front:
            name = front.pop(0)
            near = [new for old, new in pairs if old == name] + [old for old, new in pairs if new == name]
            for other in near:
                if other not in seen:
                    if self.has(other, version):
                        return other
                    seen.add(other)
                    front.append(other)
        return None


def _advice(module: str, argument: str, version: Version) -> str | None:
    for row in _renames().advice:
        if (
            row.module == module
            and parse_version(row.since) <= version
            and any(fnmatchcase(argument, p) for p in row.names)
        ):
            return row.text
    return None


def _by_name(groups: Mapping[str, str]) -> dict[str, tuple[Interval, ...]]:
    return {name: spans for text, names in groups.items() for spans in [_intervals(text)] for name in names.split()}


@cache
def _read() -> _Arguments:
    return msgspec.json.decode(files("fargate_lint.stubs").joinpath("arguments.json").read_bytes(), type=_Arguments)


@cache
def _renames() -> _Renames:
    return msgspec.toml.decode(files("fargate_lint.stubs").joinpath("renames.toml").read_bytes(), type=_Renames)


@cache
def argument_table(module: str) -> ArgumentTable | None:
    """The table of a module ("terraform-aws-modules/eks/aws//modules/karpenter"), None where no facts are known."""
    entry = _read().modules.get(module)
    return None if entry is None else ArgumentTable(module, entry)
