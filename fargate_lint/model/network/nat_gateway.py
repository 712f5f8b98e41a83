"""NAT gateways, and whether they have a way out themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.model.network.subnet import Subnet
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.view import ResourceView
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer, undecided

if TYPE_CHECKING:
    from fargate_lint.model.network.network import Network


class NatGateway(ResourceView):
    """One ``aws_nat_gateway``."""

    def __init__(self, network: Network, instance: Instance) -> None:
        super().__init__(network.resources, instance)
        self.network = network

    @property
    def subnet_id(self) -> Attribute:
        return self.resources.attribute(self.instance, "subnet_id")

    @cached_property
    def has_way_out(self) -> Answer:
        """Whether it needs no internet gateway (private, or regional), or its subnet has a route to one."""
        for name, word in (("connectivity_type", "private"), ("availability_mode", "regional")):
            answer = self.resources.attribute(self.instance, name).equals(word)
            if not answer.no:
                return answer
        value = self.instance.written("subnet_id")
        subnet = self.network.subnet(value)
        if subnet is None:
            doubt = undecided_by(value) if value is not None else undecided("")
            return doubt.because(f"the subnet of {self.address} is not known").at(self.instance.span)
        return subnet.reaches_internet_gateway


def nat_gateways_of(network: Network, subnets: Iterable[Subnet]) -> Iterator[tuple[NatGateway, Subnet]]:
    """The NAT gateways that the default routes of these subnets lead to, each once with one such subnet."""
    seen: set[str] = set()
    for subnet in subnets:
        for route in subnet.table.default_routes:
            instance = network.resources.identities.instance(route.to) if route.target == "nat" else None
            if instance is not None and instance.type == "aws_nat_gateway" and instance.address not in seen:
                seen.add(instance.address)
                yield NatGateway(network, instance), subnet
