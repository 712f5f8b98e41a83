"""The NAT gateway of the Fargate subnets has no way out itself.

Why: A public NAT gateway passes traffic on to the internet gateway by its own subnet's route table. In a subnet without that
    route it swallows everything: pods time out on image pulls and on the API, although the route to it looks right.
Fix: Put the NAT gateway into a public subnet (its ``subnet_id``), or give that subnet a default route to an internet gateway.
Source: Amazon VPC User Guide, vpc-nat-gateway (create it in a public subnet), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for gateway, subnet in estate.fargate_nat_gateways():
        out = gateway.has_way_out
        if out.yes:
            yield Pass(gateway.address)
        elif out.unknown:
            yield out.undecided(gateway.address, gateway.subnet_id.place)
        else:
            related = tuple(Note(f"Fargate subnet {subnet.address}", span) for span in (subnet.span,) if span)
            yield gateway.subnet_id.finding(
                "the NAT gateway of the Fargate subnets sits in a subnet without a route to an internet gateway: "
                "nothing gets out",
                related=related,
            )


VALID = [
    """
# with: vpc-module-nat
""",
    """
# with: route-table
# A private NAT gateway passes traffic on to other networks, not to the internet.
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_nat_gateway" "this" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.private.id
}

resource "aws_route_table" "private" {
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this.id
  }
}

resource "aws_route_table_association" "private" { subnet_id = aws_subnet.private.id }
""",
    """
# with: vpc-module
""",
    """
# with: route-table
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_nat_gateway" "this" {
  subnet_id = "subnet-1" # undecided: the routes of subnet-1 are not declared here
}

resource "aws_route_table" "private" {
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this.id
  }
}

resource "aws_route_table_association" "private" { subnet_id = aws_subnet.private.id }
""",
]

_NETWORK = """
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  for_each   = { a = "10.0.0.0/24", b = "10.0.1.0/24" }
  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = NAT
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}
"""

INVALID = [
    _NETWORK.replace("NAT", "aws_nat_gateway.this.id")
    + """
resource "aws_nat_gateway" "this" {
  subnet_id = aws_subnet.private["a"].id # error: sits in a subnet without a route to an internet gateway
}
""",
    _NETWORK.replace("NAT", "aws_nat_gateway.this[0].id")
    + """
locals {
  nat = { subnet = aws_subnet.private["b"].id } # error: sits in a subnet without a route to an internet gateway
}

resource "aws_nat_gateway" "this" {
  count     = 1
  subnet_id = local.nat.subnet
}
""",
    _NETWORK.replace("NAT", "module.nat.id")
    + """
module "nat" {
  source    = "./nat"
  subnet_id = aws_subnet.private["a"].id # error: sits in a subnet without a route to an internet gateway
}

# file: nat/main.tf
variable "subnet_id" {}

resource "aws_nat_gateway" "this" {
  subnet_id = var.subnet_id
}

output "id" { value = aws_nat_gateway.this.id }
""",
]

RULE = Rule(
    id="FGL121",
    name="subnet-nat-broken",
    severities={Severity.ERROR: "a public NAT gateway in a subnet without an internet gateway"},
    summary="the NAT gateway of the Fargate subnets sits in a subnet without a route to an internet gateway",
)
