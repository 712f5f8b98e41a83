"""Service accounts that say which STS endpoint their pods use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.values.answer import NO, Answer, all_of, yes
from fargate_lint.values.value import Value


@dataclass(frozen=True, slots=True)
class StsAccount:
    """One service account. ``is_global``: whether its pods call the global endpoint from a VPC without a way out."""

    address: str
    subject: str | None
    is_global: Answer
    place: Span | None


def sts_accounts(kubernetes: Kubernetes) -> Iterator[StsAccount]:
    """The service accounts that are objects, and those that charts make by annotations in their values."""
    label = kubernetes.resources.facts.limits.node.sts_annotation
    for thing in kubernetes.objects.of_kind("ServiceAccount"):
        cluster = kubernetes.clusters.of(thing.instance)
        if cluster is not None and cluster.profiles:
            value = thing.object.annotations.get(label)
            state = _judged(value, cluster)
            place = value.place if value is not None and value.place is not None else thing.span
            yield StsAccount(thing.address, thing.subject, state, place)
    for release in kubernetes.helm_releases:
        value = release.view.account_annotations.get(label)
        if value is not None and release.cluster is not None and not release.runs_on_fargate.no:
            state = all_of((_judged(value, release.cluster), release.runs_on_fargate))
            yield StsAccount(release.address, None, state, value.place or release.span)


def _judged(value: Value | None, cluster: Cluster) -> Answer:
    if value is None:
        return NO
    if value.is_unknown:
        said = undecided_by(value)
    else:
        text = str(value.raw).lower()
        said = yes("", value.place) if text == "false" else NO
    return all_of((said, cluster.has_egress.negated))
