"""Two interface endpoints of one service with private DNS in one VPC.

Why: Both would own the same private name: creating the second fails with "private-dns-enabled cannot be set because there is
    already a conflicting DNS domain". It happens when a module and a resource of one's own make the same endpoint.
Fix: Remove one of them, or turn private DNS off on the one that pods need not find.
Source: AWS PrivateLink guide, manage DNS names; EC2 API, CreateVpcEndpoint, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for vpc in estate.cluster_vpcs():
        for service, endpoints in vpc.endpoints.by_service():
            named = [e for e in endpoints if e.is_interface.yes and not e.has_private_dns.no and not e.may_be_absent]
            if not named:
                continue
            first, *others = named
            for other in others:
                doubt = next((e.has_private_dns for e in (first, other) if e.has_private_dns.unknown), None)
                if doubt is not None:
                    yield doubt.undecided(other.address, other.span)
                    continue
                related = (Note(f"the other one, {first.address}", first.span),) if first.span else ()
                message = f"a second {service} endpoint with private DNS in one VPC: creating it fails"
                yield Finding(message, other.address, other.span, related, service)
            if not others:
                yield Pass(first.address)


VALID = [
    """
# with: vpc sts-endpoint
resource "aws_vpc_endpoint" "ecr" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
""",
    """
# with: vpc sts-endpoint
resource "aws_vpc_endpoint" "again" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
}
""",
    """
# with: vpc sts-endpoint
resource "aws_vpc" "this" { for_each = { a = "10.0.0.0/16", b = "10.1.0.0/16" } }

resource "aws_subnet" "this" {
  for_each   = aws_vpc.this
  vpc_id     = each.value.id
  cidr_block = cidrsubnet(each.value.cidr_block, 8, 0)
}

resource "aws_vpc_endpoint" "sts" {
  for_each = aws_vpc.this
  vpc_id   = each.value.id
}
""",
    """
# with: vpc sts-endpoint
variable "dns" { type = bool }

resource "aws_vpc_endpoint" "sts_again" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = var.dns # undecided: var.dns has no value
}
""",
]

INVALID = [
    """
# with: vpc sts-endpoint
resource "aws_vpc_endpoint" "sts_again" { # error: a second sts endpoint with private DNS
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
""",
    """
# with: vpc vpc-module endpoints-module sts-endpoint
resource "aws_vpc_endpoint" "sts" { vpc_id = module.vpc.vpc_id }

module "endpoints" {
  endpoints = {
    sts = { service = "sts", private_dns_enabled = true } # error: a second sts endpoint with private DNS
  }
}
""",
    """
# with: vpc
resource "aws_vpc_endpoint" "logs" { # error: a second logs endpoint with private DNS
  for_each            = toset(["a", "b"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.logs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
""",
]

RULE = Rule(
    id="FGL207",
    name="endpoint-duplicate",
    severities={Severity.ERROR: "private DNS is on for both"},
    summary="two interface endpoints of one service with private DNS in one VPC",
)
