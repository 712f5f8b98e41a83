"""Where pods will run: workloads and Helm releases beside the Fargate profiles of their cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.files import Files
from fargate_lint.kubernetes.labels import Labels, undecided_labels
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.cluster.profile import FargateProfile
from fargate_lint.model.thing.place import of_value
from fargate_lint.model.thing.source_text import find_setting
from fargate_lint.model.thing.view import presence
from fargate_lint.model.thing.walk import text_of
from fargate_lint.model.workload.helm import HelmRelease
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, YES, Answer, all_of, undecided
from fargate_lint.values.value import Value, string


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Pods of one workload or release. ``what`` names it for people, ``labels`` are its pods' ("" where several).
    ``on_fargate``: whether a profile takes all of its pods; ``makes_pods`` is no or unknown where it may make none."""

    files: Files
    what: str
    address: str
    namespace: Value
    header: Span | None
    cluster: Cluster
    only: Answer
    on_fargate: Answer
    labels: tuple[Labels, ...]
    instance: Instance | None
    subject: str | None = None

    @property
    def place(self) -> Span | None:
        """Where its namespace is written, else its header."""
        found = of_value(self.namespace, self.header)
        text = self.namespace.text
        return find_setting(self.files, found, "namespace", text) if text else found

    @property
    def shown_namespace(self) -> str:
        """The namespace for a message."""
        return text_of(self.namespace) or "…"

    @property
    def pending(self) -> Answer:
        """Whether its pods surely stay Pending for want of a profile."""
        for answer in (self.only, self.on_fargate):
            if answer.unknown:
                return answer
        if self.on_fargate.yes:
            return NO
        present = presence(self.instance, self.header)
        return present if present.unknown else YES

    @property
    def covered(self) -> bool:
        """Whether some profile may take pods of its namespace, labels aside."""
        return any(not profile.covers_namespace(self.namespace).no for profile in self.cluster.profiles)

    @property
    def reported_as_coredns_profile(self) -> bool:
        """Whether it lacks what CoreDNS lacks too, a profile for kube-system: then FGL401 speaks."""
        dns = self.cluster.coredns
        return self.namespace.text == dns.facts.pods.namespace and dns.on_fargate.no

    @property
    def overlap(self) -> tuple[FargateProfile, FargateProfile, Answer] | None:
        """The profile that wins by name, another that surely matches its pods too, and whether they differ: "subnets"
        or "roles" is the evidence. None where one profile matches, or several that are alike or one block's (a profile
        for each zone)."""
        for labels in self.labels:
            matching = self.cluster.profiles.matching(self.namespace, labels)
            for other in matching[1:]:
                first = matching[0]
                if first.name.text is None or other.name.text is None or first.is_sibling_of(other):
                    continue
                differ = first.differs_from(other)
                if not differ.no:
                    return first, other, differ
        return None

    @property
    def profiles(self) -> tuple[FargateProfile, ...]:
        """The profiles that take or may take its pods."""
        return tuple(
            profile
            for profile in self.cluster.profiles
            if any(not profile.matches(self.namespace, labels).no for labels in self.labels)
        )


def placements(kubernetes: Kubernetes) -> Iterator[Placement]:
    """Every workload (DaemonSets aside) and Helm release of a cluster which has, or may have, Fargate only."""
    files, first = kubernetes.resources.files, next(iter(kubernetes.clusters), None)
    for workload in kubernetes.workloads:
        only = workload.only
        if workload.is_daemonset or only.no:
            continue
        cluster = workload.cluster or first
        assert cluster is not None  # only is yes or unknown where there are clusters
        yield Placement(
            files=files,
            what=workload.what,
            address=workload.address,
            namespace=workload.namespace,
            header=workload.header,
            cluster=cluster,
            only=only,
            on_fargate=_if_present(workload.on_fargate, workload.condition),
            labels=(workload.labels,),
            instance=workload.instance,
            subject=workload.what
            if workload.instance is not None and workload.instance.key is not None
            else workload.subject,
        )
    for release in kubernetes.helm_releases:
        cluster = release.cluster or first
        if not release.only.no and cluster is not None:
            yield from _of_release(files, release, cluster)


def _of_release(files: Files, release: HelmRelease, cluster: Cluster) -> Iterator[Placement]:
    view = release.view
    name = release.chart or release.name.text or release.address
    if release.unread is not None and release.unread.no:
        return  # its workloads speak for themselves
    if not view.pods if view.pods_known else (view.daemonsets or makes_no_pods(release)):
        return  # FGL421 speaks of charts that are DaemonSets
    if view.pods_known:
        labels = tuple(pods.labels for pods in view.pods)
        answer = all_of(
            _if_present(cluster.profiles.take(pods.namespace, pods.labels), pods.present) for pods in view.pods
        )
    else:
        why = f": {release.unread.reason}" if release.unread is not None else ""
        labels = (undecided_labels(f"the labels of the pods of chart {name} are not known{why}"),)
        answer = cluster.profiles.take(view.namespace, labels[0])
    yield Placement(
        files=files,
        what=f"chart {name}",
        address=release.address,
        namespace=view.namespace,
        header=release.span,
        cluster=cluster,
        only=release.only,
        on_fargate=answer,
        labels=labels,
        instance=release.instance,
        subject=release.name.text if release.instance.key is not None else None,
    )


def addon_placements(clusters: Clusters) -> Iterator[Placement]:
    """The add-ons that make pods, CoreDNS aside (see model.coredns)."""
    for cluster in clusters.with_fargate:
        if cluster.fargate_only.no:
            continue
        for addon in cluster.addons:
            row = cluster.resources.facts.addons.named(addon.name or "")
            if row is None or not row.pods or row.verdict != "ok":
                continue
            known = {key: string(text) for key, text in row.labels.items()}
            labels = Labels(known, undecided(f"the labels of the pods of add-on {row.name} are not known"))
            namespace = string(row.namespace)
            yield Placement(
                files=cluster.resources.files,
                what=f"add-on {row.name}",
                address=addon.address,
                namespace=namespace,
                header=addon.span,
                cluster=cluster,
                only=cluster.fargate_only,
                on_fargate=cluster.profiles.take(namespace, labels),
                labels=(labels,),
                instance=addon.instance,
                subject=row.name if addon.instance.key is not None else None,
            )


def _if_present(answer: Answer, present: Answer) -> Answer:
    return present if answer.no and present.unknown else answer


def makes_no_pods(release: HelmRelease) -> bool:
    """Whether a chart surely makes no pods; those in the repository are read instead."""
    name = release.chart
    return name is not None and not release.is_local and release.resources.facts.charts.is_podless(name)
