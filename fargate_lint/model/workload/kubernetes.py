"""What of Kubernetes is in sight: workloads, Helm releases, namespaces, and all other objects."""

from __future__ import annotations

from functools import cached_property

from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.cluster.profile import Selector, is_named
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.workload.helm import HelmRelease, find_releases
from fargate_lint.model.workload.namespace import Namespace
from fargate_lint.model.workload.workload import Workload, find_workloads
from fargate_lint.values.answer import YES, Answer, any_of, undecided
from fargate_lint.values.value import string


class Kubernetes:
    """The Kubernetes side of a configuration. ``objects`` are kubernetes_* resources, manifests in Terraform, and
    manifests given beside it."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters
        self.objects = clusters.objects
        self.resources = clusters.resources

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """Everything that makes pods, but for Helm releases and add-ons."""
        return find_workloads(self.clusters)

    @property
    def daemonsets(self) -> tuple[Workload, ...]:
        """The DaemonSets among the workloads, where a cluster has Fargate profiles."""
        if not self.clusters.with_fargate:
            return ()
        return tuple(workload for workload in self.workloads if workload.is_daemonset)

    @cached_property
    def helm_releases(self) -> tuple[HelmRelease, ...]:
        """Every Helm release."""
        return find_releases(self.clusters)

    @cached_property
    def namespaces(self) -> tuple[Namespace, ...]:
        """Every namespace that something here makes."""
        found = [
            Namespace(
                self.clusters,
                thing.object.name,
                "resource" if thing.instance is not None else "manifest",
                thing.address,
                thing.span,
                thing.instance,
            )
            for thing in self.objects.of_kind("Namespace")
        ]
        found += [
            Namespace(self.clusters, release.namespace, "release", release.address, release.span, release.instance)
            for release in self.helm_releases
            if release.creates_namespace.yes
        ]
        return tuple(found)

    @cached_property
    def unused_namespaces(self) -> tuple[Namespace, ...]:
        """The namespaces in which no workload and no Helm release of this configuration is or may be."""
        used = [workload.namespace for workload in self.workloads]
        used += [release.namespace for release in self.helm_releases]
        return tuple(
            space
            for space in self.namespaces
            if space.made_by != "release" and all(same_text(value, space.name_value).no for value in used)
        )

    def uses_namespace(self, selector: Selector) -> Answer:
        """Whether something here makes or uses a namespace that a selector matches. Yes where nothing of Kubernetes is
        in sight at all: it is elsewhere then."""
        facts = self.resources.facts
        seen = [space.name_value for space in self.namespaces]
        seen += [thing.namespace for thing in self.objects]
        seen += [release.namespace for release in self.helm_releases]
        if not seen or (selector.namespace is not None and is_named(selector.namespace)):
            return YES
        rows = [facts.addons.named(addon.name or "") for addon in self.clusters.addons]
        names = [string(row.name) for row in facts.namespaces.namespaces if row.exists]
        names += [string(row.namespace) for row in rows if row is not None]
        answer = any_of(selector.matches_namespace(value) for value in (*seen, *names))
        if not answer.no:
            return answer
        if self.objects.some_unread:
            return undecided("a manifest here cannot be read, and may be in it", code="unread")
        return self.resources.may_exist_unseen(("kubernetes_namespace", "helm_release"), ())
