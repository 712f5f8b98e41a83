"""EKS Pod Identity associations: which cluster and namespace they are for."""

from __future__ import annotations

from functools import cached_property

from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.thing.view import ResourceView
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer, any_of, no, undecided, yes
from fargate_lint.values.value import Value, string


class PodIdentity(ResourceView):
    """One ``aws_eks_pod_identity_association``, or such a block of an add-on."""

    def __init__(self, clusters: Clusters, instance: Instance) -> None:
        super().__init__(clusters.resources, instance)
        self._clusters = clusters

    @property
    def namespace(self) -> Value:
        if self.instance.type == "aws_eks_addon":
            return string("kube-system")  # where EKS's own add-ons with roles run
        return self.instance.written("namespace") or self.instance.get("namespace")

    @property
    def account(self) -> str | None:
        """The service account's name (the add-on's), None if not known."""
        if self.instance.type == "aws_eks_addon":
            return self.instance.get("addon_name").text
        return self.instance.get("service_account").text

    @cached_property
    def cluster(self) -> Cluster | None:
        """Its cluster, None where that is not known."""
        value = self.instance.get("cluster_name")
        sure = [cluster for cluster in self._clusters if cluster.is_named_by(value).yes]
        if sure:
            return sure[0]
        return self._clusters.of(self.instance)

    @cached_property
    def on_fargate(self) -> Answer:
        """Whether its pods run on Fargate: all do on a Fargate-only cluster; else those of a namespace that a selector
        without labels takes."""
        cluster = self.cluster
        if cluster is None:
            return undecided("which cluster it is for is not known", self.span)
        if not cluster.profiles or cluster.fargate_only.yes:
            return yes() if cluster.profiles else no()
        whole = [s for profile in cluster.profiles for s in profile.selectors if not s.has_labels]
        answer = any_of(selector.matches_namespace(self.namespace) for selector in whole)
        if answer.yes:
            return answer
        some = any_of(profile.covers_namespace(self.namespace) for profile in cluster.profiles)
        if some.yes:
            return undecided("its namespace is on Fargate for pods with certain labels only", self.span)
        for doubt in (answer, some, cluster.profiles.incomplete):
            if doubt.unknown:
                return doubt
        return cluster.fargate_only if cluster.fargate_only.unknown else no()


def find_pod_identities(clusters: Clusters) -> tuple[PodIdentity, ...]:
    """The associations declared here."""
    own = clusters.resources.managed("aws_eks_pod_identity_association")
    addons = (i for i in clusters.resources.managed("aws_eks_addon") if len(i.blocks("pod_identity_association")))
    return tuple(PodIdentity(clusters, instance) for instance in (*own, *addons))
