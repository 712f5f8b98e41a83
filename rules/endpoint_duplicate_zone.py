"""Two subnets of one zone on one interface endpoint.

Why: An interface endpoint takes one subnet per zone; with a second one apply fails with DuplicateSubnetsInSameZone. Pods of
    all subnets reach it all the same, so one subnet a zone is enough.
Fix: List one subnet per zone in ``subnet_ids``.
Source: EC2 API, CreateVpcEndpoint (DuplicateSubnetsInSameZone); AWS PrivateLink guide, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for endpoint in estate.endpoints:
        if endpoint.is_interface.no or len(endpoint.subnets) < 2:
            continue
        subnets = endpoint.subnets
        double = next(((zone, members) for zone, members in subnets.by_zone() if len(members) > 1), None)
        if double is not None and endpoint.is_interface.yes:
            zone, members = double
            names = ", ".join(subnet.address for subnet in members)
            message = f"two subnets of one zone on an interface endpoint ({names}, {zone}): creating it fails"
            related = tuple(Note(f"subnet {subnet.address}", subnet.span) for subnet in members if subnet.span)
            yield Finding(message, endpoint.address, subnets.span, related)
        elif double is not None or subnets.distinct_zones.unknown:
            doubt = endpoint.is_interface if double is not None else subnets.distinct_zones
            yield doubt.undecided(endpoint.address, subnets.span)
        else:
            yield Pass(endpoint.address)


VALID = [
    """
# with: vpc subnets-by-zone sts-endpoint
resource "aws_vpc_endpoint" "sts" { subnet_ids = [aws_subnet.private["a"].id, aws_subnet.private["b"].id] }
""",
    """
# with: vpc subnets-by-zone sts-endpoint
resource "aws_vpc_endpoint" "sts" { subnet_ids = [aws_subnet.private["again"].id] }
""",
    """
# with: vpc subnets sts-endpoint
data "aws_availability_zones" "here" {}

resource "aws_subnet" "private" {
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = data.aws_availability_zones.here.names[count.index]
}

resource "aws_vpc_endpoint" "sts" { subnet_ids = aws_subnet.private[*].id }
""",
    """
# with: vpc sts-endpoint
resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}

resource "aws_vpc_endpoint" "sts" { subnet_ids = aws_subnet.private[*].id } # undecided: no zone is written
""",
]

INVALID = [
    """
# with: vpc subnets-by-zone sts-endpoint
resource "aws_vpc_endpoint" "sts" {
  subnet_ids = [aws_subnet.private["a"].id, aws_subnet.private["again"].id] # error: two subnets of one zone
}
""",
    """
# with: vpc subnets-by-zone sts-endpoint
locals { endpoint_subnets = values(aws_subnet.private)[*].id } # error: two subnets of one zone

resource "aws_vpc_endpoint" "sts" { subnet_ids = local.endpoint_subnets }
""",
    """
# with: vpc-module endpoints-module
module "vpc" { private_subnets = ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"] }

module "endpoints" {
  subnet_ids = module.vpc.private_subnets # error: two subnets of one zone
  endpoints  = { sts = { service = "sts", private_dns_enabled = true } }
}
""",
]

RULE = Rule(
    id="FGL208",
    name="endpoint-duplicate-zone",
    severities={Severity.ERROR: "two subnets of one zone"},
    summary="two subnets of one zone on one interface endpoint",
)
