"""The estate: everything that rules look at, found from an evaluated root. The first word of every rule."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.manifest import KubeObject
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.network.network import Network
from fargate_lint.model.network.vpc import Vpc
from fargate_lint.model.question.callers import Callers
from fargate_lint.model.question.endpoint_use import Endpoints
from fargate_lint.model.question.on_fargate import OnFargate
from fargate_lint.model.thing.kubernetes_object import KubernetesObjects
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.terraform.instance import Instance, Root
from fargate_lint.values.answer import Answer

if TYPE_CHECKING:
    from fargate_lint.facts import Facts
    from fargate_lint.files import Files
    from fargate_lint.model.cluster.execution_role import ExecutionRole
    from fargate_lint.model.cluster.pod_identity import PodIdentity
    from fargate_lint.model.identity.aws_auth import AwsAuth
    from fargate_lint.model.network.nat_gateway import NatGateway
    from fargate_lint.model.network.subnet import Subnet
    from fargate_lint.model.question.mistakes import Mistakes
    from fargate_lint.model.question.module_call import RegistryCall
    from fargate_lint.model.question.ways_in import WaysIn
    from fargate_lint.model.workload.namespace import Namespace


class Estate:
    """``manifests`` are Kubernetes objects given beside Terraform; ``today`` decides about dates. What few rules ask is
    loaded when it is asked for."""

    def __init__(
        self,
        root: Root,
        facts: Facts,
        manifests: Sequence[KubeObject] = (),
        today: datetime.date | None = None,
        files: Files | None = None,
    ) -> None:
        self.root = root
        self.facts = facts
        self.today = today or datetime.date.today()
        self.resources = Resources(root, facts, self.today, files)
        self.network = Network(self.resources)
        self.clusters = Clusters(self.network, KubernetesObjects(self.resources, manifests))

    # Clusters

    def fargate_clusters(self) -> Iterator[Cluster]:
        """The clusters that have, or may have, Fargate profiles: the only ones that rules speak about."""
        yield from self.clusters.with_fargate

    def cluster_vpcs(self) -> Iterator[Vpc]:
        """The VPCs of clusters with Fargate profiles, each once, made here or not."""
        yield from self.clusters.vpcs

    @property
    def hidden_cluster(self) -> Answer:
        """Whether a cluster on Fargate may be in a module that cannot be seen, where none is in sight."""
        return self.clusters.unseen

    @property
    def may_use_fargate(self) -> bool:
        """Whether there is, or may be, Fargate: else what is wrong here is nobody's question."""
        return self.clusters.unseen.unknown or any(not cluster.profiles.exist.no for cluster in self.clusters)

    @cached_property
    def execution_roles(self) -> tuple[ExecutionRole, ...]:
        """The pod execution roles of Fargate profiles."""
        from fargate_lint.model.cluster.execution_role import execution_roles

        return tuple(execution_roles(self.clusters))

    @cached_property
    def pod_identities(self) -> tuple[PodIdentity, ...]:
        """The pod identity associations declared here."""
        from fargate_lint.model.cluster.pod_identity import find_pod_identities

        return find_pod_identities(self.clusters)

    @cached_property
    def aws_auths(self) -> tuple[AwsAuth, ...]:
        """The ConfigMaps aws-auth that are written here."""
        from fargate_lint.model.identity.aws_auth import aws_auths

        return tuple(aws_auths(self.resources))

    @cached_property
    def users_of_api(self) -> tuple[Instance, ...]:
        """What Terraform makes through a cluster's API: Kubernetes resources and Helm releases."""
        from fargate_lint.model.cluster.cluster_access import users_of_api

        return tuple(users_of_api(self.resources))

    # The network

    @cached_property
    def endpoints(self) -> Endpoints:
        """The endpoints in the VPCs of clusters with Fargate profiles, their uses, and what is needed there."""
        return Endpoints(self.clusters, self.callers)

    def ways_in(self, cluster: Cluster) -> WaysIn:
        """Bastions, VPNs and the like that lead into the VPC of a cluster."""
        from fargate_lint.model.question.ways_in import WaysIn

        return WaysIn(self.network, cluster)

    def fargate_nat_gateways(self) -> Iterator[tuple[NatGateway, Subnet]]:
        """The NAT gateways by which Fargate pods get out, each once with a subnet that uses it."""
        from fargate_lint.model.network.nat_gateway import nat_gateways_of

        return nat_gateways_of(self.network, self.clusters.profile_subnets())

    # Kubernetes

    @cached_property
    def kubernetes(self) -> Kubernetes:
        """Workloads, Helm releases, namespaces, and all other Kubernetes objects in sight."""
        return Kubernetes(self.clusters)

    @cached_property
    def on_fargate(self) -> OnFargate:
        """What of Kubernetes runs on Fargate, or may."""
        return OnFargate(self.kubernetes)

    @cached_property
    def callers(self) -> Callers:
        """Who calls AWS from inside the cluster, as far as it is in sight."""
        return Callers(self.kubernetes)

    def access_in(self, space: Namespace) -> Answer:
        """Whether something here gives somebody access to a namespace."""
        from fargate_lint.model.question.namespace_access import access_of

        return access_of(self.kubernetes, space)

    # The configuration itself

    @cached_property
    def registry_calls(self) -> tuple[RegistryCall, ...]:
        """The calls of known public modules in the reader's own code."""
        from fargate_lint.model.question.module_call import registry_calls

        return tuple(registry_calls(self.resources))

    def cluster_ids_used_as_names(self) -> Iterator[tuple[str, Span | None]]:
        """Where the id that only clusters on Outposts have is given as a cluster's name: addresses with places."""
        from fargate_lint.model.question.module_call import cluster_ids_used_as_names

        return cluster_ids_used_as_names(self.resources)

    @cached_property
    def mistakes(self) -> Mistakes:
        """What is wrong with the text itself: broken references, errors of a plan, wrong words."""
        from fargate_lint.model.question.mistakes import Mistakes

        return Mistakes(self.clusters)

    def ordered_after(self, later: Instance, earlier: Instance) -> bool:
        """Whether a dependency, direct or not, makes Terraform create ``later`` after ``earlier``. What another root
        manages whose state is read is there before."""
        keeper = self.root.keeper(earlier.address)
        if keeper and keeper != self.root.keeper(later.address):
            return True
        return earlier.declaration.address in self.resources.graph.before(later.declaration.address)
