"""An EKS cluster: its door, its subnets, what runs its pods, and whether these reach the internet."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.labels import Labels
from fargate_lint.model.cluster.profile import FargateProfile
from fargate_lint.model.network.security_group import Pods, SecurityGroup
from fargate_lint.model.network.subnet import Subnet, SubnetList, read_block, read_subnets
from fargate_lint.model.thing.attribute import Attribute, hidden
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.walk import elements, leaves
from fargate_lint.terraform.instance import Content, Instance, ModuleCall
from fargate_lint.values.answer import NO, YES, Answer, all_of, any_of, negate, no, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.cluster.addon import Addon
    from fargate_lint.model.cluster.cluster_access import Access
    from fargate_lint.model.cluster.coredns import CoreDns
    from fargate_lint.model.cluster.node_capacity import Capacity
    from fargate_lint.model.estate import Estate
    from fargate_lint.model.network.vpc import Vpc
    from fargate_lint.model.question.access import Bastion

DataPlane = Literal["fargate-only", "mixed", "none", "undecided"]
Egress = Literal["yes", "no", "undecided"]


class Cluster:
    """One cluster. ``instance`` is its resource, None for a cluster made elsewhere that profiles here belong to: then
    its own arguments are absent and most answers unknown."""

    def __init__(self, estate: Estate, thing: ResourceId, instance: Instance | None, name: Value | None) -> None:
        self.estate = estate
        self.world = estate.world
        self.thing = thing
        self.instance = instance
        self.name_value = name
        self.profiles: tuple[FargateProfile, ...] = ()
        self.profiles_hidden: Answer = NO

    @property
    def address(self) -> str:
        return self.instance.address if self.instance is not None else str(self.thing)

    @property
    def is_declared(self) -> bool:
        return self.instance is not None

    @property
    def name(self) -> str | None:
        """Its name, None if not known."""
        return self.name_value.text if self.name_value is not None else None

    @property
    def span(self) -> Span | None:
        """The header line of its block, or of the module call that makes it."""
        return self.instance.span if self.instance is not None else None

    @cached_property
    def call(self) -> ModuleCall | None:
        """The call of the registry module that makes it, None if it is written as a resource."""
        return self.world.call_of(self.instance) if self.instance is not None else None

    # Its arguments

    @cached_property
    def vpc_config(self) -> Content | None:
        """The block vpc_config."""
        if self.instance is None:
            return None
        return next(iter(self.instance.blocks("vpc_config")), None)

    @property
    def doubt(self) -> Answer:
        """Unknown, as its own arguments are, for a cluster that is not declared here."""
        return undecided(
            f"the cluster is not declared here ({self.thing})", code="undeclared", waits_for=self.thing.waits_for
        )

    def _vpc_argument(self, name: str) -> Attribute:
        if self.instance is None:
            return hidden(self.address, name, self.doubt, self.place)
        if self.vpc_config is None:
            blocks = self.instance.blocks("vpc_config")
            why = undecided("the cluster has no vpc_config", code="undeclared")
            if blocks.unknown is not None:
                why = undecided_by(blocks.unknown)
            return hidden(self.address, name, why, self.span)
        return self.world.attribute(self.instance, name, self.vpc_config, "vpc_config")

    @property
    def private_access(self) -> Attribute:
        """endpoint_private_access (the provider's default is off)."""
        return self._vpc_argument("endpoint_private_access")

    @property
    def public_access(self) -> Attribute:
        """endpoint_public_access (the provider's default is on)."""
        return self._vpc_argument("endpoint_public_access")

    @property
    def public_cidrs(self) -> Attribute:
        """public_access_cidrs (everyone by default)."""
        return self._vpc_argument("public_access_cidrs")

    @cached_property
    def service_cidr(self) -> Attribute | None:
        """The written service_ipv4_cidr; None where EKS picks one itself, which never overlaps."""
        for block in self.instance.blocks("kubernetes_network_config") if self.instance is not None else ():
            value = block.written("service_ipv4_cidr")
            if self.instance is not None and value is not None and not value.is_null:
                return self.world.attribute(self.instance, "service_ipv4_cidr", block, "kubernetes_network_config")
        return None

    @property
    def version(self) -> Attribute:
        """The Kubernetes version; AWS takes its newest where none is written."""
        if self.instance is None:
            return hidden(self.address, "version", self.doubt, self.place)
        return self.world.attribute(self.instance, "version")

    @property
    def place(self) -> Span | None:
        """Where it stands: its header, else the profile here that names it."""
        if self.instance is not None:
            return self.instance.span
        return self.profiles[0].span if self.profiles else None

    @property
    def private_only(self) -> Answer:
        """Whether public access is off."""
        return negate(self.public_access.on)

    @cached_property
    def subnets(self) -> SubnetList:
        """The subnets of the control plane (vpc_config.subnet_ids)."""
        if self.instance is None or self.vpc_config is None:
            return SubnetList(hidden=self.doubt.because(f"{self.address} is not declared here"))
        value = self.vpc_config.written("subnet_ids")
        return read_subnets(self.estate.network, value, self.span)

    @cached_property
    def profile_subnets(self) -> SubnetList:
        """The subnets of all its profiles, each once. A profile without subnets uses the cluster's private ones."""
        items: dict[ResourceId, Subnet] = {}
        hidden = self.profiles_hidden
        for profile in self.profiles:
            given = profile.subnets if profile.subnets.value is not None else self.subnets
            for subnet in given:
                if given is profile.subnets or not subnet.reaches_internet_gateway.yes:
                    items.setdefault(subnet.thing, subnet)
            hidden = given.hidden if hidden.no else hidden
        return SubnetList(tuple(items.values()), hidden)

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
        for answer in (self.subnets.hidden, self.profile_subnets.hidden):
            if answer.unknown:
                return answer
        return undecided(f"the VPC of {self.address} is not declared here", code="undeclared")

    @cached_property
    def _api_groups(self) -> tuple[tuple[SecurityGroup, ...], Answer]:
        given = self.vpc_config.written("security_group_ids") if self.vpc_config is not None else None
        found, rest = elements(given) if given is not None else ((), None)
        hidden = undecided_by(rest) if rest is not None else NO
        groups = [self.estate.network.groups.group(self.primary_group)]
        for item in found:
            thing = self.world.thing(item)
            if thing is not None:
                groups.append(self.estate.network.groups.group(thing))
            elif not item.is_null:
                hidden = undecided_by(item)
        return tuple(groups), hidden

    @property
    def api_groups(self) -> tuple[SecurityGroup, ...]:
        """The security groups of its API endpoint: those given and the primary one."""
        return self._api_groups[0]

    @property
    def api_groups_hidden(self) -> Answer:
        """No if ``api_groups`` are all, else why there may be others."""
        return self._api_groups[1]

    @cached_property
    def bastions(self) -> tuple[Bastion, ...]:
        """The bastions in its VPC, as far as names and tags tell."""
        from fargate_lint.model.question.access import bastions_of

        return tuple(bastions_of(self.estate, self))

    @cached_property
    def is_reachable_from_outside(self) -> Answer:
        """Whether a bastion, VPN, peering or the like leads into its VPC. No only if none can be unseen."""
        from fargate_lint.model.question.access import is_reachable_from_outside

        return is_reachable_from_outside(self.estate, self)

    @property
    def primary_group(self) -> ResourceId:
        """The security group that EKS makes and that every Fargate pod carries."""
        return ResourceId(self.thing.kind, self.thing.name, "vpc_config.0.cluster_security_group_id")

    @property
    def pods(self) -> Pods:
        """Where its Fargate pods are and what groups they carry."""
        return Pods(self.profile_subnets.items, (self.primary_group,))

    @cached_property
    def access(self) -> Access:
        """Who may use its API."""
        from fargate_lint.model.cluster.cluster_access import Access

        return Access(self)

    # What runs its pods

    @cached_property
    def uses_fargate(self) -> Answer:
        """Whether it has Fargate profiles."""
        if self.profiles:
            return yes(self.profiles[0].address, self.profiles[0].span)
        return self.profiles_hidden if self.profiles_hidden.unknown else no()

    @cached_property
    def capacity(self) -> Capacity:
        """What EC2 capacity it has: node groups, self-managed nodes, Karpenter, Auto Mode."""
        from fargate_lint.model.cluster.node_capacity import capacity_of

        return capacity_of(self)

    @cached_property
    def data_plane(self) -> DataPlane:
        """Design section 6."""
        nodes, fargate = self.capacity.answer, self.uses_fargate
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
        doubt = self.capacity.answer if self.capacity.answer.unknown else self.uses_fargate
        return undecided(doubt.reason, doubt.span)

    @cached_property
    def has_egress(self) -> Answer:
        """Whether its Fargate pods reach the internet: yes if all profile subnets have a way out, no if one has none. A
        subnet with a route to an internet gateway is left out (FGL120 speaks about it)."""
        return self._leads_out(self.profile_subnets if self.profiles else self.subnets)

    def pods_have_egress(self, namespace: str | Value, labels: Labels | None = None) -> Answer:
        """Whether such pods reach the internet: from the subnets of the profile that EKS takes them for; where that is
        not sure, what holds for all of the cluster's Fargate pods."""
        taken = self.profiles_matching(namespace, labels)
        if not taken or taken[0].uses_cluster_subnets:
            return self.has_egress
        return self._leads_out(taken[0].subnets)

    def _leads_out(self, subnets: SubnetList) -> Answer:
        judged = [subnet for subnet in subnets if not subnet.reaches_internet_gateway.yes]
        answer = all_of(_way_out(subnet) for subnet in judged)
        if answer.no:
            culprit = next(subnet for subnet in judged if _way_out(subnet).no)
            return no(f"{culprit.address} has no default route", culprit.table.span or culprit.span)
        if answer.unknown:
            return answer
        if subnets.hidden.unknown:
            return subnets.hidden
        return yes() if subnets.items else undecided(f"the subnets of {self.address} are not known")

    @property
    def egress(self) -> Egress:
        """Design section 6."""
        return self.has_egress.choose("yes", "no", "undecided")

    @cached_property
    def public_access_cidrs_allow_nat(self) -> Answer:
        """Whether public_access_cidrs let the addresses in by which its pods leave. No only where none of the CIDRs can
        be theirs: a public address is not known before the gateway exists."""
        value = self.public_cidrs.value
        if value is None or value.is_null:
            return YES
        found, rest = elements(value)
        blocks = [read_block(item) for item in found]
        if any(block is not None and block.prefixlen == 0 for block in blocks):
            return YES
        if rest is not None:
            return undecided_by(rest)
        if any(item.is_unknown for item in found):
            own = [item for item in found if item.is_unknown and any(leaf.ref is not None for leaf in leaves(item))]
            return YES if own else undecided_by(found[0])
        if found and all(block is not None and block.is_private for block in blocks):
            return no("private addresses only", value.place)
        return undecided(
            "whether public_access_cidrs hold the NAT gateway's address is known after apply only", value.place
        )

    # Profiles and add-ons

    def profiles_matching(self, namespace: str | Value, labels: Labels | None = None) -> tuple[FargateProfile, ...]:
        """The profiles that surely match such a pod, by name, so that the first is the one that EKS takes."""
        found = [profile for profile in self.profiles if profile.matches(namespace, labels).yes]
        return tuple(sorted(found, key=lambda profile: profile.name.text or "\uffff"))

    def runs_on_fargate(self, namespace: str | Value, labels: Labels | None = None) -> Answer:
        """Whether some profile matches such a pod. No only if every profile is seen and none does."""
        answer = any_of(profile.matches(namespace, labels) for profile in self.profiles)
        return self.profiles_hidden if answer.no and self.profiles_hidden.unknown else answer

    @cached_property
    def addons(self) -> tuple[Addon, ...]:
        """Its EKS add-ons declared here."""
        return self.estate.addons_of(self)

    def addon(self, name: str) -> Addon | None:
        """The add-on of this name ("coredns"), None if none is declared here (see ``has_addon`` for absence)."""
        return next((addon for addon in self.addons if addon.name == name), None)

    def has_addon(self, name: str) -> Answer:
        """Whether the add-on is there. No only if none can be unseen."""
        return self.estate.has_addon(self, name)

    @cached_property
    def coredns(self) -> CoreDns:
        """Its CoreDNS."""
        from fargate_lint.model.cluster.coredns import CoreDns

        return CoreDns(self)

    @property
    def broken_profile(self) -> FargateProfile | None:
        """A profile whose selectors are at fault (FGL302): what it was meant to match is not known."""
        return next((profile for profile in self.profiles if profile.is_broken), None)

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

    def is_named_by(self, value: Value | None) -> Answer:
        """Whether a value (a ``cluster_name`` argument) names this cluster."""
        return self.estate.names_cluster(self, value)

    def __repr__(self) -> str:
        return f"<Cluster {self.address}>"


def _way_out(subnet: Subnet) -> Answer:
    """Whether pods in a subnet get out. Where it may lead to an internet gateway it may be none of theirs."""
    egress, public = subnet.egress, subnet.reaches_internet_gateway
    return public if egress.no and public.unknown else egress
