"""A VPC without DNS resolution: Fargate pods find neither the cluster's API nor any AWS service.

Why: With ``enable_dns_support = false`` the VPC's own resolver does not answer. Fargate nodes cannot resolve the cluster's
    endpoint, so they never register: pods stay Pending, later "NodeNotReady", and interface endpoints with private DNS
    are refused at creation ("Enabling private DNS requires both enableDnsSupport and enableDnsHostnames").
Fix: Remove the argument (the provider's default is true), or set ``enable_dns_support = true``.
Source: EKS User Guide, networking/network-reqs and nodes/fargate (VPC needs DNS resolution and hostnames), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for vpc in estate.cluster_vpcs():
        yield vpc.enable_dns_support.must_be(
            True,
            "DNS support is off in the cluster's VPC: Fargate pods cannot resolve the cluster's API and never start",
        )


VALID = [
    """
# with: vpc
""",
    """
# with: vpc
variable "dns" { default = true }

resource "aws_vpc" "this" { enable_dns_support = var.dns }
""",
    """
# with: vpc-module
""",
    """
# with: vpc
variable "dns" { type = bool }

resource "aws_vpc" "this" { enable_dns_support = var.dns } # undecided: var.dns has no value: pass --var dns=
""",
]

INVALID = [
    """
# with: vpc
resource "aws_vpc" "this" { enable_dns_support = false } # error: DNS support is off
""",
    """
# with: vpc
locals {
  network = {
    cidr = "10.0.0.0/16"
    dns  = false # error: DNS support is off
  }
}

resource "aws_vpc" "this" { enable_dns_support = local.network.dns }
""",
    """
# with: vpc-module
module "vpc" { enable_dns_support = false } # error: DNS support is off
""",
]

RULE = Rule(
    id="FGL101",
    name="vpc-dns-support",
    severities={Severity.ERROR: "set off"},
    summary="the cluster's VPC has DNS support off",
    tables=("defaults",),
)
