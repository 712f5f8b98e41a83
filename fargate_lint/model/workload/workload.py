"""Workloads: what makes pods in a cluster, whichever way it is written. Helm releases and add-ons are apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.labels import Labels
from fargate_lint.kubernetes.manifest import KubeObject
from fargate_lint.kubernetes.pod import PodSpec, pod_of
from fargate_lint.kubernetes.resource import makes_object, objects_of
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer, all_of, negate, undecided
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.cluster.cluster import Cluster
    from fargate_lint.model.estate import Estate

CLUSTER_WIDE = frozenset(
    [
        "APIService",
        "CSIDriver",
        "ClusterRole",
        "ClusterRoleBinding",
        "IngressClass",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "RuntimeClass",
        "StorageClass",
        "ValidatingWebhookConfiguration",
    ]
)
"""Kinds that are in no namespace. Source: kubectl api-resources --namespaced=false, Kubernetes 1.33."""


class KubernetesObject:
    """One Kubernetes object. ``instance`` is the resource that makes it, None for one of a manifest given beside."""

    def __init__(self, estate: Estate, object: KubeObject, instance: Instance | None) -> None:
        self.estate = estate
        self.object = object
        self.instance = instance

    @property
    def address(self) -> str:
        """The resource's address; for a manifest given beside Terraform kind/namespace/name (without the namespace
        where it has none, or none that is known)."""
        if self.instance is not None:
            return self.instance.address
        namespace = None if self.kind in CLUSTER_WIDE else self.namespace.text
        return "/".join((self.kind or "object", *((namespace,) if namespace else ()), self.name or "…"))

    @property
    def kind(self) -> str | None:
        """ "Deployment", "Ingress" …; None if not known."""
        return self.object.kind

    @property
    def name(self) -> str | None:
        return self.object.name.text

    @property
    def namespace(self) -> Value:
        """Its namespace; "default" where none is written."""
        return self.object.namespace

    @property
    def span(self) -> Span | None:
        """Its header, or its first line in a manifest."""
        return self.object.span

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that it goes to: the only one there is, else None."""
        return self.estate.cluster_of(self.instance)

    @property
    def subject(self) -> str | None:
        """Its kind and name where its resource makes, or may make, several objects; else None."""
        if self.instance is None or self.instance.type.startswith("kubernetes_"):
            return None
        return self.what

    @property
    def what(self) -> str:
        """Its kind and name, for messages."""
        return f"{self.kind or 'object'} {self.name or ''}".strip()

    @property
    def may_be_absent(self) -> bool:
        """Whether its count or for_each is not known."""
        return self.instance is not None and self.instance.indefinite

    @cached_property
    def only(self) -> Answer:
        """Whether its cluster has Fargate only."""
        from fargate_lint.model.question.placement import fargate_only

        return fargate_only(self.estate, self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.address}>"


class Workload(KubernetesObject):
    """A Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod … with its pod template."""

    def __init__(self, estate: Estate, object: KubeObject, instance: Instance | None, pod: PodSpec) -> None:
        super().__init__(estate, object, instance)
        self.pod = pod

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
        node = self.estate.facts.limits.node
        return all_of(
            (
                self.pod.tolerates(node.taint_key, node.taint_value, node.taint_effect),
                negate(self.pod.excludes(node.label, node.label_value)),
            )
        )

    @cached_property
    def on_fargate(self) -> Answer:
        """Whether a profile of its cluster takes its pods."""
        cluster = self.cluster
        if cluster is None:
            return undecided(
                "several clusters are declared here, and nothing says which one it goes to",
                self.span,
                code="unclear",
            )
        return cluster.runs_on_fargate(self.namespace, self.labels)


def find_objects(estate: Estate) -> tuple[KubernetesObject, ...]:
    """Every Kubernetes object of the estate: resources, manifests in Terraform, manifests given beside it."""
    return tuple(KubernetesObject(estate, object, instance) for object, instance in _objects(estate))


def find_workloads(estate: Estate) -> tuple[Workload, ...]:
    """Those of them that make pods."""
    found = []
    for object, instance in _objects(estate):
        pod = pod_of(object)
        if pod is not None:
            found.append(Workload(estate, object, instance, pod))
    return tuple(found)


def _objects(estate: Estate) -> Iterator[tuple[KubeObject, Instance | None]]:
    for instance in estate.root.instances():
        if makes_object(instance.type):
            for object in objects_of(instance):
                yield object, instance
    for object in estate.manifests:
        yield object, None
