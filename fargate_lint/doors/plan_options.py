"""What an argument that only apply knows can name, of all that its expression reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fargate_lint.doors.plan_resolve import Group, Reached, Resolver, Target
from fargate_lint.doors.plan_tree import Path, Planned, module_address
from fargate_lint.facts.named_by import NamedBy, carriers, named_by
from fargate_lint.terraform.instance import Key
from fargate_lint.values.value import Value


@dataclass(slots=True)
class Options:
    """What an argument may refer to; ``likely`` are those with a key that the expression mentions. ``why`` says what
    keeps it from being known where there are none."""

    values: list[Value]
    likely: tuple[int, ...] = ()
    origins: tuple[str, ...] = ()
    why: str = ""
    keys: tuple[Key, ...] = ()

    def of_key(self, key: Key) -> tuple[int, ...]:
        """Those whose instance has this key."""
        return tuple(index for index, other in enumerate(self.keys) if key is not None and other == key)


class Finder:
    """Picks out of what an expression reaches the things that an argument can name."""

    def __init__(self, resolver: Resolver, attribute: Callable[[Target, str], Value], row: NamedBy, name: str) -> None:
        self._resolver = resolver
        self._attribute = attribute
        self._row = row
        self._default = attribute_of(name)
        self._found: dict[str, Value] = {}
        self._owners: list[Planned] = []
        self._lost: list[tuple[Path, str]] = []

    def options(self, reached: Reached) -> Options:
        self._lost += reached.lost
        for target in reached.targets:
            self._add_target(target)
        for group in reached.groups:
            for instance in group.instances:
                self._add_member(instance, group)
        mentioned = len(self._found)
        for path, what in self._lost:
            scope = self._in_scope(path)
            if scope is None:
                return Options([], why=_missing(what))
            for instance in scope:
                self._add(Target(instance))
        likely = [index for index, owner in enumerate(self._owners) if _has_key(owner, reached.keys)]
        if mentioned < len(self._found):
            likely = [index for index in likely if index < mentioned] or list(range(mentioned))
        origins = [group.origin for group in reached.groups]
        origins += [f"{module_address(tuple((name, None) for name, _ in path))}:{what}" for path, what in self._lost]
        why = _missing(self._lost[0][1]) if self._lost else ""
        keys = tuple(owner.key for owner in self._owners)
        return Options(list(self._found.values()), tuple(likely), tuple(dict.fromkeys(origins)), why, keys)

    def _add_target(self, target: Target) -> None:
        instance = target.instance
        if instance.type in carriers():
            self._lost.append((instance.path, instance.address))
            return
        last = next((step for step in reversed(target.path) if isinstance(step, str)), "")
        alike = last in named_by() and named_by()[last].types == self._row.types
        unread = instance.mode == "data" and bool(instance.unknown)
        if instance.type in self._row.types or alike or _gives(last, self._row) or unread:
            self._add(target)

    def _add_member(self, instance: Planned, group: Group) -> None:
        if instance.type in carriers():
            self._lost.append((instance.path, instance.address))
        elif instance.type in self._row.types:
            self._add(Target(instance, group.path))

    def _in_scope(self, path: Path) -> tuple[Planned, ...] | None:
        """The things that a local of a module can be; None where something there gives such ids and shows none."""
        resolver = self._resolver
        if any(resolver.visible(path, type) for type in self._row.hidden):
            return None
        return tuple(instance for type in self._row.types for instance in resolver.visible(path, type))

    def _add(self, target: Target) -> None:
        value = self._attribute(target, self._default)
        name = str(value.ref or value.text)
        if name not in self._found:
            self._found[name] = value
            self._owners.append(target.instance)


def _missing(what: str) -> str:
    return f", and the plan does not say what {what} is: give the folder of the sources too"


def _has_key(instance: Planned, keys: list[Key]) -> bool:
    own = (instance.key, *(key for _, key in instance.path))
    return any(key is not None and key in own for key in keys)


def attribute_of(name: str) -> str:
    """The attribute that an argument of this name takes of a thing."""
    if name.endswith(("_arn", "_arns")):
        return "arn"
    return "name" if name.endswith("_name") or name == "role" else "id"


def _gives(attribute: str, row: NamedBy) -> bool:
    """Whether an attribute of another resource ("default_security_group_id") is an id of such a thing."""
    return bool(row.hidden) and any(attribute.endswith(name) for name in row.names)
