"""The AWS Load Balancer Controller on Fargate (facts 6)."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.table import Fact, row, rows


class Controller(Fact, frozen=True, kw_only=True):
    """Names, annotations and defaults of the controller. ``service_default_since`` is the chart version from which it
    takes every Service of type LoadBalancer (its mutating webhook)."""

    chart: str
    addon: str
    namespace: str
    service_account: str
    target_type_value: str
    target_type_default: str
    target_type_needed: str
    ingress_annotation: str
    service_annotation: str
    service_type_annotation: str
    service_type_values: tuple[str, ...]
    load_balancer_class: str
    ingress_classes: tuple[str, ...]
    ingress_controller: str
    subnets_annotations: tuple[str, ...]
    webhook_port: int
    service_default_since: str


class NeededValue(Fact, frozen=True, kw_only=True):
    """A chart value that it needs on Fargate; any of ``paths`` will do."""

    name: str
    paths: tuple[str, ...]
    severity: Severity
    why: str
    role_covers: bool = False


class EgressFeature(Fact, frozen=True, kw_only=True):
    """A feature that must be off in a VPC without egress, unless the endpoint of the service it calls stands there."""

    path: str
    default: bool
    severity: Severity
    endpoint: str = ""


class SubnetTag(Fact, frozen=True, kw_only=True):
    """A tag by which it finds subnets. ``tier``: which subnets carry it."""

    key: str
    values: tuple[str, ...]
    tier: Literal["private", "public", "any"]


class Change(Fact, frozen=True, kw_only=True):
    """A change of behaviour: the controller's version and the first chart version with it."""

    name: str
    app: str
    chart: str
    note: str


class Balancer(Fact, frozen=True, kw_only=True):
    """In how many zones a kind of load balancer needs subnets."""

    kind: Literal["alb", "nlb"]
    zones: int
    symptom: str


class ServiceWebhook(Fact, frozen=True, kw_only=True):
    """Its webhook for Services: its name, and the words by which the chart's table knows the values that turn it off
    (``setting``), let it pass (``policy_setting`` is ``open_policy``) or narrow it (``selector_setting``)."""

    name: str
    setting: str
    policy_setting: str
    selector_setting: str
    open_policy: str
    symptom: str


class LoadBalancerController(msgspec.Struct, frozen=True):
    """All of it."""

    controller: Controller
    values: tuple[NeededValue, ...]
    features: tuple[EgressFeature, ...]
    tags: tuple[SubnetTag, ...]
    changes: tuple[Change, ...]
    balancers: tuple[Balancer, ...]
    service_webhook: ServiceWebhook

    def balancer(self, kind: str) -> Balancer:
        """The row of "alb" or "nlb". Raises KeyError for another word: a mistake of ours."""
        for fact in self.balancers:
            if fact.kind == kind:
                return fact
        raise KeyError(kind)

    def tag(self, tier: str) -> SubnetTag:
        """The tag of the "private", "public" or "any" subnets. Raises KeyError for another word: a mistake of ours."""
        for fact in self.tags:
            if fact.tier == tier:
                return fact
        raise KeyError(tier)

    def change(self, name: str) -> Change:
        """The row. Raises KeyError for a name that is not in lbc.toml: a mistake of ours."""
        for fact in self.changes:
            if fact.name == name:
                return fact
        raise KeyError(name)


@functools.cache
def load_lbc() -> LoadBalancerController:
    """The tables as shipped."""
    return LoadBalancerController(
        row("lbc", "controller", Controller),
        rows("lbc", "value", NeededValue),
        rows("lbc", "feature", EgressFeature),
        rows("lbc", "tag", SubnetTag),
        rows("lbc", "change", Change),
        rows("lbc", "balancer", Balancer),
        row("lbc", "service_webhook", ServiceWebhook),
    )
