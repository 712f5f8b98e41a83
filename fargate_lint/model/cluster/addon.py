"""EKS add-ons and their configuration."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.place import of_value
from fargate_lint.model.thing.source_text import find_word, written_spans
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.cluster.addon_configuration import Configuration
    from fargate_lint.model.thing.world import World


class Addon:
    """One ``aws_eks_addon``. What its configuration says is read by ``model.addon_configuration``."""

    def __init__(self, world: World, instance: Instance) -> None:
        self.world = world
        self.instance = instance

    @property
    def address(self) -> str:
        return self.instance.address

    @property
    def span(self) -> Span | None:
        """Its block, or the map entry of the module call that makes it."""
        return self.world.place(self.instance)

    @property
    def may_be_absent(self) -> bool:
        """Whether its count or for_each is not known."""
        return self.instance.indefinite

    @cached_property
    def name_value(self) -> Value:
        return self.instance.get("addon_name")

    @property
    def name(self) -> str | None:
        """ "coredns", None if not known."""
        return self.name_value.text

    @cached_property
    def cluster_value(self) -> Value:
        """The value of ``cluster_name``."""
        return self.instance.get("cluster_name")

    @property
    def name_doubt(self) -> Answer:
        """Why its name is not known."""
        return undecided_by(self.name_value)

    @property
    def subject(self) -> str | None:
        """Its name where its block makes several add-ons."""
        return self.name if self.instance.key is not None else None

    @property
    def place(self) -> Span | None:
        """What makes it: its element of a collection, else its block."""
        repetition = self.instance.declaration.repetition
        if self.world.call_of(self.instance) is None and repetition is not None and self.instance.key is not None:
            return of_value(self.name_value, self.span)
        return self.span

    @cached_property
    def settings(self) -> Configuration:
        """What its configuration says."""
        from fargate_lint.model.cluster.addon_configuration import read_configuration

        return read_configuration(self)

    def place_of(self, key: str) -> Span | None:
        """Where a key of its configuration stands."""
        place = self.configuration.place
        for span in (place, *written_spans(self.settings.value)):
            found = find_word(self.world.files, span, key)
            if found != span:
                return found
        return place

    @property
    def configuration(self) -> Attribute:
        """``configuration_values``: a JSON or YAML text, maybe known in part only."""
        return self.world.attribute(self.instance, "configuration_values")

    @property
    def version(self) -> Attribute:
        return self.world.attribute(self.instance, "addon_version")

    def __repr__(self) -> str:
        return f"<Addon {self.address}>"
