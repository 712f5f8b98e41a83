"""An EKS cluster: its control plane, its subnets, what runs its pods, and whether these reach the internet."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.labels import Labels
from fargate_lint.model.cluster import egress
from fargate_lint.model.cluster.addon import Addon, AddonList
from fargate_lint.model.cluster.cluster_access import Access
from fargate_lint.model.cluster.control_plane import ControlPlane
from fargate_lint.model.cluster.coredns import CoreDns
from fargate_lint.model.cluster.named_cluster import NamedCluster
from fargate_lint.model.cluster.node_capacity import Capacity, capacity_of
from fargate_lint.model.cluster.profile import ProfileList
from fargate_lint.model.network.network import Network
from fargate_lint.model.network.subnet import Subnet, SubnetList, read_subnets
from fargate_lint.model.network.vpc import Vpc
from fargate_lint.model.thing.kubernetes_object import KubernetesObjects
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.value import Value

DataPlane = Literal["fargate-only", "mixed", "none", "undecided"]


class Cluster(NamedCluster):
    """One cluster. Of one that is made elsewhere, and that profiles here belong to, the arguments are absent and most
    answers unknown. ``addons`` are all that are declared here, whosever they are."""

    def __init__(
        self,
        network: Network,
        objects: KubernetesObjects,
        addons: tuple[Addon, ...],
        thing: ResourceId,
        instance: Instance | None,
        name: Value | None,
        profiles: ProfileList,
        is_only: bool,
    ) -> None:
        super().__init__(network.resources, thing, instance, name, profiles, is_only)
        self._network = network
        self._objects = objects
        self.addons = AddonList(self, addons)

    @cached_property
    def control_plane(self) -> ControlPlane:
        """Its API endpoint, version and service addresses."""
        return ControlPlane(self, self._network)

    @cached_property
    def subnets(self) -> SubnetList:
        """The subnets of the control plane (vpc_config.subnet_ids)."""
        if self.instance is None or self.control_plane.vpc_config is None:
            return SubnetList(incomplete=self.doubt.because(f"{self.address} is not declared here"))
        value = self.control_plane.vpc_config.written("subnet_ids")
        return read_subnets(self._network, value, self.span)

    @cached_property
    def profile_subnets(self) -> SubnetList:
        """The subnets of all its profiles, each once. A profile without subnets uses the cluster's private ones."""
        items: dict[ResourceId, Subnet] = {}
        incomplete = self.profiles.incomplete
        for profile in self.profiles:
            given = profile.subnets if profile.subnets.value is not None else self.subnets
            for subnet in given:
                if given is profile.subnets or not subnet.reaches_internet_gateway.yes:
                    items.setdefault(subnet.thing, subnet)
            incomplete = given.incomplete if incomplete.no else incomplete
        return SubnetList(tuple(items.values()), incomplete)

    @cached_property
    def all_subnets(self) -> tuple[Subnet, ...]:
        """The subnets of the control plane and of the profiles, each once."""
        return tuple({s.thing: s for s in (*self.subnets, *self.profile_subnets)}.values())

    @cached_property
    def vpcs(self) -> tuple[Vpc, ...]:
        """The VPCs that its subnets are in: one, where the configuration is right (FGL122)."""
        found: dict[ResourceId, Vpc] = {}
        for subnet in (*self.subnets, *self.profile_subnets):
            if subnet.vpc is not None:
                found.setdefault(subnet.vpc.thing, subnet.vpc)
        return tuple(found.values())

    @property
    def vpc(self) -> Vpc | None:
        """Its VPC: that of the control plane's subnets, else that of the profiles'. None where nothing says which."""
        return self.vpcs[0] if self.vpcs else None

    @property
    def vpc_doubt(self) -> Answer:
        """Unknown, as its VPC is."""
        for answer in (self.subnets.incomplete, self.profile_subnets.incomplete):
            if answer.unknown:
                return answer
        return undecided(f"the VPC of {self.address} is not declared here", code="undeclared")

    @cached_property
    def access(self) -> Access:
        """Who may use its API."""
        return Access(self)

    # What runs its pods

    @cached_property
    def capacity(self) -> Capacity:
        """What EC2 capacity it has: node groups, self-managed nodes, Karpenter, Auto Mode."""
        return capacity_of(self, self._objects)

    @cached_property
    def data_plane(self) -> DataPlane:
        """What runs its pods, in one word: nodes and Fargate are "mixed"."""
        nodes, fargate = self.capacity.answer, self.profiles.exist
        if nodes.unknown or (fargate.unknown and not nodes.yes):
            return "undecided"
        if nodes.yes:
            return "mixed"
        return "fargate-only" if fargate.yes else "none"

    @cached_property
    def fargate_only(self) -> Answer:
        """Whether Fargate is all that runs its pods."""
        if self.data_plane == "fargate-only":
            return YES
        if self.data_plane in ("mixed", "none"):
            return NO
        return self.capacity.answer if self.capacity.answer.unknown else self.profiles.exist

    @cached_property
    def has_egress(self) -> Answer:
        """Whether its Fargate pods reach the internet: yes if all profile subnets have a way out, no if one has none. A
        subnet with a route to an internet gateway is left out (FGL120 speaks about it)."""
        if not self.profiles and self.profiles.incomplete.unknown:
            return self.profiles.incomplete
        return egress.has_egress(self.profile_subnets if self.profiles else self.subnets, self.address)

    def pods_have_egress(self, namespace: str | Value, labels: Labels | None = None) -> Answer:
        """Whether such pods reach the internet: from the subnets of the profile that EKS takes them for; where that is
        not sure, what holds for all of the cluster's Fargate pods."""
        taken = self.profiles.matching(namespace, labels)
        if not taken or taken[0].uses_cluster_subnets:
            return self.has_egress
        return egress.has_egress(taken[0].subnets, self.address)

    @cached_property
    def coredns(self) -> CoreDns:
        """Its CoreDNS."""
        return CoreDns(self, self.addons)

    @cached_property
    def missing_profile_place(self) -> Span | None:
        """Where a profile would be added: the argument or collection of profiles, else the cluster's header."""
        if self.call is not None:
            value = self.call.arguments.get("fargate_profiles")
            if value is not None and not value.is_null and "fargate_profiles" in self.call.argument_spans:
                return self.call.argument_spans["fargate_profiles"]
        for profile in self.profiles:
            found = profile.collection_place
            if found is not None:
                return found
        return self.place
