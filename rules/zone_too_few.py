"""The cluster's subnets are in one zone only.

Why: EKS wants subnets in at least two Availability Zones; creating the cluster fails with "Subnets specified must be in at
    least two different AZs".
Fix: Add a subnet in a second zone to the cluster's ``subnet_ids``.
Source: EKS User Guide, networking/network-reqs, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        if not cluster.is_declared:
            continue
        several = cluster.subnets.zone_count
        if several.yes:
            yield Pass(cluster.address)
        elif several.unknown:
            yield several.undecided(cluster.address, cluster.subnets.span)
        else:
            zones = sorted({str(subnet.zone) for subnet in cluster.subnets if subnet.zone.text})
            where = f" ({zones[0]})" if zones else ""
            message = f"the cluster's subnets are in one zone only{where}: EKS wants two, so creating the cluster fails"
            yield Finding(message, cluster.address, cluster.subnets.more_place)


VALID = [
    """
resource "aws_subnet" "private" {
  for_each          = { "eu-west-1a" = "10.0.0.0/24", "eu-west-1b" = "10.0.1.0/24" }
  vpc_id            = "vpc-1"
  cidr_block        = each.value
  availability_zone = each.key
}
""",
    """
# with: vpc subnets
data "aws_availability_zones" "here" {}

resource "aws_subnet" "private" {
  vpc_id            = "vpc-1"
  availability_zone = data.aws_availability_zones.here.names[count.index]
}
""",
    """
# with: vpc-module
""",
    """
resource "aws_subnet" "a" { # undecided: no zone is written
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "b" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.1.0/24"
}
""",
    """
# A list that somebody has yet to fill in.
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::123456789012:role/cluster"
  vpc_config {
    subnet_ids = ["", ""] # undecided@23: an empty text stands where an id belongs
  }
}
""",
]

INVALID = [
    """
# with: vpc cluster
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_eks_cluster" "this" {
  vpc_config { subnet_ids = [aws_subnet.a.id] } # error: in one zone only (eu-west-1a)
}
""",
    """
# with: vpc subnets cluster
locals { zone = "eu-west-1a" }

resource "aws_subnet" "private" {
  vpc_id            = "vpc-1"
  availability_zone = local.zone
}

resource "aws_eks_cluster" "this" {
  vpc_config { subnet_ids = aws_subnet.private[*].id } # error: in one zone only
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "vpc" { azs = ["eu-west-1a"] }

module "eks" { subnet_ids = module.vpc.private_subnets } # error: in one zone only
""",
]

RULE = Rule(
    id="FGL113",
    name="zone-too-few",
    severities={Severity.ERROR: "all are in one zone"},
    summary="cluster subnets in fewer than two zones",
    tables=("quotas",),
)
