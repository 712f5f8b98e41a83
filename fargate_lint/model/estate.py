"""The estate: everything that rules look at, found from an evaluated root. The first word of every rule."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.addon import Addon
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.profile import FargateProfile, Selector
from fargate_lint.model.network.endpoint import Endpoint
from fargate_lint.model.network.network import Network
from fargate_lint.model.network.subnet import Subnet
from fargate_lint.model.network.vpc import Vpc
from fargate_lint.model.question import use
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.world import World
from fargate_lint.terraform.instance import Instance, Root
from fargate_lint.values.answer import Answer, no, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.facts import Facts
    from fargate_lint.files import Files
    from fargate_lint.model.cluster.cluster_access import AwsAuth
    from fargate_lint.model.cluster.execution_role import ExecutionRole
    from fargate_lint.model.cluster.pod_identity import PodIdentity
    from fargate_lint.model.network.nat_gateway import NatGateway
    from fargate_lint.model.question.broken_reference import BrokenReference
    from fargate_lint.model.question.endpoint_use import EndpointUse
    from fargate_lint.model.question.module_call import RegistryCall
    from fargate_lint.model.question.need import EndpointNeed, Need
    from fargate_lint.model.question.placement import Placement
    from fargate_lint.model.question.region import MisspeltRegion
    from fargate_lint.model.workload.fargate_pod import FargatePod
    from fargate_lint.model.workload.helm import HelmRelease
    from fargate_lint.model.workload.image import Pull
    from fargate_lint.model.workload.load_balancer import Controller, Exposed
    from fargate_lint.model.workload.log_router import LogCheck
    from fargate_lint.model.workload.namespace import Namespace
    from fargate_lint.model.workload.service_account import StsAccount
    from fargate_lint.model.workload.workload import KubernetesObject, Workload


class Estate:
    """``manifests`` are Kubernetes objects given beside Terraform; ``today`` decides about dates."""

    def __init__(
        self,
        root: Root,
        facts: Facts,
        manifests: Sequence[Any] = (),
        today: datetime.date | None = None,
        files: Files | None = None,
    ) -> None:
        self.root = root
        self.facts = facts
        self.manifests = tuple(manifests)
        self.today = today or datetime.date.today()
        self.world = World(root, facts, self.today, files)
        self.network = Network(self.world)

    # Clusters and profiles

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The clusters declared here, then those made elsewhere that profiles here belong to."""
        from fargate_lint.model.cluster.clusters import find_clusters

        return find_clusters(self)

    @cached_property
    def profiles(self) -> tuple[FargateProfile, ...]:
        """Every Fargate profile declared here."""
        return tuple(FargateProfile(self.network, i) for i in self.world.managed("aws_eks_fargate_profile"))

    def names_cluster(self, cluster: Cluster, value: Value | None) -> Answer:
        """Whether a value (a ``cluster_name`` argument) names this cluster."""
        from fargate_lint.model.cluster.clusters import names_cluster

        return names_cluster(self, cluster, value)

    def fargate_clusters(self) -> Iterator[Cluster]:
        """The clusters that have, or may have, Fargate profiles: the only ones that rules speak about."""
        for cluster in self.clusters:
            if cluster.profiles:
                yield cluster

    # The network

    def cluster_vpcs(self) -> Iterator[Vpc]:
        """The VPCs of clusters with Fargate profiles, each once, made here or not. A cluster whose VPC nothing names
        gives one that answers no question."""
        seen: dict[ResourceId, Vpc] = {}
        for cluster in self.fargate_clusters():
            for vpc in cluster.vpcs or (self._unknown_vpc(cluster),):
                seen.setdefault(vpc.thing, vpc)
        yield from seen.values()

    def _unknown_vpc(self, cluster: Cluster) -> Vpc:
        return self.network.unknown_vpc(f"the VPC of {cluster.address}", cluster.vpc_doubt, cluster.place)

    def clusters_in(self, vpc: Vpc) -> tuple[Cluster, ...]:
        """The clusters with Fargate profiles in this VPC."""
        return tuple(
            cluster for cluster in self.fargate_clusters() if vpc in (cluster.vpcs or (self._unknown_vpc(cluster),))
        )

    def endpoints_in_cluster_vpcs(self) -> Iterator[Endpoint]:
        """The endpoints in the VPCs of clusters with Fargate profiles."""
        for vpc in self.cluster_vpcs():
            yield from vpc.endpoints

    def region_of(self, instance: Instance) -> str | None:
        """The region that an instance is in, None where nothing says."""
        return self.world.region_of(instance)

    def misspelt_regions(self) -> tuple[MisspeltRegion, ...]:
        """Regions one letter away from one that exists, each once."""
        from fargate_lint.model.question.region import misspelt_regions

        return misspelt_regions(self)

    def endpoint_uses(self) -> Iterator[EndpointUse]:
        """Every endpoint of a needed service in those VPCs, with whether it is of use to the pods."""
        from fargate_lint.model.question.endpoint_use import endpoint_uses

        return endpoint_uses(self)

    def endpoint_needs(self, vpc: Vpc) -> tuple[EndpointNeed, ...]:
        """The services that the Fargate pods in a VPC need, and what the absence of each would mean."""
        from fargate_lint.model.question.need import endpoint_needs

        return endpoint_needs(self, vpc)

    def uses_private_endpoints(self, vpc: Vpc) -> bool:
        """Whether an endpoint that the pods of a VPC need is declared there: somebody is building a private set-up."""
        return any(need.present.yes for need in self.endpoint_needs(vpc))

    def needs_of(self, cluster: Cluster) -> tuple[Need, ...]:
        """The services that the pods of a cluster need an endpoint for, were there no other way out."""
        from fargate_lint.model.question.need import needs_of

        return needs_of(self, cluster)

    @cached_property
    def load_balancer_controller(self) -> Answer:
        """Whether the AWS Load Balancer Controller is in sight (its release, add-on or pods). Never unknown."""
        return use.load_balancer_controller(self)

    @cached_property
    def load_balancers(self) -> Answer:
        """Whether the controller, an Ingress or a Service of type LoadBalancer is in sight."""
        return use.load_balancers(self)

    @cached_property
    def controller_wants_cluster_tag(self) -> Answer:
        """Whether a load balancer controller in sight is so old that it wants its cluster's tag on every subnet."""
        return use.wants_cluster_tag(self)

    def profile_subnets(self) -> Iterator[Subnet]:
        """The subnets of all Fargate profiles, each once."""
        seen: dict[ResourceId, Subnet] = {}
        for cluster in self.fargate_clusters():
            for subnet in cluster.profile_subnets:
                seen.setdefault(subnet.thing, subnet)
        yield from seen.values()

    def fargate_nat_gateways(self) -> Iterator[tuple[NatGateway, Subnet]]:
        """The NAT gateways by which Fargate pods get out, each once with a subnet that uses it."""
        from fargate_lint.model.network.nat_gateway import nat_gateways_of

        seen: set[str] = set()
        for cluster in self.fargate_clusters():
            for gateway, subnet in nat_gateways_of(self.network, cluster):
                if gateway.address not in seen:
                    seen.add(gateway.address)
                    yield gateway, subnet

    # Add-ons

    @cached_property
    def addons(self) -> tuple[Addon, ...]:
        """Every EKS add-on declared here."""
        return tuple(Addon(self.world, instance) for instance in self.world.managed("aws_eks_addon"))

    def addons_of(self, cluster: Cluster) -> tuple[Addon, ...]:
        """The add-ons of a cluster. One that names its cluster by what is not known belongs to the only cluster."""
        only = len(self.clusters) == 1
        return tuple(
            addon
            for addon in self.addons
            if (answer := self.names_cluster(cluster, addon.cluster_value)).yes or (answer.unknown and only)
        )

    def has_addon(self, cluster: Cluster, name: str) -> Answer:
        """Whether the cluster has this add-on. No only if none can be unseen."""
        doubt: Answer | None = None
        for addon in self.addons:
            whose = self.names_cluster(cluster, addon.cluster_value)
            if whose.no or (addon.name is not None and addon.name != name):
                continue
            if addon.name == name and (whose.yes or len(self.clusters) == 1) and not addon.may_be_absent:
                return yes(addon.address, addon.span)
            doubt = (
                doubt
                if doubt is not None
                else undecided(f"{addon.address} may be it, or may have no instance", addon.span, code="count")
            )
        if doubt is not None:
            return doubt
        if not cluster.is_declared:
            return undecided(
                f"{cluster.thing} is not made here, so its add-ons may be made elsewhere",
                code="elsewhere",
                waits_for=cluster.thing.waits_for,
            )
        names = [cluster.name] if cluster.name else []
        hidden = self.world.may_hide(("aws_eks_addon",), (cluster.thing,), names)
        return hidden if hidden.unknown else no()

    # Access

    @property
    def aws_auths(self) -> tuple[AwsAuth, ...]:
        """The ConfigMaps aws-auth that are written here."""
        from fargate_lint.model.cluster.cluster_access import aws_auths

        return tuple(aws_auths(self))

    @property
    def users_of_api(self) -> tuple[Instance, ...]:
        """What Terraform makes through a cluster's API: Kubernetes resources and Helm releases."""
        from fargate_lint.model.cluster.cluster_access import users_of_api

        return tuple(users_of_api(self))

    @cached_property
    def pod_identities(self) -> tuple[PodIdentity, ...]:
        """The pod identity associations declared here."""
        from fargate_lint.model.cluster.pod_identity import find_pod_identities

        return find_pod_identities(self)

    # Modules

    def cluster_ids_used_as_names(self) -> Iterator[tuple[str, Span | None]]:
        """Where the id that only clusters on Outposts have (aws_eks_cluster.x.cluster_id) is given as a cluster's name:
        to resources, data sources and charts."""
        from fargate_lint.model.question.module_call import cluster_names_given

        for instance in self.world.instances.values():
            for argument, value in cluster_names_given(instance):
                source = self.world.instances.get(value.ref.address) if value.ref is not None else None
                if source is not None and source.type == "aws_eks_cluster":
                    yield instance.address, value.place or self.world.place(instance, argument)

    @cached_property
    def registry_calls(self) -> tuple[RegistryCall, ...]:
        """The calls of known public modules in the reader's own code."""
        from fargate_lint.model.question.module_call import registry_calls

        return tuple(registry_calls(self))

    # Kubernetes

    @cached_property
    def objects(self) -> tuple[KubernetesObject, ...]:
        """Every Kubernetes object: kubernetes_* resources, manifests in Terraform, manifests given beside it."""
        from fargate_lint.model.workload.workload import find_objects

        return find_objects(self)

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """Everything that makes pods: kubernetes_* resources, manifests (in Terraform and given beside it). Helm
        releases and add-ons are apart."""
        from fargate_lint.model.workload.workload import find_workloads

        return find_workloads(self)

    @cached_property
    def broken_references(self) -> tuple[BrokenReference, ...]:
        """References to what does not exist, files that are read and are not there."""
        from fargate_lint.model.question.broken_reference import broken_references

        return tuple(broken_references(self.world))

    @cached_property
    def execution_roles(self) -> tuple[ExecutionRole, ...]:
        """The pod execution roles of Fargate profiles."""
        from fargate_lint.model.cluster.execution_role import execution_roles

        return tuple(execution_roles(self))

    def uses_namespace(self, selector: Selector) -> Answer:
        """Whether something here makes or uses a namespace that a selector matches. Yes where nothing of Kubernetes is
        in sight at all: it is elsewhere then."""
        from fargate_lint.model.workload.namespace import uses_namespace

        return uses_namespace(self, selector)

    @property
    def daemonsets(self) -> tuple[Workload, ...]:
        """The DaemonSets among the workloads, where a cluster has Fargate profiles."""
        if not any(cluster.profiles for cluster in self.clusters):
            return ()
        return tuple(workload for workload in self.workloads if workload.is_daemonset)

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """The workloads and Helm releases of clusters that have, or may have, Fargate only, beside their profiles."""
        from fargate_lint.model.question.placement import placements

        return tuple(placements(self))

    @cached_property
    def fargate_pods(self) -> tuple[FargatePod, ...]:
        """The pods of workloads that run on Fargate, or may."""
        from fargate_lint.model.workload.fargate_pod import fargate_pods

        return tuple(fargate_pods(self))

    @cached_property
    def log_checks(self) -> tuple[LogCheck, ...]:
        """What is to be looked at of Fargate's log router."""
        from fargate_lint.model.workload.log_router import log_checks

        return tuple(log_checks(self))

    @cached_property
    def controllers(self) -> tuple[Controller, ...]:
        """The AWS Load Balancer Controllers that run on Fargate, or may."""
        from fargate_lint.model.workload.load_balancer import controllers

        return tuple(controllers(self))

    @cached_property
    def exposed(self) -> tuple[Exposed, ...]:
        """The Ingresses and Services of type LoadBalancer in front of pods on Fargate."""
        from fargate_lint.model.workload.load_balancer import exposed

        return tuple(exposed(self))

    @cached_property
    def pulls(self) -> tuple[Pull, ...]:
        """The images of pods on Fargate, where there is or may be no way out."""
        from fargate_lint.model.workload.image import pulls

        return tuple(pulls(self))

    @cached_property
    def sts_accounts(self) -> tuple[StsAccount, ...]:
        """The service accounts, and which STS endpoint they say."""
        from fargate_lint.model.workload.service_account import sts_accounts

        return tuple(sts_accounts(self))

    @cached_property
    def addon_placements(self) -> tuple[Placement, ...]:
        """The same of add-ons that make pods, CoreDNS aside."""
        from fargate_lint.model.question.placement import addon_placements

        return tuple(addon_placements(self))

    @cached_property
    def helm_releases(self) -> tuple[HelmRelease, ...]:
        """Every Helm release."""
        from fargate_lint.model.workload.helm import find_releases

        return find_releases(self)

    @cached_property
    def namespaces(self) -> tuple[Namespace, ...]:
        """Every namespace that is made here."""
        from fargate_lint.model.workload.namespace import find_namespaces

        return find_namespaces(self)

    @cached_property
    def unused_namespaces(self) -> tuple[Namespace, ...]:
        """The namespaces in which nothing of this configuration makes pods."""
        from fargate_lint.model.workload.namespace import unused

        return unused(self)

    def cluster_of(self, instance: Instance | None) -> Cluster | None:
        """The cluster that a Kubernetes resource goes to: the only one that there is. None where there are several,
        since provider configurations are not followed."""
        return self.clusters[0] if len(self.clusters) == 1 else None

    # Order

    def ordered_after(self, later: Instance, earlier: Instance) -> bool:
        """Whether a dependency, direct or not, makes Terraform create ``later`` after ``earlier``. What another root
        manages whose state is read is there before."""
        keeper = self.root.keeper(earlier.address)
        if keeper and keeper != self.root.keeper(later.address):
            return True
        return earlier.declaration.address in self.world.graph.before(later.declaration.address)
