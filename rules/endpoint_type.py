"""An endpoint of a type in which its service does not work.

Why: The provider's default type is Gateway, but only s3 and dynamodb have gateway endpoints: for anything else apply fails
    ("The Vpc Endpoint Type (Gateway) … does not match the service type"). The other way round, s3 as an interface endpoint
    answers under its own names only (unless its private DNS is on): ECR redirects image layers to the plain S3 name, and
    without a way out pulls hang after the manifest. In the vpc-endpoints module Interface is the default for s3 too.
Fix: ``vpc_endpoint_type = "Interface"`` for all but s3 and dynamodb; ``"Gateway"`` with ``route_table_ids`` for s3.
Source: AWS provider, aws_vpc_endpoint (default Gateway); EKS User Guide, clusters/private-clusters, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for use in estate.endpoints.uses:
        answer, type = use.right_type, use.endpoint.type
        if answer.yes:
            yield Pass(use.address)
        elif answer.unknown:
            yield answer.undecided(use.address, type.place)
        elif use.service.interface_only:
            origin = f" ({type.origin})" if type.origin else ""
            yield type.finding(
                f"{use.service.suffix} as a {type.text} endpoint{origin}: it is an interface service, so apply fails",
                wanted="Interface",
            )
        else:
            serious = use.has_egress.no and not use.endpoint.has_private_dns.yes
            yield type.finding(
                f"{use.service.suffix} as an Interface endpoint only: image layers come by the plain S3 name, which needs a "
                "Gateway endpoint on the route tables of the Fargate subnets",
                severity=Severity.ERROR if serious else Severity.WARNING,
                fix=use.endpoint.gateway_fix,
            )


VALID = [
    """
# with: vpc sts-endpoint s3-endpoint
""",
    """
# with: vpc s3-endpoint
# An interface endpoint beside the gateway one is fine.
resource "aws_vpc_endpoint" "s3" {
  for_each          = toset(["Gateway", "Interface"])
  vpc_endpoint_type = each.key
}
""",
    """
# with: vpc-module endpoints-module
module "endpoints" {
  endpoints = {
    s3  = { service = "s3", service_type = "Gateway", route_table_ids = module.vpc.private_route_table_ids }
    sts = { service = "sts", private_dns_enabled = true }
  }
}
""",
    """
# with: vpc sts-endpoint
variable "type" { type = string }

resource "aws_vpc_endpoint" "sts" { vpc_endpoint_type = var.type } # undecided: var.type has no value
""",
]

INVALID = [
    """
# with: vpc s3-endpoint
resource "aws_vpc_endpoint" "s3" { # error: sts as a Gateway endpoint (the provider's default)
  service_name = "com.amazonaws.eu-central-1.sts"
}
""",
    """
# with: vpc
locals {
  endpoints = {
    "ecr.api" = "Gateway" # error: ecr.api as a Gateway endpoint
    "ecr.dkr" = "Interface"
  }
}

resource "aws_vpc_endpoint" "this" {
  for_each          = local.endpoints
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type = each.value
}
""",
    """
# with: vpc-module endpoints-module
module "endpoints" {
  endpoints = {
    sts = { service = "sts", private_dns_enabled = true }
    s3  = { service = "s3", route_table_ids = module.vpc.private_route_table_ids } # error: s3 as an Interface endpoint only
  }
}
""",
    """
# with: vpc s3-endpoint
resource "aws_vpc_endpoint" "s3" {
  vpc_endpoint_type   = "Interface" # warning: s3 as an Interface endpoint only
  private_dns_enabled = true
}
""",
]

RULE = Rule(
    id="FGL203",
    name="endpoint-type",
    severities={
        Severity.ERROR: "the pods have no way to the service",
        Severity.WARNING: "they have another way",
    },
    summary="an interface service declared as Gateway (the provider's default), or s3 as Interface only",
    tables=("endpoints",),
)
