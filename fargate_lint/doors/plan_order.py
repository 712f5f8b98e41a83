"""What Terraform settles before what, as the references of a plan's configuration say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fargate_lint.doors.plan_choice import Choices, Site
from fargate_lint.doors.plan_document import ConfigResource
from fargate_lint.doors.plan_reference import Step, references
from fargate_lint.doors.plan_resolve import texts_of
from fargate_lint.doors.plan_shape import any_unknown, is_object
from fargate_lint.doors.plan_tree import Path, Planned, Tree, module_address
from fargate_lint.terraform import address as addresses

LOCALS = Site("a local or a dynamic block")
"""What it refers to is lost: read as everything that it can refer to, and as nothing."""

Node = tuple[Path, str, str]
"""module instance, kind ("block", "var", "output", "call", "lost", "held"), name (of what is lost: the block that
mentions it, or "")."""
CLUSTER = "aws_eks_cluster."
SHORTEST_TEXT = 3
"""Characters; a shorter text stands in too many values to say where it comes from."""
MOST_BLOCKS = 2000
"""Blocks; in a larger plan what locals refer to is not narrowed down."""


class PlanOrder:
    """The Order of a plan (see terraform.instance)."""

    def __init__(self, tree: Tree, choices: Choices) -> None:
        self._tree = tree
        self._choices = choices
        self._nodes: dict[str, Node] = {}
        self._held: dict[str, tuple[str, str]] = {}
        self._texts: dict[Node, frozenset[str]] = {}
        self._before: dict[Node, frozenset[Node]] = {}
        self._dynamic = {
            key: tuple(dict.fromkeys(name for instance in group.values() for name in _dynamic(instance)))
            for key, group in tree.groups.items()
        }
        self._blocks: list[Node] = [
            (next(iter(group.values())).path, "block", key[1]) for key, group in tree.groups.items()
        ]
        for (module, name), node in zip(tree.groups, self._blocks, strict=True):
            self._nodes[addresses.join(module, name)] = node

    def needs(self, name: str) -> tuple[str, ...]:
        """See Order."""
        node = self._nodes.get(name)
        return tuple(dict.fromkeys(map(self._name, self._find(node)))) if node is not None else ()

    def _name(self, node: Node) -> str:
        path, kind, name = node
        address = module_address(path)
        found = addresses.join(address, name) if kind == "block" else f"{kind} {name} in {address}"
        self._nodes[found] = node
        return found

    def _find(self, node: Node) -> Iterator[Node]:
        path, kind, name = node
        config = self._tree.config(path)
        if config is None:
            return
        match kind:
            case "block":
                block = self._tree.block_at(path, name)
                if block is not None:
                    yield from self._of_block(block, path)
                yield from self._of_callers(path)
            case "var":
                call = self._tree.call(path)
                if call is not None and name in call.expressions:
                    yield from self._targets(texts_of(call.expressions[name]), path[:-1])
            case "output":
                output = config.outputs.get(name)
                if output is not None:
                    yield from self._targets([*texts_of(output.expression), *output.depends_on], path)
            case "call":
                yield from self._inside(path)
            case "lost":
                yield from self._anything(path, name)
            case "held":
                yield from self._standing_in(path, name)

    def _of_block(self, block: ConfigResource, path: Path) -> Iterator[Node]:
        group = list(self._tree.groups.get((module_address(path), block.address), {}).values())
        for name, expression in block.expressions.items():
            yield from self._targets(texts_of(expression), path, block.address, _known_text(group, name))
        keys = json.dumps([instance.key for instance in group])
        yield from self._targets(
            texts_of([block.count_expression, block.for_each_expression]), path, block.address, keys
        )
        provisioners = [provisioner.expressions for provisioner in block.provisioners]
        yield from self._targets([*texts_of(provisioners), *block.depends_on], path, block.address)
        provider = self._tree.document.configuration.provider_config.get(block.provider_config_key)
        if provider is not None:
            yield from self._targets(texts_of(provider.expressions), self._path_of(provider.module_address))
        for name in self._dynamic.get((module_address(path), block.address), ()):
            yield from self._lost(path, block.address, _known_text(group, name))

    def _path_of(self, address: str) -> Path:
        return self._tree.modules.get(address, ())

    def _of_callers(self, path: Path) -> Iterator[Node]:
        while path:
            call = self._tree.call(path)
            if call is not None:
                texts = [*texts_of([call.count_expression, call.for_each_expression]), *call.depends_on]
                yield from self._targets(texts, path[:-1])
            path = path[:-1]

    def _targets(self, texts: Iterable[str], path: Path, block: str = "", value: str | None = None) -> Iterator[Node]:
        """What the references name. ``value`` is what is known to have come of them."""
        for written in references(list(texts)):
            names = written.names
            if written.root == "var" and len(names) > 1:
                yield path, "var", names[1]
            elif written.root == "local":
                yield from self._lost(path, block, value)
            elif written.root == "module" and len(names) > 1:
                for instance in self._tree.called(path, names[1]):
                    if len(names) > 2 and not isinstance(written.subject[-1], Step):
                        yield instance, "output", names[2]
                    else:
                        yield instance, "call", ""
            elif (module_address(path), ".".join(names)) in self._tree.groups:
                yield path, "block", ".".join(names)

    def _lost(self, path: Path, block: str, value: str | None = None) -> Iterator[Node]:
        """What a local or dynamic block may mean. Where its value is known, only what has a text in it."""
        if self._choices.strict or self._choices.one(LOCALS, 2) != 0:
            return
        if value is None:
            yield path, "lost", block
        elif len(self._blocks) <= MOST_BLOCKS:
            held = f"{block} {len(self._held)}"
            self._held[held] = block, value
            yield path, "held", held

    def _standing_in(self, path: Path, held: str) -> Iterator[Node]:
        block, value = self._held[held]
        for node in self._anything(path, block):
            if any(text in value for text in self._texts_of(node)):
                yield node

    def _texts_of(self, node: Node) -> frozenset[str]:
        """The known texts of a block's instances that can only be theirs."""
        if node not in self._texts:
            group = self._tree.groups.get((module_address(node[0]), node[2]), {}) if node[1] == "block" else {}
            found = (item for instance in group.values() for item in instance.after.values())
            self._texts[node] = frozenset(json.dumps(item)[1:-1] for item in found if _is_own_text(item))
        return self._texts[node]

    def _inside(self, path: Path) -> Iterator[Node]:
        """Everything in a called module."""
        for node in self._blocks:
            if node[0][: len(path)] == path:
                yield node

    def _anything(self, path: Path, block: str) -> Iterator[Node]:
        """All that an expression in a module may mean: what is in it and below it, and what its call hands in. Not what
        waits for the block that mentions it, since Terraform refuses circles; nor, for a block that a cluster does not
        wait for, what waits for a cluster: that would be a circle by way of the cluster more often than not."""
        own: Node = (path, "block", block)
        narrow = bool(block) and len(self._tree.groups) <= MOST_BLOCKS
        late = not narrow or self._waits(own)
        for node in self._inside(path):
            if node != own and not (narrow and own in self._surely(node)) and (late or not self._waits(node)):
                yield node
        call = self._tree.call(path) if path else None
        if call is not None:
            yield from self._targets(texts_of(call.expressions), path[:-1])

    def _waits(self, node: Node) -> bool:
        """Whether a block surely waits for a cluster."""
        return any(kind == "block" and name.startswith(CLUSTER) for _, kind, name in self._surely(node))

    def _surely(self, node: Node) -> frozenset[Node]:
        """What is surely settled before a block, locals aside."""
        if node not in self._before:
            seen, waiting = {node}, [node]
            while waiting:
                for found in self._find(waiting.pop()):
                    if found[1] not in ("lost", "held") and found not in seen:
                        seen.add(found)
                        waiting.append(found)
            self._before[node] = frozenset(seen - {node})
        return self._before[node]


def _is_own_text(item: object) -> bool:
    return isinstance(item, str) and len(item) >= SHORTEST_TEXT


def _known_text(group: list[Planned], name: str) -> str | None:
    """What an argument is, in all instances of a block, as text; None where anything of it is unknown."""
    if any(any_unknown(instance.unknown.get(name)) for instance in group):
        return None
    return json.dumps([instance.after.get(name) for instance in group])


def _dynamic(instance: Planned) -> Iterator[str]:
    """The types of blocks that the configuration does not show."""
    for name, value in instance.after.items() if instance.made else ():
        if name not in instance.expressions and isinstance(value, list) and value and all(map(is_object, value)):
            yield name
