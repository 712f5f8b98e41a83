"""What every view of the model shares: the evaluated root, the facts, who is who, and what may be unseen."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import cached_property

from fargate_lint.facts import Facts
from fargate_lint.model.absence import Unseen
from fargate_lint.model.attribute import Attribute
from fargate_lint.model.defaults import default_of, harmless_modules
from fargate_lint.model.identity import Identities, Thing
from fargate_lint.model.place import in_stub
from fargate_lint.terraform.instance import Content, Instance, ModuleCall, Root
from fargate_lint.values.value import Value
from fargate_lint.values.verdict import Answer


class World:
    """``today`` decides about dates (design.md section 6: the date is an input)."""

    def __init__(self, root: Root, facts: Facts, today: datetime.date) -> None:
        self.root = root
        self.facts = facts
        self.today = today
        self.instances: dict[str, Instance] = {}
        self._by_type: dict[tuple[str, str], list[Instance]] = {}
        for mode in ("managed", "data"):
            for instance in root.instances(mode=mode):
                self.instances[instance.address] = instance
                self._by_type.setdefault((mode, instance.type), []).append(instance)
        self.identities = Identities(self.instances)
        self.unseen = Unseen(root, self.identities, harmless_modules())

    def managed(self, *types: str) -> tuple[Instance, ...]:
        """The instances of these resource types."""
        return tuple(i for type in types for i in self._by_type.get(("managed", type), ()))

    def data(self, *types: str) -> tuple[Instance, ...]:
        """The instances of these data sources."""
        return tuple(i for type in types for i in self._by_type.get(("data", type), ()))

    def attribute(self, instance: Instance, name: str, content: Content | None = None, block: str = "") -> Attribute:
        """An argument of the instance, or of one of its nested blocks (``content``, whose type is ``block``), with the
        provider's default where none is written."""
        where = content if content is not None else instance.content
        value = where.written(name)
        if value is None or value.is_null:
            default = default_of(instance.type, f"{block}.{name}" if block else name)
            return Attribute(
                instance, where, name, default if default is not None else value, is_default=default is not None
            )
        return Attribute(instance, where, name, value, by_module=self.call_of(instance) if in_stub(value) else None)

    def call_of(self, instance: Instance) -> ModuleCall | None:
        """The module call that an instance is inside of and that a person wrote: the outermost one that is not in their
        own source. None for what they wrote themselves."""
        if instance.declaration.span is not None and instance.declaration.span.is_file:
            return None
        return self.call_at(instance.module)

    def call_at(self, module: str) -> ModuleCall | None:
        """The innermost call in the reader's own code on the way to this module instance."""
        address = without_keys(module)
        while address:
            call = self._calls.get(address)
            if call is not None and call.in_user_code:
                return call
            address = address.rpartition(".module.")[0]
        return None

    @cached_property
    def _calls(self) -> dict[str, ModuleCall]:
        return {call.address: call for call in self.root.calls}

    def thing(self, value: Value | None) -> Thing | None:
        return self.identities.thing(value)

    def same(self, one: Value | None, other: Value | None) -> Answer:
        return self.identities.same(one, other)

    def may_hide(self, types: Collection[str], anchors: Collection[Thing], names: Collection[str] = ()) -> Answer:
        """See Unseen.any."""
        return self.unseen.any(types, anchors, names)


def without_keys(address: str) -> str:
    """A module address without instance keys: module.a["x.y"].module.b → module.a.module.b."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in address:
        if quoted:
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            quoted = True
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
        elif depth == 0:
            kept.append(char)
    return "".join(kept)
