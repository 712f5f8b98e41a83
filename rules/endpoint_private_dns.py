"""An interface endpoint without private DNS: nothing finds it.

Why: Without private DNS the service's usual name (sts.eu-west-1.amazonaws.com) still resolves to public addresses, and pods,
    kubelet and SDKs use no other name: in a VPC without a way out they time out as if the endpoint were not there. The
    provider's default is off, and the vpc-endpoints module passes nothing either.
Fix: ``private_dns_enabled = true`` on the endpoint (the VPC needs DNS support and DNS hostnames for it).
Source: AWS provider, aws_vpc_endpoint (default false); ECR User Guide, vpc-endpoints, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import EndpointQuestion, Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for use in estate.endpoints.uses:
        if use.earlier_fault(EndpointQuestion.DNS) or use.endpoint.is_gateway.yes:
            continue
        dns = use.endpoint.private_dns
        if use.resolves.yes:
            yield Pass(use.address)
        elif use.resolves.unknown:
            yield use.resolves.undecided(use.address, dns.place)
        else:
            origin = f" ({dns.origin})" if dns.origin else ""
            message = f"private DNS of the {use.service.suffix} endpoint is off{origin}: pods resolve the public address and miss it"
            yield dns.finding(message, severity=Severity.ERROR if use.has_egress.no else Severity.WARNING, wanted=True)


VALID = [
    """
# with: vpc sts-endpoint
resource "aws_vpc_endpoint" "sts" {
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
""",
    """
# with: vpc sts-endpoint
resource "aws_vpc_endpoint_private_dns" "sts" {
  vpc_endpoint_id     = aws_vpc_endpoint.sts.id
  private_dns_enabled = true
}
""",
    """
# with: vpc
# No pod here calls the SSM endpoint.

resource "aws_vpc_endpoint" "ssm" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-central-1.ssm"
  vpc_endpoint_type = "Interface"
}
""",
    """
# with: vpc sts-endpoint
variable "dns" { type = bool }

resource "aws_vpc_endpoint" "sts" {
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = var.dns # undecided: var.dns has no value
}
""",
]

INVALID = [
    """
# with: vpc
resource "aws_vpc_endpoint" "sts" { # error: private DNS of the sts endpoint is off (the provider's default)
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-central-1.sts"
  vpc_endpoint_type = "Interface"
}
""",
    """
# with: vpc
locals {
  services = {
    "ecr.api" = { dns = true }
    "ecr.dkr" = { dns = false } # error: private DNS of the ecr.dkr endpoint is off
  }
}

resource "aws_vpc_endpoint" "this" {
  for_each            = local.services
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = each.value.dns
}
""",
    """
# with: vpc-module-nat endpoints-module
module "endpoints" {
  endpoints = {
    sts = { # warning: private DNS of the sts endpoint is off
      service = "sts"
    }
  }
}
""",
]

RULE = Rule(
    id="FGL202",
    name="endpoint-private-dns",
    severities={
        Severity.ERROR: "the pods have no way out",
        Severity.WARNING: "they have one",
    },
    summary="an interface endpoint without private DNS (the provider's default)",
    tables=("endpoints",),
)
