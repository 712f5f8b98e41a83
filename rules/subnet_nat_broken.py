"""The NAT gateway of the Fargate subnets has no way out itself.

Why: A public NAT gateway passes traffic on to the internet gateway by its own subnet's route table. In a subnet without that
    route it swallows everything: pods time out on image pulls and on the API, although the route to it looks right.
Fix: Put the NAT gateway into a public subnet (its ``subnet_id``), or give that subnet a default route to an internet gateway.
Source: Amazon VPC User Guide, vpc-nat-gateway (create it in a public subnet), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
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
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: vpc-module-nat
""",
    """
# with: vpc subnets nat-route
# A private NAT gateway passes traffic on to other networks, not to the internet.
resource "aws_nat_gateway" "this" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.private[0].id
}
""",
    """
# with: vpc-module
""",
    """
# with: vpc subnets nat-route
resource "aws_nat_gateway" "this" { subnet_id = "subnet-1" } # undecided: the routes of subnet-1 are not declared here
""",
]

INVALID = [
    """
# with: vpc subnets nat-route
resource "aws_nat_gateway" "this" {
  subnet_id = aws_subnet.private[0].id # error: sits in a subnet without a route to an internet gateway
}
""",
    """
# with: vpc subnets nat-route
locals {
  nat = { subnet = aws_subnet.private[1].id } # error: sits in a subnet without a route to an internet gateway
}

resource "aws_nat_gateway" "this" {
  count     = 1
  subnet_id = local.nat.subnet
}

resource "aws_route_table" "private" {
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this[0].id
  }
}
""",
    """
# with: vpc subnets route-table
resource "aws_route" "out" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = module.nat.id
}

module "nat" {
  source    = "./nat"
  subnet_id = aws_subnet.private[0].id # error: sits in a subnet without a route to an internet gateway
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
