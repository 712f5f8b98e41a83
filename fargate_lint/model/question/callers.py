"""Who calls AWS from inside the cluster, as far as it is in sight: it decides which endpoints and tags are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.defaults import version_key
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, undecided, yes
from fargate_lint.values.value import Value

CONTROLLER = "aws-load-balancer-controller"


class Seen(Protocol):
    """Something that is in sight: a resource or a Kubernetes object."""

    @property
    def address(self) -> str: ...

    @property
    def span(self) -> Span | None: ...


class Callers:
    """The callers of AWS in a configuration."""

    def __init__(self, kubernetes: Kubernetes) -> None:
        self.kubernetes = kubernetes

    @cached_property
    def load_balancer_controller(self) -> Answer:
        """Whether the AWS Load Balancer Controller is in sight: its Helm release, add-on or pods. A role alone is not
        it."""
        return _first(_controllers(self.kubernetes))

    @cached_property
    def load_balancers(self) -> Answer:
        """Whether the controller, an Ingress or a Service of type LoadBalancer is in sight: then subnet tags are
        used."""
        return _first((*_controllers(self.kubernetes), *_exposed(self.kubernetes)))

    @cached_property
    def cluster_tag(self) -> Answer:
        """Whether a controller in sight is so old that it wants kubernetes.io/cluster/<name> on every subnet; the
        evidence is the version of its chart."""
        since = version_key(self.kubernetes.resources.facts.lbc.change("cluster-tag-optional").chart) or ()
        for release in _releases(self.kubernetes):
            version = release.written("version")
            text = version.text if version is not None else None
            key = version_key(text) if text else None
            if text and key is not None and key < since:
                return yes(release.address, release.span, text)
        return NO

    @cached_property
    def cloudwatch_logging(self) -> Answer:
        """Whether Fargate's log router is told to write to CloudWatch (ConfigMap aws-logging)."""
        return _first(_logging(self.kubernetes))

    def by_name(self) -> Iterator[tuple[str, Answer]]:
        """The callers that facts know by a word, each with an answer: charts by what they call, the log router by where
        it writes."""
        yield "load-balancer-controller", self.load_balancer_controller
        yield "aws-logging-cloudwatch", self.cloudwatch_logging
        for release in self.kubernetes.helm_releases:
            for word, calls in release.view.calls:
                doubt = undecided(f"{release.address} may have no instance", release.span, code="count")
                sure = calls if calls.unknown else yes(release.address, release.span)
                yield word, doubt if release.may_be_absent else sure


def _first(found: Iterable[Seen]) -> Answer:
    for thing in found:
        return yes(thing.address, thing.span)
    return NO


def _controllers(kubernetes: Kubernetes) -> Iterator[Seen]:
    yield from _releases(kubernetes)
    for addon in kubernetes.resources.managed("aws_eks_addon"):
        if addon.get("addon_name").text == CONTROLLER:
            yield addon
    for workload in kubernetes.workloads:
        if workload.name == CONTROLLER:
            yield workload


def _releases(kubernetes: Kubernetes) -> Iterator[Instance]:
    for release in kubernetes.resources.managed("helm_release"):
        chart = release.written("chart")
        if chart is not None and _last(chart) == CONTROLLER:
            yield release


def _exposed(kubernetes: Kubernetes) -> Iterator[Seen]:
    for thing in kubernetes.objects:
        if thing.kind == "Ingress":
            yield thing
        elif thing.kind == "Service":
            type = thing.object.get("spec", "type")
            if type is not None and type.text == "LoadBalancer":
                yield thing


def _logging(kubernetes: Kubernetes) -> Iterator[Seen]:
    for config in kubernetes.objects.of_kind("ConfigMap"):
        if config.name == "aws-logging":
            data = config.object.get("data")
            texts = [value.text or "" for value in (data.fields or {}).values()] if data is not None else []
            if any("cloudwatch" in text.lower() for text in texts):
                yield config


def _last(value: Value) -> str:
    """The chart's name without a repository or path before it."""
    return (value.text or "").rstrip("/").rpartition("/")[2]
