"""Cluster subnets with hardly any addresses.

Why: EKS puts two to four network interfaces into the cluster's subnets and needs free addresses again for every upgrade; it
    asks for six and recommends sixteen. A /28 has eleven usable addresses: upgrades fail with InsufficientFreeAddresses,
    and each Fargate pod takes an address of its own.
Fix: Make the cluster's subnets /27 or larger (a subnet's block cannot be changed later).
Source: EKS User Guide, networking/network-reqs, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    reserved = estate.facts.quotas.named("reserved-addresses-per-subnet").value
    recommended = estate.facts.quotas.named("cluster-subnet-recommended-addresses").value
    for cluster in estate.fargate_clusters():
        for subnet in cluster.subnets:
            if subnet.block is None:
                if subnet.cidr is not None and not subnet.cidr.is_null:
                    yield subnet.cidr_doubt.undecided(subnet.address)
                continue
            usable = subnet.block.num_addresses - reserved
            if usable >= recommended:
                yield Pass(subnet.address)
                continue
            message = f"cluster subnet {subnet.block} has {usable} usable addresses: EKS recommends {recommended}, and upgrades may fail"
            yield Finding(message, subnet.address, subnet.cidr_place)


VALID = [
    """
resource "aws_subnet" "private" {
  for_each   = { a = "10.0.0.0/27", b = "10.0.1.0/24" }
  vpc_id     = "vpc-1"
  cidr_block = each.value
}
""",
    """
# with: vpc-module
""",
    """
# with: vpc subnets
# Small subnets beside the cluster's are nobody's business.
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

module "transit" {
  source = "./transit"
  vpc_id = aws_vpc.this.id
}

# file: transit/main.tf
variable "vpc_id" {}

resource "aws_subnet" "transit" {
  vpc_id     = var.vpc_id
  cidr_block = "10.0.255.0/28"
}
""",
    """
variable "cidr" { type = string }

resource "aws_subnet" "private" {
  vpc_id     = "vpc-1"
  cidr_block = cidrsubnet(var.cidr, 4, 0) # undecided: var.cidr has no value
}
""",
]

INVALID = [
    """
resource "aws_subnet" "private" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/28" # warning: has 11 usable addresses
}
""",
    """
variable "subnets" {
  default = {
    a = "10.0.0.0/24"
    b = "10.0.1.0/28" # warning: 10.0.1.0/28 has 11 usable addresses
  }
}

resource "aws_subnet" "private" {
  for_each   = var.subnets
  vpc_id     = "vpc-1"
  cidr_block = each.value
}
""",
    """
# with: vpc-module
module "vpc" { private_subnets = ["10.0.0.0/28", "10.0.0.16/28"] } # warning: has 11 usable addresses
""",
]

RULE = Rule(
    id="FGL123",
    name="subnet-too-small",
    severities={Severity.WARNING: "fewer than 16 addresses"},
    summary="cluster subnets with fewer than 16 usable addresses",
    tables=("quotas",),
)
