"""Which clusters there are, and whose each profile is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.profile import FargateProfile
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.resource_id import ResourceId, same_thing
from fargate_lint.values.answer import NO, Answer, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate


def find_clusters(estate: Estate) -> tuple[Cluster, ...]:
    """The clusters declared here, then those made elsewhere that profiles here belong to, each with its profiles."""
    of = estate.world.identities.of
    declared = [
        Cluster(estate, of(instance), instance, instance.written("name") or instance.get("name"))
        for instance in estate.world.managed("aws_eks_cluster")
    ]
    foreign: dict[ResourceId, Cluster] = {}
    owned: dict[Cluster, list[FargateProfile]] = {}
    for profile in estate.profiles:
        owner = _owner(estate, profile, declared, foreign)
        profile.cluster = owner
        owned.setdefault(owner, []).append(profile)
    clusters = (*declared, *foreign.values())
    for cluster in clusters:
        cluster.profiles = tuple(owned.get(cluster, ()))
        cluster.profiles_hidden = _hidden(estate, cluster)
    return clusters


def _owner(
    estate: Estate, profile: FargateProfile, declared: list[Cluster], foreign: dict[ResourceId, Cluster]
) -> Cluster:
    answers = [(cluster, names_cluster(estate, cluster, profile.cluster_value)) for cluster in declared]
    for cluster, answer in answers:
        if answer.yes:
            return cluster
    possible = [cluster for cluster, answer in answers if answer.unknown]
    if len(possible) == 1 and len(declared) == 1:
        # The only cluster of this root: a profile beside it that names it by what only AWS knows is its own.
        return possible[0]
    value = profile.cluster_value
    thing = estate.world.thing(value)
    if thing is None or not thing.name:
        thing = ResourceId("other", f"the cluster of {profile.address}")
    if thing not in foreign:
        foreign[thing] = Cluster(estate, thing, None, value)
    return foreign[thing]


def _hidden(estate: Estate, cluster: Cluster) -> Answer:
    """Whether it may have profiles that are not seen."""
    if not cluster.is_declared:
        return undecided(
            f"{cluster.thing} is not made here, so it may have profiles made elsewhere",
            code="elsewhere",
            waits_for=cluster.thing.waits_for,
        )
    names = [cluster.name] if cluster.name else []
    return estate.world.may_hide(("aws_eks_fargate_profile",), (cluster.thing,), names)


def names_cluster(estate: Estate, cluster: Cluster, value: Value | None) -> Answer:
    """Whether a value (a ``cluster_name`` argument) names this cluster."""
    if value is None or value.is_null:
        return NO
    thing = estate.world.thing(value)
    if thing is not None and thing == cluster.thing:
        return yes()
    if thing is not None and cluster.thing.kind == "managed" and thing.kind == "managed":
        other = estate.world.instances.get(thing.name)
        if other is not None and other.type == "aws_eks_cluster":
            return same_thing(thing, cluster.thing)
    if cluster.name_value is None:
        return undecided("the cluster's name is not known")
    return same_text(estate.world.source_of(value), cluster.name_value)
