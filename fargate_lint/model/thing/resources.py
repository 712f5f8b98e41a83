"""The resources of an evaluated root: what every view of the model asks for arguments, places, and who is who."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.files import Files, repository_of
from fargate_lint.graph.index import ResourceGraph
from fargate_lint.model.thing.absence import Unseen
from fargate_lint.model.thing.attached import Attached
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.model.thing.defaults import to_value
from fargate_lint.model.thing.place import in_stub, of_map_entry, of_reference
from fargate_lint.model.thing.resource_id import Identities, ResourceId
from fargate_lint.terraform.address import without_keys
from fargate_lint.terraform.instance import Content, Instance, ModuleCall, Root
from fargate_lint.values.answer import Answer
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.facts import Facts


class Resources:
    """The resource instances of a root, with facts about them and what may be there unseen. ``today`` decides about
    dates. ``files`` is the reader that the root was loaded with."""

    def __init__(self, root: Root, facts: Facts, today: datetime.date, files: Files | None = None) -> None:
        self.root = root
        self.facts = facts
        self.today = today
        self._files = files
        self.graph = ResourceGraph(root)
        self.instances = self.graph.instances
        self._attached: dict[tuple[str, ...], Attached] = {}
        self.identities = Identities(self.instances)
        self.unseen = Unseen(root, self.identities, facts.modules.harmless)

    @cached_property
    def files(self) -> Files:
        """The repository of the root, for looking into what its values name (scripts, the text around a place)."""
        return self._files or Files(repository_of(self.root.path))

    def managed(self, *types: str) -> tuple[Instance, ...]:
        """The instances of these resource types."""
        return self.graph.of_type(*types)

    def data(self, *types: str) -> tuple[Instance, ...]:
        """The instances of these data sources."""
        return self.graph.of_type(*types, mode="data")

    def attached(self, argument: str, *types: str, optional: bool = False) -> Attached:
        """The resources of these types by what the argument names. ``optional``: where it is absent they are attached
        to nothing; else what it should name is not known."""
        key = (argument, *types)
        if key not in self._attached:
            read = (
                (lambda instance: instance.written(argument)) if optional else lambda instance: instance.get(argument)
            )
            named = self.graph.named_by(types, read, self.identities.thing)
            self._attached[key] = Attached(named)
        return self._attached[key]

    def attribute(self, instance: Instance, name: str, content: Content | None = None, block: str = "") -> Attribute:
        """An argument of the instance, or of one of its nested blocks (``content``, whose type is ``block``), with the
        provider's default where none is written."""
        where = content if content is not None else instance.content
        value = where.written(name)
        place = self.place(instance, name, content)
        if value is None or value.is_null:
            default = to_value(self.facts.defaults.value(instance.type, f"{block}.{name}" if block else name))
            return Attribute(instance.address, name, default or value, place, is_default=default is not None)
        return Attribute(
            instance.address, name, value, place, by_module=self.call_of(instance) if in_stub(value) else None
        )

    def place(self, instance: Instance, name: str = "", content: Content | None = None) -> Span | None:
        """Where a person would change an argument: its value if it is written, else where it would be added. That is
        the map entry that makes the instance, if a registry module reads it from one, else the block's header.
        Without a name: where the instance itself stands."""
        where = content if content is not None else instance.content
        written = where.written(name) if name else None
        place = of_reference(written)
        if place is not None:
            return place
        call = self.call_of(instance)
        entry = of_map_entry(instance, call) if call is not None else None
        return entry or where.span or instance.span

    def call_of(self, instance: Instance) -> ModuleCall | None:
        """The call of the registry module that makes an instance, as a person wrote it. None for what is in their own
        source (the root or a local module)."""
        call = self.call_at(instance.module)
        return call if call is not None and call.resolved in ("stub", "installed") else None

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

    def source_of(self, value: Value) -> Value:
        """What is written where a value comes from: an argument read as an attribute is that argument."""
        ref = value.ref
        if ref is None or len(ref.path) != 1 or value.is_known:
            return value
        instance = self.instances.get(ref.address)
        written = instance.written(ref.attribute) if instance is not None else None
        return written if written is not None else value

    def region_of(self, instance: Instance) -> str | None:
        """The region that an instance is in: its own argument (provider 6), else its provider's. None if not known."""
        own = instance.written("region")
        value = own or (instance.provider.region if instance.provider is not None else None)
        return value.text if value is not None else None

    def tags_place(self, instance: Instance) -> Span | None:
        """Where a person would add a tag: the argument of the registry module that tags this kind of subnet, else the
        first line of the resource's tags, else its header."""
        call = self.call_of(instance)
        if call is not None:
            for name in (f"{instance.name}_subnet_tags", f"{instance.name}_subnets_additional_tags"):
                argument = call.arguments.get(name)
                if argument is not None:
                    place = argument.place
                    return place.first_line() if place is not None else call.argument_spans.get(name, call.span)
            return call.span
        place = self.place(instance, "tags")
        return place.first_line() if place is not None else None

    def thing(self, value: Value | None) -> ResourceId | None:
        return self.identities.thing(value)

    def same(self, one: Value | None, other: Value | None) -> Answer:
        return self.identities.same(one, other)

    def may_exist_unseen(
        self, types: Collection[str], anchors: Collection[ResourceId], names: Collection[str] = ()
    ) -> Answer:
        """No if nothing unseen can be a resource of these types; else unknown, with what hides it
        (Unseen.may_exist)."""
        return self.unseen.may_exist(types, anchors, names)
