"""EKS add-ons and their configuration."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.addon_configuration import Configuration, read_configuration
from fargate_lint.model.cluster.named_cluster import NamedCluster
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.place import of_value
from fargate_lint.model.thing.source_text import find_word, written_spans
from fargate_lint.model.thing.view import ResourceView
from fargate_lint.values.answer import NO, Answer, all_of, undecided, yes
from fargate_lint.values.value import Value


class Addon(ResourceView):
    """One ``aws_eks_addon``. What its configuration says is read by ``addon_configuration``."""

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
        if self.resources.call_of(self.instance) is None and repetition is not None and self.instance.key is not None:
            return of_value(self.name_value, self.span)
        return self.span

    @cached_property
    def settings(self) -> Configuration:
        """What its configuration says."""
        return read_configuration(self.resources, self.instance, self.configuration.place)

    def place_of(self, key: str) -> Span | None:
        """Where a key of its configuration stands."""
        place = self.configuration.place
        for span in (place, *written_spans(self.settings.value)):
            found = find_word(self.resources.files, span, key)
            if found != span:
                return found
        return place

    def is_same_as(self, other: Addon) -> Answer:
        """Whether both are one add-on of one cluster."""
        if self.name is None or other.name is None:
            return self.name_doubt if self.name is None else other.name_doubt
        if self.name != other.name:
            return NO
        ours, theirs = (self.resources.source_of(it.cluster_value) for it in (self, other))
        return all_of((same_text(ours, theirs), self.present, other.present))

    @property
    def configuration(self) -> Attribute:
        """``configuration_values``: a JSON or YAML text, maybe known in part only."""
        return self.resources.attribute(self.instance, "configuration_values")

    @property
    def version(self) -> Attribute:
        return self.resources.attribute(self.instance, "addon_version")


class AddonList:
    """The add-ons of one cluster. One that names its cluster by what is not known belongs to the only cluster."""

    def __init__(self, cluster: NamedCluster, declared: tuple[Addon, ...]) -> None:
        self._cluster = cluster
        self._declared = declared

    @cached_property
    def _items(self) -> tuple[Addon, ...]:
        return tuple(
            addon
            for addon in self._declared
            if (whose := self._cluster.is_named_by(addon.cluster_value)).yes
            or (whose.unknown and self._cluster.is_only)
        )

    def __iter__(self) -> Iterator[Addon]:
        return iter(self._items)

    def twins(self) -> Iterator[tuple[Addon, Addon | None, Answer]]:
        """Each add-on with an earlier one that is, or may be, the same, None for none; what a registry module makes
        counts as earlier than what is written as a resource."""
        ordered = sorted(self._items, key=lambda addon: addon.call is None)
        by_name: dict[str | None, list[Addon]] = {}
        for addon in ordered:
            alike = by_name.setdefault(addon.name, [])
            others = alike if addon.name is not None else [*alike, *(it for it in ordered if it.name is not None)][:1]
            answers = [(other, addon.is_same_as(other)) for other in others]
            found = [pair for pair in answers if pair[1].yes] or [pair for pair in answers if pair[1].unknown]
            yield (addon, *found[0]) if found else (addon, None, NO)
            alike.append(addon)

    def named(self, name: str) -> Addon | None:
        """The add-on of this name ("coredns"), None if none is declared here (see ``has`` for absence)."""
        return next((addon for addon in self._items if addon.name == name), None)

    def has(self, name: str) -> Answer:
        """Whether the cluster has this add-on. No only if none can be unseen."""
        cluster = self._cluster
        doubt: Answer | None = None
        for addon in self._declared:
            whose = cluster.is_named_by(addon.cluster_value)
            if whose.no or (addon.name is not None and addon.name != name):
                continue
            if addon.name == name and (whose.yes or cluster.is_only) and not addon.may_be_absent:
                return yes(addon.address, addon.span)
            if doubt is None:
                doubt = undecided(f"{addon.address} may be it, or may have no instance", addon.span, code="count")
        if doubt is not None:
            return doubt
        if not cluster.is_declared:
            return undecided(
                f"{cluster.thing} is not made here, so its add-ons may be made elsewhere",
                code="elsewhere",
                waits_for=cluster.thing.waits_for,
            )
        return cluster.may_have_unseen("aws_eks_addon")
