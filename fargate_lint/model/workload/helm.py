"""Helm releases, with the pods that facts say their charts make."""

from __future__ import annotations

from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.chart import ChartView, chart_of
from fargate_lint.kubernetes.helm import HelmRelease as View
from fargate_lint.kubernetes.labels import undecided_labels
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.thing.source_text import find_setting
from fargate_lint.model.thing.view import presence
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import YES, Answer, any_of


class HelmRelease(View):
    """One helm_release: chart, repository, version, namespace and values (see kubernetes.helm), and its cluster."""

    def __init__(self, clusters: Clusters, instance: Instance) -> None:
        super().__init__(instance)
        self.clusters = clusters
        self.resources = clusters.resources

    @cached_property
    def view(self) -> ChartView:
        """What it does on Fargate: the facts about its chart joined with its values."""
        return chart_of(self, self.resources.facts)

    @property
    def unread(self) -> Answer | None:
        """For a chart in the repository: why it may make more than the objects that were read, no if it does not. None
        where the chart is not here."""
        chart = self.clusters.objects.local_charts.get(self.instance.address)
        return chart.incomplete if chart is not None else None

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that it goes to: the only one there is, else None."""
        return self.clusters.of(self.instance)

    @property
    def may_be_absent(self) -> bool:
        """Whether its count or for_each is not known, and may make none."""
        return self.instance.may_be_absent

    @property
    def present(self) -> Answer:
        """Whether it surely is there: yes, or unknown because it may have no instance."""
        return presence(self.instance, self.span)

    @cached_property
    def only(self) -> Answer:
        """Whether its cluster has Fargate only."""
        return self.clusters.fargate_only(self.cluster, self.span)

    @cached_property
    def runs_on_fargate(self) -> Answer:
        """Whether its pods run on Fargate: all on a Fargate-only cluster (those that no profile takes stay Pending, but
        for another reason), on a mixed one those that a profile takes."""
        cluster = self.cluster
        if self.only.yes:
            return YES
        if cluster is None or not cluster.profiles:
            return self.only
        if self.view.pods_known:
            taken = any_of(cluster.profiles.take(pods.namespace, pods.labels) for pods in self.view.pods)
        else:
            labels = undecided_labels(f"the labels of the pods of chart {self.chart} are not known")
            taken = cluster.profiles.take(self.view.namespace, labels)
        return taken if self.only.no or taken.yes else self.only

    def place_of(self, answer: Answer) -> Span | None:
        """Where the chart value that decided an answer is written, else the header: a version decides, but a person
        changes a value."""
        version = self.argument("version")
        if answer.span is None or (version is not None and answer.span == version.place):
            return self.span
        return self.exact(answer.span, answer.evidence[0] if answer.evidence else "")

    def exact(self, span: Span | None, path: str) -> Span | None:
        """Where the last word of a value's path stands, inside a yamlencode() or a text of several lines."""
        return find_setting(self.resources.files, span, path.rpartition(".")[2])

    @property
    def is_for_fargate(self) -> bool:
        """Whether a cluster that it may go to has Fargate profiles."""
        clusters = (self.cluster,) if self.cluster is not None else self.clusters
        return any(cluster.profiles for cluster in clusters)


def find_releases(clusters: Clusters) -> tuple[HelmRelease, ...]:
    """Every Helm release."""
    return tuple(HelmRelease(clusters, instance) for instance in clusters.resources.managed("helm_release"))
