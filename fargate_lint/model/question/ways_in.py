"""Ways into a VPC from outside: bastions, Session Manager, VPN, peering."""

from __future__ import annotations

import re
from functools import cached_property

from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.network.network import Network
from fargate_lint.model.network.security_group import Pods
from fargate_lint.model.network.subnet import Subnet
from fargate_lint.model.thing.resource_id import ResourceId
from fargate_lint.model.thing.tags import text_of_tag
from fargate_lint.model.thing.view import ResourceView
from fargate_lint.model.thing.walk import elements
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, any_of, undecided, yes

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


class Bastion(ResourceView):
    """An EC2 instance that by its name or tags is meant to get people in."""

    def __init__(self, network: Network, instance: Instance) -> None:
        super().__init__(network.resources, instance)
        self._network = network

    @cached_property
    def subnet(self) -> Subnet | None:
        return self._network.subnet(self.instance.written("subnet_id"))

    @cached_property
    def groups(self) -> tuple[ResourceId, ...]:
        """Its security groups, as far as they are named."""
        value = self.instance.written("vpc_security_group_ids") or self.instance.written("security_groups")
        found = elements(value)[0] if value is not None else ()
        things = (self.resources.thing(item) for item in found)
        return tuple(thing for thing in things if thing is not None)

    def can_reach_api(self, cluster: Cluster) -> Answer:
        """Whether a security group of the cluster's API admits TCP 443 from it."""
        source = Pods((self.subnet,) if self.subnet is not None else (), self.groups)
        answer = any_of(group.admits(source) for group in cluster.control_plane.security_groups)
        incomplete = cluster.control_plane.security_groups_incomplete
        return incomplete if answer.no and incomplete.unknown else answer


class WaysIn:
    """Ways into the VPC of a cluster from outside."""

    def __init__(self, network: Network, cluster: Cluster) -> None:
        self._network = network
        self._cluster = cluster

    @cached_property
    def bastions(self) -> tuple[Bastion, ...]:
        """The bastions in the cluster's VPC, or in none that is known, as far as names and tags tell."""
        found = []
        for instance in self._network.resources.managed("aws_instance"):
            if is_bastion(instance):
                bastion, vpc = Bastion(self._network, instance), self._cluster.vpc
                if bastion.subnet is None or vpc is None or not bastion.subnet.is_in(vpc).no:
                    found.append(bastion)
        return tuple(found)

    @cached_property
    def exist(self) -> Answer:
        """Whether a bastion, VPN, peering or the like leads into its VPC. No only if none can be unseen."""
        resources, cluster = self._network.resources, self._cluster
        for instance in resources.managed(*LINKS, *MACHINES):
            return yes(instance.address, instance.span)
        for parameter in resources.managed("aws_route"):
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
        incomplete = resources.unseen.any_module(anchors)
        return incomplete if incomplete.unknown else NO


def is_bastion(instance: Instance) -> bool:
    """Whether its address or its Name tag says so."""
    tags = instance.written("tags")
    name = (tags.fields or {}).get("Name") if tags is not None else None
    said = text_of_tag(name) if name is not None else None
    return bool(NAMES.search(instance.address) or (said and NAMES.search(said)))
