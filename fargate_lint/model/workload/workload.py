"""Workloads: what makes pods in a cluster, whichever way it is written. Helm releases and add-ons are apart."""

from __future__ import annotations

from functools import cached_property

from fargate_lint.kubernetes.labels import Labels
from fargate_lint.kubernetes.manifest import KubeObject
from fargate_lint.kubernetes.pod import PodSpec, pod_of
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.thing.kubernetes_object import KubernetesObject
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import YES, Answer, all_of, undecided


class Workload(KubernetesObject):
    """A Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod … with its pod template."""

    def __init__(
        self,
        clusters: Clusters,
        object: KubeObject,
        instance: Instance | None,
        pod: PodSpec,
        condition: Answer = YES,
    ) -> None:
        super().__init__(clusters.resources, object, instance, condition)
        self.clusters = clusters
        self.pod = pod

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that it goes to: the only one there is, else None."""
        return self.clusters.of(self.instance)

    @cached_property
    def only(self) -> Answer:
        """Whether its cluster has Fargate only."""
        return self.clusters.fargate_only(self.cluster, self.span)

    @property
    def labels(self) -> Labels:
        """The labels of its pods."""
        return self.pod.labels

    @property
    def is_daemonset(self) -> bool:
        return self.kind == "DaemonSet"

    @cached_property
    def reaches_fargate(self) -> Answer:
        """Whether its pods tolerate the taint of Fargate nodes and do not keep off them otherwise."""
        node = self.resources.facts.limits.node
        return all_of(
            (
                self.pod.tolerates(node.taint_key, node.taint_value, node.taint_effect),
                self.pod.excludes(node.label, node.label_value).negated,
            )
        )

    @cached_property
    def on_fargate(self) -> Answer:
        """Whether a profile of its cluster takes its pods."""
        cluster = self.cluster
        if cluster is None:
            return undecided(
                "several clusters are declared here, and nothing says which one it goes to", self.span, code="unclear"
            )
        return cluster.profiles.take(self.namespace, self.labels)


def find_workloads(clusters: Clusters) -> tuple[Workload, ...]:
    """The Kubernetes objects that make pods."""
    found = []
    for thing in clusters.objects:
        pod = pod_of(thing.object)
        if pod is not None:
            found.append(Workload(clusters, thing.object, thing.instance, pod, thing.condition))
    return tuple(found)
