"""Karpenter on Fargate: its node class, its way to names, its region."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, row


class NodeClass(Fact, frozen=True, kw_only=True):
    """The custom resource that says how nodes are made, and the paths in it: a role (needs IAM), an instance profile
    (does not), the images, and the key that names one by alias. IAM's endpoint is of the service ``iam_service`` in
    ``iam_region``."""

    group: str
    kinds: tuple[str, ...]
    role: str
    instance_profile: str
    images: str
    image_alias: str
    iam_service: str
    iam_region: str
    symptom: str


class Names(Fact, frozen=True, kw_only=True):
    """The chart's setting for DNS: with ``free`` it asks the VPC's resolver, with ``bound`` CoreDNS."""

    setting: str
    free: str
    bound: str
    symptom: str


class OwnRegion(Fact, frozen=True, kw_only=True):
    """The environment variables that tell it the region."""

    variables: tuple[str, ...]
    symptom: str


class Karpenter(msgspec.Struct, frozen=True):
    """All of it."""

    node_class: NodeClass
    dns: Names
    region: OwnRegion


@functools.cache
def load_karpenter() -> Karpenter:
    """The table as shipped."""
    return Karpenter(
        row("karpenter", "node_class", NodeClass), row("karpenter", "dns", Names), row("karpenter", "region", OwnRegion)
    )
