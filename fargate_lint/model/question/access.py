"""Ways into a VPC from outside: bastions, Session Manager, VPN, peering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.model.network.security_group import Pods
from fargate_lint.model.network.subnet import Subnet
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.tags import text_of_tag
from fargate_lint.model.thing.walk import elements
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, any_of, undecided, yes

if TYPE_CHECKING:
    from fargate_lint.model.cluster.cluster import Cluster
    from fargate_lint.model.estate import Estate

LINKS = (
    "aws_vpn_gateway",
    "aws_vpn_connection",
    "aws_vpn_gateway_attachment",
    "aws_ec2_client_vpn_endpoint",
    "aws_ec2_client_vpn_network_association",
    "aws_vpc_peering_connection",
    "aws_vpc_peering_connection_accepter",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_networkmanager_vpc_attachment",
    "aws_dx_gateway_association",
    "aws_ec2_instance_connect_endpoint",
    "aws_cloud9_environment_ec2",
    "aws_codebuild_project",
)
"""Resources by which people or pipelines get into a VPC."""
MACHINES = ("aws_instance", "aws_spot_instance_request", "aws_autoscaling_group", "aws_lightsail_instance")
NAMES = re.compile(r"bastion|jump[-_ ]?(?:box|host|server)", re.IGNORECASE)


class Bastion:
    """An EC2 instance that by its name or tags is meant to get people in."""

    def __init__(self, estate: Estate, instance: Instance) -> None:
        self.estate = estate
        self.instance = instance

    @property
    def address(self) -> str:
        return self.instance.address

    @cached_property
    def subnet(self) -> Subnet | None:
        return self.estate.network.subnet(self.instance.written("subnet_id"))

    @cached_property
    def groups(self) -> tuple[ResourceId, ...]:
        """Its security groups, as far as they are named."""
        value = self.instance.written("vpc_security_group_ids") or self.instance.written("security_groups")
        found = elements(value)[0] if value is not None else ()
        things = (self.estate.world.thing(item) for item in found)
        return tuple(thing for thing in things if thing is not None)

    def can_reach_api(self, cluster: Cluster) -> Answer:
        """Whether a security group of the cluster's API admits TCP 443 from it."""
        source = Pods((self.subnet,) if self.subnet is not None else (), self.groups)
        answer = any_of(group.admits(source) for group in cluster.api_groups)
        hidden = cluster.api_groups_hidden
        return hidden if answer.no and hidden.unknown else answer


def bastions_of(estate: Estate, cluster: Cluster) -> Iterator[Bastion]:
    """The bastions in the cluster's VPC, or in none that is known."""
    for instance in estate.world.managed("aws_instance"):
        if is_bastion(instance):
            bastion = Bastion(estate, instance)
            subnet = bastion.subnet
            if subnet is None or cluster.vpc is None or not subnet.is_in(cluster.vpc).no:
                yield bastion


def is_bastion(instance: Instance) -> bool:
    """Whether its address or its Name tag says so."""
    tags = instance.written("tags")
    name = (tags.fields or {}).get("Name") if tags is not None else None
    said = text_of_tag(name) if name is not None else None
    return bool(NAMES.search(instance.address) or (said and NAMES.search(said)))


def is_reachable_from_outside(estate: Estate, cluster: Cluster) -> Answer:
    """Whether anything in sight leads into the cluster's VPC."""
    world = estate.world
    for instance in world.managed(*LINKS, *MACHINES):
        return yes(instance.address, instance.span)
    for parameter in world.managed("aws_route"):
        for name in ("transit_gateway_id", "vpc_peering_connection_id"):
            if parameter.written(name) is not None:
                return yes(parameter.address, parameter.span)
    if cluster.vpc is None:
        return cluster.vpc_doubt
    if not cluster.vpc.is_declared:
        return undecided(
            f"{cluster.vpc.thing} is not made here, so ways into it may be made elsewhere",
            code="elsewhere",
            waits_for=cluster.vpc.thing.waits_for,
        )
    anchors = [cluster.vpc.thing, *(subnet.thing for subnet in cluster.vpc.subnets)]
    hidden = estate.world.unseen.any_module(anchors)
    return hidden if hidden.unknown else NO
