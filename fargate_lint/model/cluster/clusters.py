"""Which clusters there are, whose each profile is, and in which VPCs they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.addon import Addon
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.named_cluster import names_cluster
from fargate_lint.model.cluster.profile import FargateProfile, ProfileList
from fargate_lint.model.network.network import Network
from fargate_lint.model.network.subnet import Subnet
from fargate_lint.model.network.vpc import Vpc
from fargate_lint.model.thing.absence import speaks_of
from fargate_lint.model.thing.doubt import undecided_by_module
from fargate_lint.model.thing.kubernetes_object import KubernetesObjects
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.terraform.instance import Instance, ModuleCall
from fargate_lint.values.answer import NO, Answer, undecided
from fargate_lint.values.value import Value


@dataclass(slots=True)
class _Found:
    """A cluster while its profiles are gathered."""

    thing: ResourceId
    instance: Instance | None
    name: Value | None
    profiles: list[FargateProfile] = field(default_factory=list)


class Clusters:
    """The clusters declared here, then those made elsewhere that profiles here belong to."""

    def __init__(self, network: Network, objects: KubernetesObjects) -> None:
        self.network = network
        self.objects = objects
        self.resources = network.resources

    def __iter__(self) -> Iterator[Cluster]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> tuple[Cluster, ...]:
        found = self._found()
        return tuple(
            Cluster(
                self.network,
                self.objects,
                self.addons,
                cluster.thing,
                cluster.instance,
                cluster.name,
                ProfileList(tuple(cluster.profiles), self._may_have_more(cluster)),
                is_only=len(found) == 1,
            )
            for cluster in found
        )

    def _found(self) -> list[_Found]:
        resources = self.resources
        declared = [
            _Found(resources.identities.of(instance), instance, instance.written("name") or instance.get("name"))
            for instance in resources.managed("aws_eks_cluster")
        ]
        foreign: dict[ResourceId, _Found] = {}
        for instance in resources.managed("aws_eks_fargate_profile"):
            profile = FargateProfile(self.network, instance)
            self._owner(profile, declared, foreign).profiles.append(profile)
        return [*declared, *foreign.values()]

    def _owner(self, profile: FargateProfile, declared: list[_Found], foreign: dict[ResourceId, _Found]) -> _Found:
        value = profile.cluster_value
        answers = [(found, names_cluster(self.resources, found.thing, found.name, value)) for found in declared]
        for found, answer in answers:
            if answer.yes:
                return found
        possible = [found for found, answer in answers if answer.unknown]
        if len(possible) == 1 and len(declared) == 1:
            # The only cluster of this root: a profile beside it that names it by what only AWS knows is its own.
            return possible[0]
        thing = self.resources.thing(value)
        if thing is None or not thing.name:
            thing = ResourceId("other", f"the cluster of {profile.address}")
        return foreign.setdefault(thing, _Found(thing, None, value))

    def _may_have_more(self, cluster: _Found) -> Answer:
        """Whether it may have profiles that are not seen."""
        if cluster.instance is None:
            return undecided(
                f"{cluster.thing} is not made here, so it may have profiles made elsewhere",
                code="elsewhere",
                waits_for=cluster.thing.waits_for,
            )
        name = cluster.name.text if cluster.name is not None else None
        names = [name] if name else []
        for call in self.resources.unseen.handed((cluster.thing,), names):
            if speaks_of(call, "fargate"):
                return undecided_by_module(call)
        return self.resources.may_exist_unseen(("aws_eks_fargate_profile",), (cluster.thing,), names)

    @cached_property
    def addons(self) -> tuple[Addon, ...]:
        """Every EKS add-on declared here."""
        return tuple(Addon(self.resources, instance) for instance in self.resources.managed("aws_eks_addon"))

    @cached_property
    def with_fargate(self) -> tuple[Cluster, ...]:
        """Those that have, or may have, Fargate profiles: the only ones that rules speak about."""
        return tuple(cluster for cluster in self if cluster.profiles or self._module_of_profiles(cluster) is not None)

    def _module_of_profiles(self, cluster: Cluster) -> ModuleCall | None:
        """An opaque module that is handed the cluster and speaks of Fargate."""
        names = [cluster.name] if cluster.name else []
        calls = self.resources.unseen.handed((cluster.thing,), names)
        return next((call for call in calls if speaks_of(call, "fargate")), None)

    @cached_property
    def unseen(self) -> Answer:
        """Whether there may be a cluster on Fargate that nobody sees: unknown where none is in sight, a module cannot
        be seen, and it or what stands beside it is about EKS."""
        calls = self.resources.unseen.opaque
        if self.with_fargate or not calls:
            return NO
        telling = next((call for call in calls if speaks_of(call, "eks")), None)
        if telling is None and self._is_about_eks:
            telling = calls[0]
        if telling is None:
            return NO
        reason = f"a cluster on Fargate may be in {telling.address}, which cannot be seen"
        return undecided(reason, telling.span, "module", telling.address)

    @property
    def _is_about_eks(self) -> bool:
        root = self.resources.root
        families = ("kubernetes_", "helm_", "eks_")
        return any(name in ("kubernetes", "helm") for name in root.providers) or any(
            declaration.type.removeprefix("aws_").startswith(families) for declaration in root.declarations.values()
        )

    def of(self, instance: Instance | None) -> Cluster | None:
        """The cluster that a Kubernetes resource goes to: the only one that there is. None where there are several,
        since provider configurations are not followed."""
        return self._all[0] if len(self) == 1 else None

    def fargate_only(self, cluster: Cluster | None, place: Span | None) -> Answer:
        """Whether the cluster that something at ``place`` goes to has Fargate only; None: which one is not known. No
        where no cluster here has profiles."""
        if cluster is not None:
            return cluster.fargate_only if cluster.profiles else NO
        if not self.with_fargate or all(each.fargate_only.no for each in self):
            return NO
        return undecided(
            "several clusters are declared here, and nothing says which one it goes to", place, code="unclear"
        )

    # Their network

    @cached_property
    def vpcs(self) -> tuple[Vpc, ...]:
        """The VPCs of clusters with Fargate profiles, each once, made here or not. A cluster whose VPC nothing names
        gives one that answers no question."""
        seen: dict[ResourceId, Vpc] = {}
        for cluster in self.with_fargate:
            for vpc in self._vpcs_of(cluster):
                seen.setdefault(vpc.thing, vpc)
        return tuple(seen.values())

    def _vpcs_of(self, cluster: Cluster) -> tuple[Vpc, ...]:
        if cluster.vpcs:
            return cluster.vpcs
        return (self.network.unknown_vpc(f"the VPC of {cluster.address}", cluster.vpc_doubt, cluster.place),)

    def in_vpc(self, vpc: Vpc) -> tuple[Cluster, ...]:
        """The clusters with Fargate profiles in this VPC."""
        return tuple(cluster for cluster in self.with_fargate if vpc in self._vpcs_of(cluster))

    def profile_subnets(self) -> Iterator[Subnet]:
        """The subnets of all Fargate profiles, each once."""
        seen: dict[ResourceId, Subnet] = {}
        for cluster in self.with_fargate:
            for subnet in cluster.profile_subnets:
                seen.setdefault(subnet.thing, subnet)
        yield from seen.values()
