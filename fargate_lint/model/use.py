"""Who calls AWS from inside the cluster, as far as it is in sight: it decides which endpoints and tags are needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fargate_lint.model.defaults import cluster_tag_needed_before, version_key
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.value import Value
from fargate_lint.values.verdict import NO, Answer, yes

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate

CONTROLLER = "aws-load-balancer-controller"
INGRESSES = ("kubernetes_ingress", "kubernetes_ingress_v1")
SERVICES = ("kubernetes_service", "kubernetes_service_v1")
MANIFESTS = ("kubernetes_manifest",)
CONFIG_MAPS = ("kubernetes_config_map", "kubernetes_config_map_v1")
WORKLOADS = (
    "kubernetes_deployment",
    "kubernetes_deployment_v1",
    "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1",
    "kubernetes_pod",
    "kubernetes_pod_v1",
)


def load_balancer_controller(estate: Estate) -> Answer:
    """Whether the AWS Load Balancer Controller is in sight: its Helm release, add-on or pods. A role alone is not
    it."""
    return _first(estate, _controllers(estate))


def load_balancers(estate: Estate) -> Answer:
    """Whether the controller, an Ingress or a Service of type LoadBalancer is in sight: then subnet tags are used."""
    return _first(estate, (*_controllers(estate), *_exposed(estate)))


def wants_cluster_tag(estate: Estate) -> Answer:
    """Whether a controller in sight is so old that it wants kubernetes.io/cluster/<name> on every subnet."""
    for release in _controllers(estate):
        version = release.written("version") if release.type == "helm_release" else None
        key = version_key(version.text) if version is not None and version.text else None
        if key is not None and key < cluster_tag_needed_before():
            return yes(f"chart {version.text}" if version is not None else "", release.span)
    return NO


def cloudwatch_logging(estate: Estate) -> Answer:
    """Whether Fargate's log router is told to write to CloudWatch (ConfigMap aws-logging)."""
    return _first(estate, _logging(estate))


def _first(estate: Estate, found: Iterator[Instance] | tuple[Instance, ...]) -> Answer:
    for instance in found:
        return yes(instance.address, instance.span)
    return NO


def _controllers(estate: Estate) -> Iterator[Instance]:
    world = estate.world
    for release in world.managed("helm_release"):
        chart = release.written("chart")
        if chart is not None and _last(chart) == CONTROLLER:
            yield release
    for addon in world.managed("aws_eks_addon"):
        if addon.get("addon_name").text == CONTROLLER:
            yield addon
    for workload in world.managed(*WORKLOADS):
        for metadata in workload.blocks("metadata"):
            name = metadata.written("name")
            if name is not None and name.text == CONTROLLER:
                yield workload


def _exposed(estate: Estate) -> Iterator[Instance]:
    world = estate.world
    yield from world.managed(*INGRESSES)
    for service in world.managed(*SERVICES):
        for spec in service.blocks("spec"):
            kind = spec.written("type")
            if kind is not None and kind.text == "LoadBalancer":
                yield service
    for manifest in world.managed(*MANIFESTS):
        fields = manifest.get("manifest").fields or {}
        kind = fields.get("kind")
        if kind is not None and kind.text == "Ingress":
            yield manifest


def _logging(estate: Estate) -> Iterator[Instance]:
    for config in estate.world.managed(*CONFIG_MAPS):
        for metadata in config.blocks("metadata"):
            name = metadata.written("name")
            if name is None or name.text != "aws-logging":
                continue
            data = config.written("data")
            texts = [value.text or "" for value in (data.fields or {}).values()] if data is not None else []
            if any("cloudwatch" in text.lower() for text in texts):
                yield config


def _last(value: Value) -> str:
    """The chart's name without a repository or path before it."""
    return (value.text or "").rstrip("/").rpartition("/")[2]
