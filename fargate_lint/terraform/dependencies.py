"""What Terraform creates before what: the static references of blocks, through variables, locals and outputs.

Terraform orders by what an expression mentions, not by what it evaluates to, so this walks syntax, not values.
Source: https://developer.hashicorp.com/terraform/internals/graph
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fargate_lint.hcl import syntax
from fargate_lint.terraform.provider import reference

if TYPE_CHECKING:
    from fargate_lint.terraform.module import Module

Node = tuple[str, str, str]
"""module address, kind ("resource", "var", "local", "output", "call"), name (for resources their whole address)."""


_PLACES = frozenset({"span", "name_span", "header"})
_STEPS = syntax.GetAttr | syntax.Index | syntax.Splat


def mentions(node: object) -> Iterator[tuple[str, ...]]:
    """The traversals in an expression or body, as names: ("var", "x"), ("module", "vpc", "vpc_id"). In no order; goes
    as deep as the syntax without a call for each level."""
    waiting = [node]
    while waiting:
        at = waiting.pop()
        names: list[str] = []
        while isinstance(at, _STEPS):
            if isinstance(at, syntax.GetAttr):
                names.append(at.name)
            else:
                waiting.append(at.key if isinstance(at, syntax.Index) else at.each)
            at = at.source
        if isinstance(at, syntax.Variable):
            yield (at.name, *reversed(names))
        elif isinstance(at, tuple):
            waiting += at
        elif isinstance(at, dict):
            waiting += at.values()
        elif isinstance(at, syntax.Node):
            waiting += [getattr(at, name) for name in at.__struct_fields__ if name not in _PLACES]


class Dependencies:
    """The Order of a root module and of those linked to it, each by itself; found when asked for."""

    def __init__(self, root: Module, linked: Mapping[str, Module]) -> None:
        self._roots = (root, *linked.values())
        self._modules: dict[str, Module] = {}
        self._nodes: dict[str, Node] = {}
        self._blocks: dict[str, syntax.Block] = {}

    def _register(self, module: Module) -> None:
        self._modules[module.address] = module
        for resource in module.resources():
            self._nodes[resource.address] = (module.address, "resource", resource.address)
            self._blocks[resource.address] = resource.block
        for call in module.calls():
            for instance in call.instances.values():
                self._register(instance)

    def needs(self, name: str) -> tuple[str, ...]:
        """See Order."""
        if not self._modules:
            for root in self._roots:
                self._register(root)
        node = self._nodes.get(name)
        return tuple(dict.fromkeys(map(self._name, self._find(node)))) if node is not None else ()

    def _name(self, node: Node) -> str:
        module, kind, name = node
        if kind == "resource":
            return name
        found = f"{kind} {name} in {module}"  # no address has a blank outside of a key
        self._nodes[found] = node
        return found

    def _find(self, node: Node) -> Iterator[Node]:
        address, kind, name = node
        module = self._modules.get(address)
        if module is None:
            return
        match kind:
            case "resource":
                resource = self._blocks[name]
                yield from self._targets(module, resource)
                yield from self._provider(module, resource)
                yield from self._caller(module)
            case "local":
                attribute = module.config.locals.get(name)
                if attribute is not None:
                    yield from self._targets(module, attribute.value)
            case "output":
                block = module.config.outputs.get(name)
                if block is not None:
                    yield from self._targets(module, block)
            case "var":
                argument = module.arguments.get(name)
                if argument is not None and argument.node is not None and module.parent is not None:
                    yield from self._targets(module.parent, argument.node)
            case "call":
                yield from self._inside(module, name)

    def _provider(self, module: Module, block: syntax.Block) -> Iterator[Node]:
        """A resource waits for what its provider's configuration mentions (the cluster that "helm" talks to)."""
        written = block.body.attributes.get("provider")
        name = reference(written.value) if written is not None else None
        found = module.providers.block(name or block.names[0].partition("_")[0])
        if found is not None:
            owner, configuration = found
            yield from self._targets(self._modules[owner], configuration)

    def _caller(self, module: Module) -> Iterator[Node]:
        """count, for_each and depends_on of the calls around a module hold for everything in it."""
        while module.caller is not None:
            attributes = module.caller.block.body.attributes
            module = module.caller.module
            for name in ("count", "for_each", "depends_on"):
                if name in attributes:
                    yield from self._targets(module, attributes[name].value)

    def _inside(self, module: Module, name: str) -> Iterator[Node]:
        """Everything in a called module: what depends_on = [module.x] waits for."""
        call = module.call(name)
        if call is None:
            return
        for instance in call.instances.values():
            for resource in instance.resources():
                yield (instance.address, "resource", resource.address)
            for inner in instance.calls():
                yield (instance.address, "call", inner.name)

    def _targets(self, module: Module, node: object) -> Iterator[Node]:
        for names in mentions(node):
            yield from self._target(module, names)

    def _target(self, module: Module, names: tuple[str, ...]) -> Iterator[Node]:
        first = names[0]
        if first in ("var", "local") and len(names) > 1:
            yield (module.address, first, names[1])
        elif first == "module" and len(names) > 1:
            call = module.call(names[1])
            if call is None:
                return
            if len(names) == 2:
                yield (module.address, "call", names[1])
                return
            for instance in call.instances.values():
                if names[2] in instance.config.outputs:
                    yield (instance.address, "output", names[2])
        else:
            mode, rest = ("data", names[1:]) if first == "data" else ("managed", names)
            if first == "resource":
                rest = names[1:]
            if len(rest) > 1:
                resource = module.resource(mode, rest[0], rest[1])
                if resource is not None:
                    yield (module.address, "resource", resource.address)
