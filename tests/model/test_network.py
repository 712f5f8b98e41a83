"""Which way traffic leaves a subnet, and what is said where that is not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.model.estate import Estate

NETWORK = """
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "this" { vpc_id = aws_vpc.this.id }
resource "aws_nat_gateway" "this" { subnet_id = "subnet-1" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}
"""
TABLE = """
resource "aws_route_table" "a" {
  vpc_id = aws_vpc.this.id
  ROUTE
}
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}
"""
MAIN = """
resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.this.default_route_table_id
  ROUTE
}
"""


def inline(target: str, destination: str = '"0.0.0.0/0"') -> str:
    return f"route {{\n cidr_block = {destination}\n {target}\n }}"


def apart(target: str, more: str = "") -> str:
    return f"""
resource "aws_route" "out" {{
  {more}
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "0.0.0.0/0"
  {target}
}}
"""


NAT = "nat_gateway_id = aws_nat_gateway.this.id"
IGW = "gateway_id = aws_internet_gateway.this.id"


@pytest.mark.parametrize(
    ("rest", "egress", "public"),
    [
        ("", "no", "no"),
        (TABLE.replace("ROUTE", ""), "no", "no"),
        (TABLE.replace("ROUTE", inline(NAT)), "yes", "no"),
        (TABLE.replace("ROUTE", inline(IGW)), "no", "yes"),
        (TABLE.replace("ROUTE", inline("gateway_id = aws_nat_gateway.this.id")), "yes", "no"),
        (TABLE.replace("ROUTE", inline('transit_gateway_id = "tgw-1"')), "yes", "no"),
        (TABLE.replace("ROUTE", inline('network_interface_id = "eni-1"')), "yes", "no"),
        (TABLE.replace("ROUTE", inline(NAT, '"10.9.0.0/16"')), "no", "no"),
        (TABLE.replace("ROUTE", "") + apart(NAT), "yes", "no"),
        (TABLE.replace("ROUTE", "") + apart(IGW), "no", "yes"),
        (TABLE.replace("ROUTE", "") + apart('gateway_id = "vgw-1"'), "yes", "no"),
        (MAIN.replace("ROUTE", inline(NAT)), "yes", "no"),
        (MAIN.replace("ROUTE", inline(IGW)), "no", "yes"),
        (
            'variable "n" { type = bool }\n' + TABLE.replace("ROUTE", "") + apart(NAT, "count = var.n ? 1 : 0"),
            "unknown",
            "no",
        ),
        ('variable "gw" {}\n' + TABLE.replace("ROUTE", inline("gateway_id = var.gw")), "unknown", "unknown"),
        (
            'module "routes" {\n source = "git::https://example.com/r.git"\n table = aws_route_table.a.id\n}\n'
            + TABLE.replace("ROUTE", ""),
            "unknown",
            "unknown",
        ),
        (TABLE.replace("ROUTE", 'propagating_vgws = ["vgw-1"]'), "unknown", "unknown"),
    ],
)
def test_the_way_out_of_a_subnet(estate: Callable[..., Estate], rest: str, egress: str, public: str) -> None:
    (subnet,) = estate(NETWORK + rest).network.all_subnets()
    assert subnet.egress.state == egress
    assert subnet.reaches_internet_gateway.state == public


def test_a_subnet_made_elsewhere_is_not_known(estate: Callable[..., Estate]) -> None:
    made = estate(
        """
variable "subnet" {}
resource "aws_eks_fargate_profile" "x" {
  cluster_name           = "demo"
  fargate_profile_name   = "x"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [var.subnet]
}
"""
    )
    (subnet,) = made.clusters.profile_subnets()
    assert subnet.egress.unknown
    assert "var.subnet has no value: pass --var subnet=" in subnet.egress.reason
