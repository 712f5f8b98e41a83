"""The base of every view: which thing it is, whether it is declared here, and where it stands."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.terraform.instance import Instance, ModuleCall
from fargate_lint.values.answer import YES, Answer, undecided

if TYPE_CHECKING:
    from fargate_lint.model.thing.resources import Resources


class View:
    """Something that rules speak of. ``instance`` is the resource that declares it; None for what is made elsewhere (a
    data source, a variable, an opaque module): most answers about that are unknown."""

    def __init__(self, resources: Resources, thing: ResourceId, instance: Instance | None) -> None:
        self.resources = resources
        self.thing = thing
        self._instance = instance

    @property
    def instance(self) -> Instance | None:
        return self._instance

    @property
    def address(self) -> str:
        """The resource's address, or what names the thing."""
        return self.instance.address if self.instance is not None else str(self.thing)

    @property
    def is_declared(self) -> bool:
        return self.instance is not None

    @property
    def span(self) -> Span | None:
        """The header line of its block, or of the module call that makes it."""
        return self.instance.span if self.instance is not None else None

    @cached_property
    def call(self) -> ModuleCall | None:
        """The call of the registry module that makes it, None if it is written as a resource."""
        return self.resources.call_of(self.instance) if self.instance is not None else None

    @property
    def count_unknown(self) -> bool:
        """Whether it stands for an unknown number of instances."""
        return self.instance is not None and self.instance.count_unknown

    @property
    def may_be_absent(self) -> bool:
        """Whether its count or for_each is not known, and may make none."""
        return self.instance is not None and self.instance.may_be_absent

    @property
    def present(self) -> Answer:
        """Whether it surely is there: yes, or unknown because it may have no instance."""
        return presence(self.instance, self.span)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.address}>"


class ResourceView(View):
    """A view of one resource that is declared here."""

    def __init__(self, resources: Resources, instance: Instance) -> None:
        super().__init__(resources, resources.identities.of(instance), instance)
        self._resource = instance

    @property
    def instance(self) -> Instance:
        return self._resource

    @property
    def span(self) -> Span | None:
        """Where a person finds it: its block, or the map entry of the module call that makes it."""
        return self.resources.place(self.instance)


def presence(instance: Instance | None, span: Span | None) -> Answer:
    """Whether an instance surely is there. What stands in no resource (a manifest beside Terraform) is."""
    if instance is not None and instance.may_be_absent:
        reason = f"{instance.address} may have no instance: its count or for_each is not known"
        repeated = instance.declaration.repetition
        why = repeated.unknown if repeated is not None else None
        return undecided(reason, span, "count", why.waits_for if why is not None else "")
    return YES
