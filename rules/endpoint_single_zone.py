"""Interface endpoints in one zone only, while Fargate pods run in several.

Why: Pods of all zones use the endpoint, so the outage of its one zone cuts them all off from ECR and STS; until then the
    traffic between the zones is paid for.
Fix: Give the endpoint a subnet in each zone in which Fargate pods run.
Source: AWS PrivateLink guide (one subnet per zone for availability), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for use in estate.endpoints.uses:
        endpoint = use.endpoint
        if not endpoint.is_interface.yes:
            continue
        spread = use.pods_in_several_zones
        if spread.no:
            continue
        several = endpoint.subnets.zone_count
        if several.yes:
            yield Pass(endpoint.address)
        elif several.unknown or spread.unknown:
            doubt = several if several.unknown else spread
            yield doubt.undecided(endpoint.address, endpoint.subnets.span)
        elif endpoint.subnets.items:
            message = "interface endpoint in one zone only while Fargate pods run in several: that zone's outage cuts all of them off"
            yield Finding(message, endpoint.address, endpoint.subnets.span)


VALID = [
    """
# with: vpc sts-endpoint
resource "aws_subnet" "private" {
  for_each          = { a = "eu-central-1a", b = "eu-central-1b" }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, index(["a", "b"], each.key))
  availability_zone = each.value
}

resource "aws_vpc_endpoint" "sts" { subnet_ids = values(aws_subnet.private)[*].id }
""",
    """
# with: vpc sts-endpoint
# The pods are in one zone as well.
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_vpc_endpoint" "sts" { subnet_ids = [aws_subnet.a.id] }
""",
    """
# with: vpc-module endpoints-module
module "endpoints" {
  subnet_ids = module.vpc.private_subnets
  endpoints  = { sts = { service = "sts", private_dns_enabled = true } }
}
""",
    """
# with: vpc subnets sts-endpoint
variable "endpoint_subnets" { type = list(string) }

resource "aws_vpc" "this" {}

resource "aws_subnet" "private" {
  for_each          = { a = "eu-central-1a", b = "eu-central-1b", again = "eu-central-1a" }
  availability_zone = each.value
}

resource "aws_vpc_endpoint" "sts" { subnet_ids = var.endpoint_subnets } # undecided: var.endpoint_subnets has no value
""",
]

INVALID = [
    """
# with: vpc subnets-by-zone sts-endpoint
resource "aws_vpc_endpoint" "sts" {
  subnet_ids = [aws_subnet.private["b"].id] # info: interface endpoint in one zone only
}
""",
    """
# with: vpc interface-endpoints
resource "aws_subnet" "private" {
  for_each          = { a = "eu-central-1a", b = "eu-central-1b", again = "eu-central-1a" }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, index(["a", "b", "again"], each.key))
  availability_zone = each.value
}

resource "aws_vpc_endpoint" "interface" {
  subnet_ids = [for name, subnet in aws_subnet.private : subnet.id if name == "a"] # info: interface endpoint in one zone only
}
""",
    """
# with: vpc-module endpoints-module
module "endpoints" {
  subnet_ids = [module.vpc.private_subnets[0]] # info: interface endpoint in one zone only
  endpoints  = { sts = { service = "sts", private_dns_enabled = true } }
}
""",
]

RULE = Rule(
    id="FGL210",
    name="endpoint-single-zone",
    severities={Severity.INFO: "the pods run in several zones"},
    summary="interface endpoints in one zone only while Fargate pods run in several",
)
