"""What an expression of a plan's configuration can reach: its flat references followed to instances.

The JSON has no expressions, only what they mention: locals are lost, and so are attributes and keys behind an index
that is no literal. So the answer is what an expression names for sure, what it names one or some of, and what is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fargate_lint.doors.plan_reference import Step, Steps, Written, references
from fargate_lint.doors.plan_tree import Path, Planned, Tree, module_address
from fargate_lint.terraform.instance import Key

DEEPEST = 64
"""References followed one after the other."""

Each = tuple["dict[str, Any] | None", Path, Key]
"""What ``each`` and ``count`` are about: the for_each expression (None for count), the module instance it stands in,
and the key of this instance."""


@dataclass(frozen=True, slots=True)
class Target:
    """An attribute of an instance; ``path`` is empty where the JSON does not say which attribute."""

    instance: Planned
    path: Steps = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One or more instances of a block, which ones is not said. ``origin`` is the reference that leaves it open: what
    comes from one is open in one way."""

    instances: tuple[Planned, ...]
    path: Steps = ()
    origin: str = ""


@dataclass(slots=True)
class Reached:
    """``targets`` and ``groups`` in the order of the source; ``lost`` are the module instances whose locals (or what
    else has no expression in a plan) are mentioned, with the name; ``known`` are constants and values of root
    variables; ``keys`` are the instance keys mentioned, so that of a group probably the member of that key is meant."""

    targets: list[Target] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    lost: list[tuple[Path, str]] = field(default_factory=list)
    known: list[Any] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)

    def add(self, other: Reached) -> None:
        self.targets += [target for target in other.targets if target not in self.targets]
        self.groups += [group for group in other.groups if group not in self.groups]
        self.lost += [lost for lost in other.lost if lost not in self.lost]
        self.known += other.known
        self.keys += [key for key in other.keys if key not in self.keys]

    @property
    def is_one(self) -> bool:
        """Whether nothing but one attribute of one instance is mentioned."""
        return len(self.targets) == 1 and not (self.groups or self.lost or self.known)


def texts_of(expression: Any) -> list[str]:
    """Every reference in an expression, in nested blocks too."""
    found: list[str] = []
    waiting = [expression]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            listed = item.get("references")
            if isinstance(listed, list):
                found.extend(text for text in listed if isinstance(text, str))
            elif not is_constant(item):
                waiting.extend(reversed(list(item.values())))
    return found


def is_constant(expression: Any) -> bool:
    """Whether an expression is a constant. JSON syntax gives its text as one, beside the references."""
    return isinstance(expression, dict) and "constant_value" in expression and not expression.get("references")


