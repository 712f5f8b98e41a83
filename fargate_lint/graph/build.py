"""The graph of a root module: resource instances as nodes, references between them as edges. The door to networkx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fargate_lint.terraform.instance import Content, Declaration, Instance, Root
from fargate_lint.values.reference import Reference
from fargate_lint.values.value import Unknown, Value

if TYPE_CHECKING:
    import networkx

DEPENDS_ON = "depends_on"
"""The attribute of an edge that ``depends_on`` makes."""


def references(value: Value) -> Iterator[Reference]:
    """Every reference in a value: its own, those of its elements, and those in half-known strings."""
    if value.ref is not None:
        yield value.ref
        if value.is_lazy or value.is_unknown:
            return
    raw = value.raw
    if isinstance(raw, tuple):
        for item in raw:
            yield from references(item)
    elif isinstance(raw, dict):
        for item in raw.values():
            yield from references(item)
    elif isinstance(raw, Unknown):
        for part in raw.parts:
            if isinstance(part, Value):
                yield from references(part)


def edges(root: Root) -> list[tuple[str, str, str]]:
    """(from, to, attribute), in address order, each once."""
    index = _Index(root)
    found: dict[tuple[str, str, str], None] = {}
    for declaration in root.declarations.values():
        for instance in declaration.instances:
            for target, attribute in _targets(instance, index):
                if target != instance.address:
                    found[(instance.address, target, attribute)] = None
    return sorted(found)


class _Index:
    """Instances by address, declarations by address, both by module."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.instances = {i.address: i for d in root.declarations.values() for i in d.instances}
        self._modules: dict[str, list[Declaration]] = {}
        for declaration in root.declarations.values():
            self._modules.setdefault(declaration.module, []).append(declaration)

    def find(self, ref: Reference) -> list[str]:
        """The instances that a reference means; several where it names a whole resource or module."""
        if ref.address in self.instances:
            return [ref.address]
        declaration = self.root.declarations.get(ref.address)
        if declaration is not None:
            return [instance.address for instance in declaration.instances]
        if ref.kind == "module":
            prefixes = (ref.address + ".", ref.address + "[")
            return [
                instance.address
                for module, declarations in self._modules.items()
                if module == ref.address or module.startswith(prefixes)
                for declaration in declarations
                for instance in declaration.instances
            ]
        return []


def _targets(instance: Instance, index: _Index) -> Iterator[tuple[str, str]]:
    for name, value in _values(instance.content):
        for ref in references(value):
            for address in index.find(ref):
                yield address, name
    repeated = instance.declaration.repetition
    if repeated is not None:
        for ref in references(repeated):
            for address in index.find(ref):
                yield address, "for_each" if isinstance(instance.key, str) else "count"
    for ref in instance.depends_on:
        for address in index.find(ref):
            yield address, DEPENDS_ON


def _values(content: Content) -> Iterator[tuple[str, Value]]:
    """Every written value, under the name of the top argument or block type it belongs to."""
    for name in content.names():
        value = content.written(name)
        if value is not None:
            yield name, value
    for type in content.block_types():
        blocks = content.blocks(type)
        if blocks.unknown is not None:
            yield type, blocks.unknown
        for block in blocks:
            for _, value in _values(block):
                yield type, value


def build(root: Root) -> networkx.MultiDiGraph[str]:
    """The networkx graph: nodes are instance addresses with mode, type, name, module; edges carry ``attribute``."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for declaration in root.declarations.values():
        for instance in declaration.instances:
            data: dict[str, Any] = {
                "mode": instance.mode,
                "type": instance.type,
                "name": instance.name,
                "module": instance.module,
                "indefinite": instance.indefinite,
            }
            graph.add_node(instance.address, **data)
    for source, target, attribute in edges(root):
        graph.add_edge(source, target, key=attribute, attribute=attribute)
    return graph
