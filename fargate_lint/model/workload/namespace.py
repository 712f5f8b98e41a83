"""Namespaces that are made here, and those that every cluster has."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.profile import is_named
from fargate_lint.model.question.placement import fargate_only
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.place import of_value
from fargate_lint.model.thing.walk import text_of
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, YES, Answer, any_of, undecided
from fargate_lint.values.value import Value, string

if TYPE_CHECKING:
    from fargate_lint.model.cluster.cluster import Cluster
    from fargate_lint.model.cluster.profile import Selector
    from fargate_lint.model.estate import Estate


class Namespace:
    """One namespace. ``made_by`` is "resource", "manifest" or "release" (create_namespace of a Helm release)."""

    def __init__(
        self, estate: Estate, name: Value, made_by: str, address: str, span: Span | None, instance: Instance | None
    ) -> None:
        self.estate = estate
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
        return self.name is None or self.estate.facts.namespaces.holds_pods(self.name)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that it is in: the only one there is, else None."""
        return self.estate.cluster_of(self.instance)

    @cached_property
    def has_profile(self) -> Answer:
        """Whether some profile of its cluster may take pods of it, labels aside."""
        from fargate_lint.values.answer import any_of

        cluster = self.cluster
        if cluster is None:
            return undecided(
                "several clusters are declared here, and nothing says which one it is in", self.span, code="unclear"
            )
        answer = any_of(profile.covers_namespace(self.name_value) for profile in cluster.profiles)
        return cluster.profiles_hidden if answer.no and cluster.profiles_hidden.unknown else answer

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
    def access(self) -> Answer:
        """Whether something here gives somebody access to it."""
        from fargate_lint.model.question.namespace_access import access_of

        return access_of(self.estate, self)

    @cached_property
    def pending(self) -> Answer:
        """Whether pods made in it surely stay Pending: Fargate is all there is, and no profile selects it."""
        only = fargate_only(self.estate, self)
        if only.no or not self.holds_pods:
            return NO
        if only.unknown:
            return only
        if not self.has_profile.no:
            return NO if self.has_profile.yes else self.has_profile
        if self.instance is not None and self.instance.indefinite:
            return undecided(
                f"{self.address} may have no instance: its count or for_each is not known", self.span, code="count"
            )
        return YES

    def __repr__(self) -> str:
        return f"<Namespace {self.name or self.address}>"


def unused(estate: Estate) -> tuple[Namespace, ...]:
    """The namespaces in which no workload and no Helm release of this configuration is or may be."""
    used = [workload.namespace for workload in estate.workloads]
    used += [release.namespace for release in estate.helm_releases]
    return tuple(
        space
        for space in estate.namespaces
        if space.made_by != "release" and all(same_text(value, space.name_value).no for value in used)
    )


def uses_namespace(estate: Estate, selector: Selector) -> Answer:
    """See Estate.uses_namespace."""
    table = estate.facts.namespaces
    seen = [space.name_value for space in estate.namespaces]
    seen += [thing.namespace for thing in (*estate.objects,)]
    seen += [release.namespace for release in estate.helm_releases]
    if not seen or (selector.namespace is not None and is_named(selector.namespace)):
        return YES
    names = [string(row.name) for row in table.namespaces if row.exists]
    names += [string(row.namespace) for addon in estate.addons if (row := estate.facts.addons.named(addon.name or ""))]
    answer = any_of(selector.matches_namespace(value) for value in (*seen, *names))
    if not answer.no:
        return answer
    if any(thing.kind is None for thing in estate.objects):
        return undecided("a manifest here cannot be read, and may be in it", code="unread")
    return estate.world.may_hide(("kubernetes_namespace", "helm_release"), ())


def find_namespaces(estate: Estate) -> tuple[Namespace, ...]:
    """Every namespace that something here makes."""
    found = [
        Namespace(
            estate,
            object.object.name,
            "resource" if object.instance is not None else "manifest",
            object.address,
            object.span,
            object.instance,
        )
        for object in estate.objects
        if object.kind == "Namespace"
    ]
    found += [
        Namespace(estate, release.namespace, "release", release.address, release.span, release.instance)
        for release in estate.helm_releases
        if release.creates_namespace.yes
    ]
    return tuple(found)