class Resolver:
    """Follows references through variables, outputs and ``each``. Answers are remembered."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._scopes: dict[tuple[Path, str], tuple[Planned, ...]] = {}

    def resolve(self, expression: Any, path: Path, each: Each | None = None) -> Reached:
        """What an expression in a module instance reaches."""
        return self._expression(expression, path, each, frozenset())

    def _expression(self, expression: Any, path: Path, each: Each | None, seen: frozenset[object]) -> Reached:
        if is_constant(expression):
            return Reached(known=[expression["constant_value"]])
        return self.follow(texts_of(expression), path, each, seen)

    def follow(
        self, texts: Sequence[str], path: Path, each: Each | None = None, seen: frozenset[object] = frozenset()
    ) -> Reached:
        """What a flat list of references reaches."""
        found = Reached()
        for written in references(texts):
            mark = (written, path, None if each is None else (each[1], each[2]))
            if mark in seen or len(seen) > DEEPEST:
                continue
            found.add(self._reference(written, path, each, seen | {mark}))
        return found

    def _reference(self, written: Written, path: Path, each: Each | None, seen: frozenset[object]) -> Reached:
        if len(written.names) < 2:
            return Reached()  # "self", and what is no reference at all
        match written.root:
            case "local":
                return Reached(lost=[(path, ".".join(map(str, written.subject[:2])))])
            case "each" | "count":
                return self._each(written, each, seen)
            case "path" | "terraform" | "tofu" | "self":
                return Reached()
            case "var":
                return self._variable(str(written.subject[-1]), path, seen)
            case "module":
                return self._module(written, path, seen)
            case _:
                return self._resource(written, path)

    def _each(self, written: Written, each: Each | None, seen: frozenset[object]) -> Reached:
        if each is None:
            return Reached()
        expression, scope, key = each
        if expression is None or written.names[-1:] != ("value",):
            return Reached(keys=[key])
        over = self._expression(expression, scope, None, seen)
        blocks = {(group.instances[0].module, group.instances[0].local_name) for group in over.groups}
        if len(blocks) == 1 and not (over.targets or over.lost):
            same = [instance for instance in over.groups[0].instances if instance.key == key]
            if same:
                return Reached(targets=[Target(same[0], written.rest)])
        over.keys.append(key)
        return over

    def _variable(self, name: str, path: Path, seen: frozenset[object]) -> Reached:
        if not path:
            value = self.tree.document.variables.get(name)
            return Reached(known=[value.value]) if value is not None else Reached()
        call = self.tree.call(path)
        if call is None:
            return Reached()
        expression = call.expressions.get(name)
        if expression is None:
            config = self.tree.config(path)
            declared = config.variables.get(name) if config is not None else None
            return Reached(known=[declared.default] if declared is not None else [])
        return self._expression(expression, path[:-1], self.each_of_call(path), seen)

    def each_of_call(self, path: Path) -> Each | None:
        """What ``each`` is in the arguments of the call that makes a module instance."""
        call = self.tree.call(path)
        return None if call is None else (call.for_each_expression, path[:-1], path[-1][1])

    def _module(self, written: Written, path: Path, seen: frozenset[object]) -> Reached:
        subject = written.subject
        keyed = len(subject) > 2 and isinstance(subject[2], Step)
        key = subject[2].key if keyed and isinstance(subject[2], Step) else None
        output = subject[-1] if len(subject) == (4 if keyed else 3) and isinstance(subject[-1], str) else None
        found = Reached()
        for instance in self.tree.called(path, str(subject[1])):
            if keyed and instance[-1][1] != key:
                continue
            config = self.tree.config(instance)
            outputs = config.outputs if config is not None else {}
            if output is not None:
                if output in outputs:
                    found.add(self._expression(outputs[output].expression, instance, None, seen))
                continue
            whole = Reached()
            for declared in outputs.values():
                whole.add(self._expression(declared.expression, instance, None, seen))
            found.add(_as_group(whole))
        if output is None and found.groups:
            members = tuple(dict.fromkeys(i for group in found.groups for i in group.instances))
            found.groups = [Group(members, (), _origin(path, written))]
        return found

    def _resource(self, written: Written, path: Path) -> Reached:
        name = ".".join(written.names)
        found = self.tree.groups.get((module_address(path), name), {})
        if not found:
            return Reached()
        if isinstance(written.subject[-1], Step):
            one = found.get(written.key)
            return Reached(targets=[Target(one, written.rest)]) if one is not None else Reached()
        if list(found) == [None]:
            return Reached(targets=[Target(found[None], written.rest)])
        return Reached(groups=[Group(tuple(found.values()), written.rest, _origin(path, written))])

    # What is lost

    def visible(self, path: Path, type: str) -> tuple[Planned, ...]:
        """The instances of a type that an expression in this module instance can reach: those of its own subtree, and
        what the arguments of its call reach."""
        if (path, type) not in self._scopes:
            found = dict.fromkeys(self._visible(path, type, frozenset()))
            self._scopes[path, type] = tuple(sorted(found, key=lambda instance: instance.address))
        return self._scopes[path, type]

    def _visible(self, path: Path, type: str, seen: frozenset[Path]) -> Iterator[Planned]:
        if path in seen:
            return
        seen = seen | {path}
        for instance in self.tree.of_type(type):
            if instance.path[: len(path)] == path:
                yield instance
        call = self.tree.call(path) if path else None
        if call is None:
            return
        each = self.each_of_call(path)
        for expression in call.expressions.values():
            reached = self.resolve(expression, path[:-1], each)
            for target in reached.targets:
                yield from self._carried(target, type)
            for group in reached.groups:
                yield from (instance for instance in group.instances if instance.type == type)
            for scope, _ in reached.lost:
                yield from self._visible(scope, type, seen)

    def _carried(self, target: Target, type: str) -> Iterator[Planned]:
        """``aws_subnet.a.vpc_id`` is a VPC: what the argument of that instance names."""
        if target.instance.type == type:
            yield target.instance
            return
        expression = target.instance.expressions.get(str(target.path[0])) if target.path else None
        if expression is not None:
            inner = self.resolve(expression, target.instance.path, self.each_of(target.instance))
            yield from (t.instance for t in inner.targets if t.instance.type == type)

    def each_of(self, instance: Planned) -> Each | None:
        """What ``each`` is in the arguments of an instance."""
        block = instance.config
        return None if block is None else (block.for_each_expression, instance.path, instance.key)


def _origin(path: Path, written: Written) -> str:
    """The place in the configuration, for all instances of its module."""
    names = ".".join(f"module.{name}" for name, _ in path)
    return f"{names}:{'.'.join(written.names)}"


def _as_group(whole: Reached) -> Reached:
    """A module mentioned as a whole: one of its outputs is meant, which one is not said."""
    members = [target.instance for target in whole.targets]
    members += [instance for group in whole.groups for instance in group.instances]
    groups = [Group(tuple(dict.fromkeys(members)))] if members else []
    return Reached(groups=groups, lost=whole.lost, known=whole.known, keys=whole.keys)
