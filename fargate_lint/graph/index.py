"""The resource graph of a root: the one index of its instances, of what refers to what, and of what comes before what.

It is plain data, made once for a root and asked by the model, by the questions of order and by the ``graph`` command.
What takes a look at every argument is found when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

from fargate_lint.diagnostic import Span
from fargate_lint.graph.naming import NamedBy
from fargate_lint.terraform.instance import Content, Declaration, Instance, Root
from fargate_lint.values.origin import chosen
from fargate_lint.values.reference import Reference
from fargate_lint.values.value import Unknown, Value

DEPENDS_ON = "depends_on"
"""The attribute of an edge that ``depends_on`` makes."""

Thing = TypeVar("Thing", bound=Hashable)


class Edge(NamedTuple):
    """``source`` refers to ``target`` (addresses of instances). ``attribute`` is the argument or the type of the nested
    block that does, ``count`` or ``for_each``, or ``depends_on``; ``place`` is where the reader wrote it."""

    source: str
    target: str
    attribute: str
    place: Span | None


class ResourceGraph:
    """``instances`` are those of resources, then those of data sources, each in address order."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.instances: dict[str, Instance] = {}
        self._of_type: dict[tuple[str, str], list[Instance]] = {}
        for mode in ("managed", "data"):
            for instance in root.instances(mode=mode):
                self.instances[instance.address] = instance
                self._of_type.setdefault((mode, instance.type), []).append(instance)
        self._needed: dict[str, Collection[str]] = {}
        self._before: dict[str, frozenset[str]] = {}

    def of_type(self, *types: str, mode: str = "managed") -> tuple[Instance, ...]:
        """The instances of these types, by type as they are named here."""
        return tuple(instance for type in types for instance in self._of_type.get((mode, type), ()))

    def named_by(
        self, types: Iterable[str], read: Callable[[Instance], Value | None], identify: Callable[[Value], Thing | None]
    ) -> NamedBy[Thing]:
        """The resources of some types by the thing that the value which ``read`` gives of each names; those of which it
        gives None are left out."""
        return NamedBy(self.of_type(*types), read, identify)

    # References

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every reference between two instances, in the order of source, target and attribute, each once with the first
        place that has it."""
        found: dict[tuple[str, str, str], Edge] = {}
        for declaration in self.root.declarations.values():
            for instance in declaration.instances:
                for target, attribute, place in self._targets(instance):
                    if target != instance.address:
                        key = (instance.address, target, attribute)
                        found.setdefault(key, Edge(*key, place))
        return tuple(found[key] for key in sorted(found))

    def _targets(self, instance: Instance) -> Iterator[tuple[str, str, Span | None]]:
        for name, value in _arguments(instance.content):
            for ref, place in references(value):
                for address in self.meant(ref):
                    yield address, name, place or instance.span
        repeated = instance.declaration.repetition
        if repeated is not None:
            for ref, place in references(repeated):
                for address in self.meant(ref):
                    yield address, instance.declaration.repeated_by, place or instance.span
        for ref in instance.depends_on:
            for address in self.meant(ref):
                yield address, DEPENDS_ON, instance.span

    def named(self, address: str) -> tuple[str, ...] | None:
        """The instances that an address means: one, those of a resource (perhaps none), or all in a module. None where
        nothing has this address."""
        return self.meant(Reference("module", address)) or (() if address in self.root.declarations else None)

    def names(self) -> tuple[str, ...]:
        """Every address that means something here."""
        return tuple(dict.fromkeys((*self.instances, *self.root.declarations, *self._inside)))

    def meant(self, ref: Reference) -> tuple[str, ...]:
        """The instances that a reference means; several where it names a whole resource or module."""
        if ref.address in self.instances:
            return (ref.address,)
        declaration = self.root.declarations.get(ref.address)
        if declaration is not None:
            return tuple(instance.address for instance in declaration.instances)
        return self._inside.get(ref.address, ()) if ref.kind == "module" else ()

    @cached_property
    def _inside(self) -> dict[str, tuple[str, ...]]:
        """What each module holds, with all below it: by the address of a module instance, and of its call."""
        held: dict[str, list[Declaration]] = {}
        for declaration in self.root.declarations.values():
            held.setdefault(declaration.module, []).append(declaration)
        found: dict[str, list[str]] = {}
        for module, declarations in held.items():
            inside = [instance.address for declaration in declarations for instance in declaration.instances]
            for around in _modules_around(module):
                found.setdefault(around, []).extend(inside)
        return {module: tuple(addresses) for module, addresses in found.items()}

    # Order

    def before(self, address: str) -> frozenset[str]:
        """The declarations (addresses without the last instance key) that Terraform settles before the one at
        ``address``, at once or by way of others; empty where the order is not known."""
        if address not in self._before:
            self._before[address] = self._reach(address)
        return self._before[address]

    def _reach(self, address: str) -> frozenset[str]:
        seen, waiting = {address}, [address]
        while waiting:
            for name in self._needs(waiting.pop()):
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return frozenset(name for name in seen if name in self.root.declarations and name != address)

    def _needs(self, name: str) -> Collection[str]:
        if name not in self._needed:
            self._needed[name] = self.root.order.needs(name) if self.root.order is not None else ()
        return self._needed[name]


def references(value: Value, place: Span | None = None) -> Iterator[tuple[Reference, Span | None]]:
    """Every reference in a value, with where it is written: its own, those of its elements, and those in half-known
    strings. ``place`` is that of what is around it."""
    place = chosen(value.origin) or place
    if value.ref is not None:
        yield value.ref, place
        if value.is_lazy or value.is_unknown:
            return
    raw = value.raw
    inner: Iterable[object] = ()
    if isinstance(raw, tuple):
        inner = raw
    elif isinstance(raw, dict):
        inner = raw.values()
    elif isinstance(raw, Unknown):
        inner = raw.parts
    for item in inner:
        if isinstance(item, Value):
            yield from references(item, place)


def _arguments(content: Content) -> Iterator[tuple[str, Value]]:
    """Every written value, under the name of the top argument or block type that it belongs to."""
    for name in content.names():
        value = content.written(name)
        if value is not None:
            yield name, value
    for type in content.block_types():
        blocks = content.blocks(type)
        if blocks.unknown is not None:
            yield type, blocks.unknown
        for block in blocks:
            for _, value in _arguments(block):
                yield type, value


def _modules_around(address: str) -> Iterator[str]:
    """A module instance and all that it is in, each as an instance and as the call of all of its instances:
    module.a[0].module.b → module.a, module.a[0], module.a[0].module.b."""
    depth, quoted, escaped = 0, False, False
    for position, letter in enumerate(address):
        if quoted:
            quoted = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            quoted = True
        elif letter == "]":
            depth -= 1
        elif letter == "[":
            if not depth:
                yield address[:position]
            depth += 1
        elif letter == "." and not depth and address.startswith("module.", position + 1):
            yield address[:position]
    if address:
        yield address
