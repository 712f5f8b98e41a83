"""Kubernetes objects: kubernetes_* resources, manifests in Terraform, manifests given beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.helm import HelmRelease
from fargate_lint.kubernetes.manifest import KubeObject
from fargate_lint.kubernetes.resource import makes_object, objects_of
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.thing.view import presence
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import YES, Answer
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.kubernetes.local_chart import LocalChart

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


MOST_CHARTS = 200
"""Releases of charts in the repository that are read; of more only the releases themselves are known."""


class KubernetesObject:
    """One Kubernetes object. ``instance`` is the resource that makes it, None for one of a manifest given beside.
    ``condition``: yes, or unknown where the template of a chart makes it on a condition that is not known."""

    def __init__(
        self, resources: Resources, object: KubeObject, instance: Instance | None, condition: Answer = YES
    ) -> None:
        self.resources = resources
        self.object = object
        self.instance = instance
        self.condition = condition

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
    def header(self) -> Span | None:
        """Where it is ordered or repeated: the release that installs its chart, else where it stands."""
        from_chart = self.instance is not None and self.instance.type == "helm_release"
        return self.instance.span if self.instance is not None and from_chart else self.span

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
        """Whether its count or for_each, or a condition of its chart, is not known, and may make none."""
        return self.condition.unknown or (self.instance is not None and self.instance.may_be_absent)

    @property
    def present(self) -> Answer:
        """Whether it surely is there: yes, or unknown because its resource may have no instance, or its chart makes it
        on a condition."""
        there = presence(self.instance, self.span)
        return there if there.unknown else self.condition

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.address}>"


class KubernetesObjects:
    """Every Kubernetes object in sight. ``beside`` are those of manifests given beside Terraform; those of charts in
    the repository are seen through the releases that install them."""

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
        found += [
            KubernetesObject(self.resources, item.object, self.resources.instances[address], item.present)
            for address, chart in self.local_charts.items()
            for item in chart.objects
        ]
        return (*found, *(KubernetesObject(self.resources, object, None) for object in self._beside))

    @cached_property
    def local_charts(self) -> Mapping[str, LocalChart]:
        """What releases make of charts in the repository, by the release's address."""
        found: dict[str, LocalChart] = {}
        for instance in self.resources.managed("helm_release"):
            release = HelmRelease(instance)
            if release.is_local and len(found) < MOST_CHARTS:
                from fargate_lint.kubernetes.local_chart import chart_folder, read_chart

                folder = chart_folder(release, self.resources.files, self.resources.root.path)
                if folder is not None:
                    found[instance.address] = read_chart(release, folder, self.resources.files)
        return found

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
