"""An interface endpoint in a zone where its service may be missing.

Why: Each endpoint service exists in some zones of a region only; in another one creating the endpoint fails with "The VPC
    endpoint service … does not support the availability zone of the subnet". AWS publishes no table, so this one holds what
    was met in the field, and the message says so.
Fix: Put the endpoint into subnets of other zones (pods in all zones can use it), or filter the subnets with
    ``data.aws_vpc_endpoint_service.x.availability_zones``. If yours work there: ``allow-zones`` under ``[facts]``.
Source: GH:terraform-aws-modules/terraform-aws-vpc#462, #634, #785; aws-cdk#4912; field reports, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    zones = estate.facts.zones
    for endpoint in estate.endpoints:
        if endpoint.is_interface.no:
            continue
        for zone, subnets in endpoint.subnets.by_zone():
            if zone.text is None:
                yield zone.doubt.undecided(endpoint.address, endpoint.span)
                continue
            refused = zones.refuses_endpoint(zone.text, endpoint.service or "")
            if refused is None:
                yield Pass(endpoint.address, zone.text)
                continue
            yield Finding(
                f"interface endpoints may not be offered in {zone.text}, and creating them there would fail "
                f"({refused.fact.note or refused.fact.basis})",
                endpoint.address,
                zone.place or subnets[0].span,
                subject=zone.text,
            )
        incomplete = endpoint.subnets.incomplete
        if incomplete.unknown and not endpoint.zones_follow_service:
            yield incomplete.undecided(endpoint.address, endpoint.span)


VALID = [
    """
# with: vpc sts-endpoint
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "ap-northeast-2a"
}

resource "aws_vpc_endpoint" "sts" {
  service_name = "com.amazonaws.ap-northeast-2.sts"
  subnet_ids   = [aws_subnet.a.id]
}
""",
    """
# with: vpc
# A gateway endpoint is in no zone.

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "ap-northeast-2b"
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.ap-northeast-2.s3"
}
""",
    """
# with: vpc-module endpoints-module
module "vpc" { azs = ["ap-northeast-2a", "ap-northeast-2b"] }

module "endpoints" {
  endpoints = {
    sts = { service = "sts", private_dns_enabled = true, subnet_ids = [module.vpc.private_subnets[0]] }
  }
}
""",
    """
# with: vpc sts-endpoint
variable "zone" { type = string }

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = var.zone # undecided: var.zone has no value
}

resource "aws_vpc_endpoint" "sts" {
  service_name = "com.amazonaws.ap-northeast-2.sts"
  subnet_ids   = [aws_subnet.a.id]
}
""",
    """
# with: vpc subnets sts-endpoint
# The subnets are filtered by where the service is.
resource "aws_subnet" "private" {
  for_each          = { "ap-northeast-2a" = "10.0.0.0/24", "ap-northeast-2b" = "10.0.1.0/24" }
  cidr_block        = each.value
  availability_zone = each.key
}

data "aws_vpc_endpoint_service" "sts" { service = "sts" }

resource "aws_vpc_endpoint" "sts" {
  service_name = data.aws_vpc_endpoint_service.sts.service_name
  subnet_ids = [
    for subnet in aws_subnet.private : subnet.id
    if contains(data.aws_vpc_endpoint_service.sts.availability_zones, subnet.availability_zone)
  ]
}
""",
    """
# with: vpc subnets sts-endpoint cluster
variable "more" { type = list(string) }

resource "aws_eks_cluster" "this" {
  vpc_config { subnet_ids = aws_subnet.private[*].id }
}

resource "aws_vpc_endpoint" "sts" {
  subnet_ids = concat(aws_subnet.private[*].id, var.more) # undecided: var.more has no value
}
""",
]

INVALID = [
    """
# with: vpc sts-endpoint
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "ap-northeast-2b" # warning: no AWS document says so
}

resource "aws_vpc_endpoint" "sts" { subnet_ids = [aws_subnet.b.id] }
""",
    """
# with: vpc-module endpoints-module
variable "zones" { default = ["ap-northeast-2b", "ap-northeast-2c"] } # warning: may not be offered in ap-northeast-2b

module "vpc" { azs = var.zones }

module "endpoints" {
  subnet_ids = [module.vpc.private_subnets[0]]
  endpoints = {
    sts     = { service = "sts", private_dns_enabled = true }
    ecr_api = { service = "ecr.api", private_dns_enabled = true }
  }
}
""",
    """
# with: vpc interface-endpoints
resource "aws_subnet" "private" {
  for_each = {
    a = { cidr = "10.0.0.0/24", zone = "apne2-az1" }
    b = { cidr = "10.0.1.0/24", zone = "apne2-az2" } # warning: may not be offered in apne2-az2
  }
  vpc_id               = aws_vpc.this.id
  cidr_block           = each.value.cidr
  availability_zone_id = each.value.zone
}

resource "aws_vpc_endpoint_subnet_association" "b" {
  for_each        = aws_vpc_endpoint.interface
  vpc_endpoint_id = each.value.id
  subnet_id       = aws_subnet.private["b"].id
}
""",
]

RULE = Rule(
    id="FGL112",
    name="zone-unsupported-endpoint",
    severities={Severity.WARNING: "a zone that the table or the configuration names"},
    summary="interface endpoint subnets in a zone where the service may be missing",
    tables=("zones.endpoint",),
)
