"""Namespaces that are made here."""

from __future__ import annotations

from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.thing.place import of_value
from fargate_lint.model.thing.view import presence
from fargate_lint.model.thing.walk import text_of
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.value import Value


class Namespace:
    """One namespace. ``made_by`` is "resource", "manifest" or "release" (create_namespace of a Helm release)."""

    def __init__(
        self, clusters: Clusters, name: Value, made_by: str, address: str, span: Span | None, instance: Instance | None
    ) -> None:
        self.clusters = clusters
        self.name_value = name
        self.made_by = made_by
        self.address = address
        self.span = span
        self.instance = instance

    @property
    def name(self) -> str | None:
        """Its name, None if not known."""
        return self.name_value.text

    @property
    def holds_pods(self) -> bool:
        """False for the few in which no pods run (aws-observability)."""
        return self.name is None or self.clusters.resources.facts.namespaces.holds_pods(self.name)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that it is in: the only one there is, else None."""
        return self.clusters.of(self.instance)

    @cached_property
    def has_profile(self) -> Answer:
        """Whether some profile of its cluster may take pods of it, labels aside."""
        cluster = self.cluster
        if cluster is None:
            return undecided(
                "several clusters are declared here, and nothing says which one it is in", self.span, code="unclear"
            )
        return cluster.profiles.cover(self.name_value)

    @property
    def shown(self) -> str:
        """Its name for a message."""
        return text_of(self.name_value) or "…"

    @property
    def place(self) -> Span | None:
        """Where its name is written, else its header."""
        return of_value(self.name_value, self.span)

    @property
    def runs_on_fargate(self) -> bool:
        """Whether a profile selects it."""
        return self.cluster is not None and bool(self.cluster.profiles) and self.has_profile.yes

    @cached_property
    def pending(self) -> Answer:
        """Whether pods made in it surely stay Pending: Fargate is all there is, and no profile selects it."""
        only = self.clusters.fargate_only(self.cluster, self.span)
        if only.no or not self.holds_pods:
            return NO
        if only.unknown:
            return only
        if not self.has_profile.no:
            return NO if self.has_profile.yes else self.has_profile
        present = presence(self.instance, self.span)
        return present if present.unknown else YES

    def __repr__(self) -> str:
        return f"<Namespace {self.name or self.address}>"
