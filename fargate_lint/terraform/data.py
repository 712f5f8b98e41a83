"""Data sources that need no cloud: what they answer follows from the configuration alone.

Sources: terraform-provider-aws, internal/service/ec2/vpc_endpoint_service_data_source.go (service_name from service and
region), internal/service/meta (region, partition), internal/service/iam/policy_document_data_source.go.
"""

from __future__ import annotations

from collections.abc import Callable

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.scope import Scope
from fargate_lint.facts.regions import load_regions
from fargate_lint.terraform.instance import Computed, Instance
from fargate_lint.terraform.session import RemoteStates
from fargate_lint.values import partial
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import STRING, ListType
from fargate_lint.values.value import Unknown, Value, null, string, unknown

_Answer = Callable[[Instance, Scope, str], Value | None]


def computed(instance: Instance, scope: Scope, states: RemoteStates, folder: str) -> Computed | None:
    """How the unwritten attributes of this instance follow from the written ones, None if they do not. ``folder`` is
    that of the root that the instance is in."""
    if instance.type == "terraform_remote_state":
        return lambda name: states.outputs(instance, folder) if name == "outputs" else None
    table = _DATA if instance.mode == "data" else _MANAGED
    answer = table.get(instance.type)
    return None if answer is None else lambda name: answer(instance, scope, name)


def region_of(instance: Instance) -> Value:
    """The region an instance is in: its own (provider 6), its provider's, or an unknown that is the same everywhere
    the same provider configuration is."""
    own = instance.written("region")
    if own is not None:
        return own
    provider = instance.provider
    if provider is not None and provider.region is not None:
        return provider.region
    alias = provider.alias if provider is not None and provider.alias else "aws"
    reason = "no provider says which region: pass --region NAME"
    ref = Reference("other", f"provider.{alias}", ("region",))
    return Value(STRING, Unknown("region", reason, not_null=True, waits_for=str(ref)), ref)


def _partition(region: Value) -> Value:
    text = region.text
    if text is None:
        ref = Reference("other", "provider.aws", ("partition",))
        why = region.unknown or Unknown("region", "the region is not known", waits_for="provider.aws.region")
        return Value(STRING, why.cause(not_null=True), ref)
    row = load_regions().partition_of(text)
    if row is None:
        return unknown(f"which partition {text} is in is not known", STRING, code="cloud")
    return string(row.name)


def _region(instance: Instance, scope: Scope, name: str) -> Value | None:
    return region_of(instance) if name in ("name", "id", "region") else None


def _partition_data(instance: Instance, scope: Scope, name: str) -> Value | None:
    partition = _partition(region_of(instance))
    if name in ("partition", "id"):
        return partition
    if name in ("dns_suffix", "reverse_dns_prefix"):
        row = load_regions().partition(partition.text or "")
        if row is None:
            return None
        suffix = row.dns_suffix
        return string(suffix if name == "dns_suffix" else ".".join(reversed(suffix.split("."))))
    return None


def _endpoint_service(instance: Instance, scope: Scope, name: str) -> Value | None:
    if name not in ("service_name", "id"):
        return None
    service = instance.written("service")
    if service is None:
        return None
    region = instance.written("service_region") or region_of(instance)
    prefix = load_regions().service_prefix(region.text or "", service.text or "")
    return partial.join([f"{prefix}.", region, ".", service]).with_origin(service.origin)


def _policy_document(instance: Instance, scope: Scope, name: str) -> Value | None:
    if name not in ("json", "minified_json"):
        return None
    from fargate_lint.terraform.policy import document

    return document(instance)


def _template_file(instance: Instance, scope: Scope, name: str) -> Value | None:
    """The old template provider: rendered is the template with vars."""
    template = instance.written("template")
    if name != "rendered" or template is None or template.text is None:
        return None
    variables = instance.written("vars")
    fields = dict(variables.fields or {}) if variables is not None else {}
    place = template.place or instance.span
    if scope.context.template is None or place is None:
        return None
    try:
        return scope.context.template(template.text, place.path, fields, place)
    except EvaluationError:
        return None


def _zones(instance: Instance, scope: Scope, name: str) -> Value | None:
    """Every region has two zones at the least; which they are, only the cloud says."""
    if name not in ("names", "zone_ids", "group_names"):
        return None
    reason = f"{instance.address}.{name} is read from the cloud"
    why = Unknown("data", reason, not_null=True, shortest=2, waits_for=instance.address)
    return Value(ListType(STRING), why, instance.ref.step(name))


def _identifiers(instance: Instance, scope: Scope, name: str) -> Value | None:
    if name != "ids":
        return None
    reason = f"{instance.address}.ids is read from the cloud"
    why = Unknown("data", reason, not_null=True, waits_for=instance.address)
    return Value(ListType(STRING), why, instance.ref.step(name))


def _terraform_data(instance: Instance, scope: Scope, name: str) -> Value | None:
    """Its output is its input; an argument that is not written is null, since no provider fills it in."""
    if name == "output":
        return instance.written("input")
    return null() if name in ("input", "triggers_replace") else None


def _echo(source: str, target: str) -> _Answer:
    def answer(instance: Instance, scope: Scope, name: str) -> Value | None:
        return instance.written(source) if name == target else None

    return answer


_DATA: dict[str, _Answer] = {
    "aws_region": _region,
    "aws_partition": _partition_data,
    "aws_vpc_endpoint_service": _endpoint_service,
    "aws_iam_policy_document": _policy_document,
    "aws_availability_zones": _zones,
    "aws_subnets": _identifiers,
    "aws_subnet_ids": _identifiers,
    "template_file": _template_file,
    "null_data_source": _echo("inputs", "outputs"),
}
_MANAGED: dict[str, _Answer] = {
    "terraform_data": _terraform_data,
    # Source: terraform-provider-aws, internal/service/eks/cluster.go: the id of a cluster is its name.
    "aws_eks_cluster": _echo("name", "id"),
}
