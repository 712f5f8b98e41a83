"""A VPC without DNS hostnames breaks private endpoints, and Fargate pods never join.

Why: Private DNS (of the cluster's private endpoint and of interface endpoints) needs DNS hostnames in the VPC. Without them
    the names of ECR, STS and the API resolve to public addresses that a private subnet cannot reach: pods stay Pending,
    image pulls time out, or creating the interface endpoint fails. The provider's default for ``aws_vpc`` is off, and so
    was the vpc module's before 4.0.0.
Fix: Set ``enable_dns_hostnames = true``.
Source: EKS User Guide, networking/network-reqs and nodes/fargate; AWS provider, aws_vpc (default false), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for vpc in estate.cluster_vpcs():
        yield vpc.enable_dns_hostnames.must_be(
            True,
            "DNS hostnames are off in the cluster's VPC: private endpoints do not resolve and Fargate pods never join",
        )


VALID = [
    """
# with: vpc
""",
    """
# with: vpc
resource "aws_vpc" "this" {
  for_each             = { main = { dns = "true" } }
  enable_dns_hostnames = each.value.dns
}
""",
    """
# with: vpc-module
""",
    """
variable "hostnames" { type = bool }

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = var.hostnames # undecided: var.hostnames has no value
}
""",
]

INVALID = [
    """
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = false # error: DNS hostnames are off
}
""",
    """
resource "aws_vpc" "this" { # error: DNS hostnames are off in the cluster's VPC: private endpoints do not resolve and Fargate pods never join (the provider's default)
  cidr_block = "10.0.0.0/16"
}
""",
    """
# with: vpc-module
module "vpc" { version = "3.19.0" } # error: the default of the vpc module 3.19.0
""",
    """
module "network" {
  source    = "./network"
  hostnames = false # error: DNS hostnames are off
}

resource "aws_subnet" "a" {
  vpc_id     = module.network.vpc_id
  cidr_block = "10.0.0.0/24"
}

# file: network/main.tf
variable "hostnames" {}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = var.hostnames
}

output "vpc_id" { value = aws_vpc.this.id }
""",
]

RULE = Rule(
    id="FGL102",
    name="vpc-dns-hostnames",
    severities={Severity.ERROR: "off, set or by default"},
    summary="the cluster's VPC has DNS hostnames off, set or by default",
    tables=("defaults",),
)
