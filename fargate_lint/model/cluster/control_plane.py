"""The control plane of a cluster: who reaches its API endpoint, its version, its service addresses."""

from __future__ import annotations

from functools import cached_property

from fargate_lint.model.cluster.named_cluster import NamedCluster
from fargate_lint.model.network.cidr import read_block
from fargate_lint.model.network.network import Network
from fargate_lint.model.network.security_group import SecurityGroup
from fargate_lint.model.thing.attribute import Attribute, unknown_argument
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.walk import elements, leaves
from fargate_lint.terraform.instance import Content
from fargate_lint.values.answer import NO, YES, Answer, no, undecided


class ControlPlane:
    """What the arguments of ``aws_eks_cluster`` say. All are unknown of a cluster that is not declared here."""

    def __init__(self, cluster: NamedCluster, network: Network) -> None:
        self._cluster = cluster
        self._network = network
        self._instance = cluster.instance

    @cached_property
    def vpc_config(self) -> Content | None:
        """The block vpc_config."""
        if self._instance is None:
            return None
        return next(iter(self._instance.blocks("vpc_config")), None)

    def _vpc_argument(self, name: str) -> Attribute:
        if self._instance is None:
            return unknown_argument(self._cluster.address, name, self._cluster.doubt, self._cluster.place)
        if self.vpc_config is None:
            blocks = self._instance.blocks("vpc_config")
            why = undecided("the cluster has no vpc_config", code="undeclared")
            if blocks.unknown is not None:
                why = undecided_by(blocks.unknown)
            return unknown_argument(self._cluster.address, name, why, self._cluster.span)
        return self._network.resources.attribute(self._instance, name, self.vpc_config, "vpc_config")

    @property
    def private_access(self) -> Attribute:
        """endpoint_private_access (the provider's default is off)."""
        return self._vpc_argument("endpoint_private_access")

    @property
    def public_access(self) -> Attribute:
        """endpoint_public_access (the provider's default is on)."""
        return self._vpc_argument("endpoint_public_access")

    @property
    def public_access_cidrs(self) -> Attribute:
        """public_access_cidrs (everyone by default)."""
        return self._vpc_argument("public_access_cidrs")

    @cached_property
    def service_cidr(self) -> Attribute | None:
        """The written service_ipv4_cidr; None where EKS picks one itself, which never overlaps."""
        for block in self._instance.blocks("kubernetes_network_config") if self._instance is not None else ():
            value = block.written("service_ipv4_cidr")
            if self._instance is not None and value is not None and not value.is_null:
                return self._network.resources.attribute(
                    self._instance, "service_ipv4_cidr", block, "kubernetes_network_config"
                )
        return None

    @property
    def version(self) -> Attribute:
        """The Kubernetes version; AWS takes its newest where none is written."""
        if self._instance is None:
            return unknown_argument(self._cluster.address, "version", self._cluster.doubt, self._cluster.place)
        return self._network.resources.attribute(self._instance, "version")

    @property
    def private_only(self) -> Answer:
        """Whether public access is off."""
        return self.public_access.is_true.negated

    @cached_property
    def _security_groups(self) -> tuple[tuple[SecurityGroup, ...], Answer]:
        given = self.vpc_config.written("security_group_ids") if self.vpc_config is not None else None
        found, rest = elements(given) if given is not None else ((), None)
        incomplete = undecided_by(rest) if rest is not None else NO
        groups = [self._network.groups.group(self._cluster.primary_group)]
        for item in found:
            thing = self._network.resources.thing(item)
            if thing is not None:
                groups.append(self._network.groups.group(thing))
            elif not item.is_null:
                incomplete = undecided_by(item)
        return tuple(groups), incomplete

    @property
    def security_groups(self) -> tuple[SecurityGroup, ...]:
        """The security groups of its API endpoint: those given and the primary one."""
        return self._security_groups[0]

    @property
    def security_groups_incomplete(self) -> Answer:
        """No if ``security_groups`` are all, else why there may be others."""
        return self._security_groups[1]

    @cached_property
    def admits_nat(self) -> Answer:
        """Whether public_access_cidrs let the addresses in by which its pods leave. No only where none of the CIDRs can
        be theirs: a public address is not known before the gateway exists."""
        value = self.public_access_cidrs.value
        if value is None or value.is_null:
            return YES
        found, rest = elements(value)
        blocks = [read_block(item) for item in found]
        if any(block is not None and block.prefixlen == 0 for block in blocks):
            return YES
        if rest is not None:
            return undecided_by(rest)
        if any(item.is_unknown for item in found):
            own = [item for item in found if item.is_unknown and any(leaf.ref is not None for leaf in leaves(item))]
            return YES if own else undecided_by(found[0])
        if found and all(block is not None and block.is_private for block in blocks):
            return no("private addresses only", value.place)
        return undecided(
            "whether public_access_cidrs hold the NAT gateway's address is known after apply only", value.place
        )
