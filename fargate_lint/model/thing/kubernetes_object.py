"""Kubernetes objects: kubernetes_* resources, manifests in Terraform, manifests given beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.manifest import KubeObject
from fargate_lint.kubernetes.resource import makes_object, objects_of
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.thing.view import presence
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer
from fargate_lint.values.value import Value

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

    def __init__(self, resources: Resources, object: KubeObject, instance: Instance | None) -> None:
        self.resources = resources
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
        """Whether its count or for_each is not known, and may make none."""
        return self.instance is not None and self.instance.may_be_absent

    @property
    def present(self) -> Answer:
        """Whether it surely is there: yes, or unknown because its resource may have no instance."""
        return presence(self.instance, self.span)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.address}>"


class KubernetesObjects:
    """Every Kubernetes object in sight. ``beside`` are those of manifests given beside Terraform."""

    def __init__(self, resources: Resources, beside: Sequence[KubeObject] = ()) -> None:
        self.resources = resources
        self._beside = tuple(beside)

    def __iter__(self) -> Iterator[KubernetesObject]:
        return iter(self._all)

    @cached_property
    def _all(self) -> tuple[KubernetesObject, ...]:
        found = [
            KubernetesObject(self.resources, object, instance)
            for instance in self.resources.root.instances()
            if makes_object(instance.type)
            for object in objects_of(instance)
        ]
        return (*found, *(KubernetesObject(self.resources, object, None) for object in self._beside))

    @cached_property
    def _by_kind(self) -> dict[str | None, list[KubernetesObject]]:
        found: dict[str | None, list[KubernetesObject]] = {}
        for thing in self._all:
            found.setdefault(thing.kind, []).append(thing)
        return found

    def of_kind(self, kind: str) -> tuple[KubernetesObject, ...]:
        """Those of one kind ("Ingress")."""
        return tuple(self._by_kind.get(kind, ()))

    @property
    def some_unread(self) -> bool:
        """Whether the kind of some is not known, so that it may be anything."""
        return None in self._by_kind
