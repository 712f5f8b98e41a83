"""Who calls AWS from inside the cluster, as far as it is in sight: it decides which endpoints and tags are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.defaults import cluster_tag_needed_before, version_key
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate

CONTROLLER = "aws-load-balancer-controller"


class Seen(Protocol):
    """Something that is in sight: a resource or a Kubernetes object."""

    @property
    def address(self) -> str: ...

    @property
    def span(self) -> Span | None: ...


def load_balancer_controller(estate: Estate) -> Answer:
    """Whether the AWS Load Balancer Controller is in sight: its Helm release, add-on or pods. A role alone is not
    it."""
    return _first(_controllers(estate))


def load_balancers(estate: Estate) -> Answer:
    """Whether the controller, an Ingress or a Service of type LoadBalancer is in sight: then subnet tags are used."""
    return _first((*_controllers(estate), *_exposed(estate)))


def wants_cluster_tag(estate: Estate) -> Answer:
    """Whether a controller in sight is so old that it wants kubernetes.io/cluster/<name> on every subnet; the evidence
    is the version of its chart."""
    for release in _releases(estate):
        version = release.written("version")
        text = version.text if version is not None else None
        key = version_key(text) if text else None
        if text and key is not None and key < cluster_tag_needed_before():
            return yes(release.address, release.span, text)
    return NO


def cloudwatch_logging(estate: Estate) -> Answer:
    """Whether Fargate's log router is told to write to CloudWatch (ConfigMap aws-logging)."""
    return _first(_logging(estate))


def _first(found: Iterable[Seen]) -> Answer:
    for thing in found:
        return yes(thing.address, thing.span)
    return NO


def _controllers(estate: Estate) -> Iterator[Seen]:
    yield from _releases(estate)
    for addon in estate.world.managed("aws_eks_addon"):
        if addon.get("addon_name").text == CONTROLLER:
            yield addon
    for workload in estate.workloads:
        if workload.name == CONTROLLER:
            yield workload


def _releases(estate: Estate) -> Iterator[Instance]:
    for release in estate.world.managed("helm_release"):
        chart = release.written("chart")
        if chart is not None and _last(chart) == CONTROLLER:
            yield release


def _exposed(estate: Estate) -> Iterator[Seen]:
    for thing in estate.objects:
        if thing.kind == "Ingress":
            yield thing
        elif thing.kind == "Service":
            type = thing.object.get("spec", "type")
            if type is not None and type.text == "LoadBalancer":
                yield thing


def _logging(estate: Estate) -> Iterator[Seen]:
    for config in estate.objects:
        if config.kind == "ConfigMap" and config.name == "aws-logging":
            data = config.object.get("data")
            texts = [value.text or "" for value in (data.fields or {}).values()] if data is not None else []
            if any("cloudwatch" in text.lower() for text in texts):
                yield config


def _last(value: Value) -> str:
    """The chart's name without a repository or path before it."""
    return (value.text or "").rstrip("/").rpartition("/")[2]
