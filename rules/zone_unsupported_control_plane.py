"""Cluster subnets in a zone where EKS has no control plane.

Why: EKS cannot place its network interfaces in a few old zones: creating the cluster fails with
    UnsupportedAvailabilityZoneException. Zone ids are the same for everybody; a zone *name* stands for the same zone in every
    account only in regions opened after 2012, and in us-east-1 the excluded one usually is us-east-1e.
Fix: Take the subnet out of the cluster's ``subnet_ids``, or move it to another zone (``exclude_zone_ids`` of
    ``data.aws_availability_zones`` keeps it out for good).
Source: EKS User Guide, networking/network-reqs; eksctl pkg/az/az.go, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    zones = estate.facts.zones
    for cluster in estate.fargate_clusters():
        for zone, subnets in cluster.subnets.by_zone():
            addresses = tuple(subnet.address for subnet in subnets)
            if zone.text is None:
                doubt = subnets[0].zone_doubt(zones.control_plane_in)
                place = zone.place or subnets[0].span
                yield doubt.at(place).undecided(addresses[0]) if doubt.unknown else Pass(addresses[0])
                continue
            refused = zones.refuses_control_plane(zone.text)
            if refused is None:
                yield Pass(addresses[0])
                continue
            named = f"{zone.text} ({refused.fact.zone})" if refused.by == "name" else zone.text
            usual = ", which usually is " + refused.fact.zone if refused.by == "usual" else ""
            yield Finding(
                f"cluster subnet in {named}{usual}: EKS has no control plane there, so creating the cluster fails",
                addresses[0],
                zone.place or subnets[0].span,
                subject=zone.text,
                addresses=addresses,
                severity=Severity.ERROR if refused.by == "id" else Severity.WARNING,
            )
        incomplete = cluster.subnets.incomplete
        if cluster.is_declared and incomplete.unknown:
            yield incomplete.undecided(cluster.address, cluster.span)


VALID = [
    """
# with: vpc
resource "aws_subnet" "private" {
  for_each          = { "us-east-1a" = "10.0.0.0/24", "us-east-1b" = "10.0.1.0/24" }
  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = each.key
}
""",
    """
# with: vpc subnets
resource "aws_subnet" "private" {
  vpc_id               = "vpc-1"
  availability_zone_id = ["use1-az1", "use1-az2"][count.index]
}
""",
    """
# with: vpc-module
""",
    """
provider "aws" { region = "us-east-1" }

data "aws_availability_zones" "here" {}

resource "aws_subnet" "private" {
  vpc_id            = "vpc-1"
  cidr_block        = "10.0.0.0/24"
  availability_zone = data.aws_availability_zones.here.names[0] # undecided: only the plan knows it, and us-east-1 has use1-az3
}
""",
    """
# with: vpc-module
# Which zones these are only the plan knows, but EKS takes every zone of this region.
provider "aws" { region = "eu-west-1" }

data "aws_availability_zones" "here" {}

module "vpc" { azs = slice(data.aws_availability_zones.here.names, 0, 2) }
""",
    """
# with: vpc subnets
provider "aws" { region = "us-east-1" }

data "aws_availability_zones" "here" { exclude_zone_ids = ["use1-az3"] }

resource "aws_subnet" "private" {
  vpc_id            = "vpc-1"
  availability_zone = data.aws_availability_zones.here.names[count.index]
}
""",
    """
# with: cluster
variable "subnets" { type = list(string) }

resource "aws_eks_cluster" "this" {
  vpc_config { subnet_ids = var.subnets } # undecided: var.subnets has no value # undecided: the zone of var.subnets
}
""",
]

INVALID = [
    """
resource "aws_subnet" "a" {
  vpc_id               = "vpc-1"
  cidr_block           = "10.0.0.0/24"
  availability_zone_id = "use1-az3" # error: cluster subnet in use1-az3
}

resource "aws_subnet" "b" {
  vpc_id               = "vpc-1"
  cidr_block           = "10.0.1.0/24"
  availability_zone_id = "use1-az1"
}
""",
    """
# with: vpc subnets
variable "zones" { default = ["us-east-1a", "us-east-1e"] } # warning: usually is use1-az3

resource "aws_subnet" "private" {
  count             = length(var.zones)
  availability_zone = var.zones[count.index]
}
""",
    """
# with: vpc-module
module "vpc" { azs = ["ca-central-1a", "ca-central-1c"] } # warning: ca-central-1c (cac1-az3)
""",
    """
# with: cluster profile
module "subnets" {
  source = "./subnets"
  zones = {
    "10.0.0.0/24" = "usw1-az1"
    "10.0.1.0/24" = "usw1-az2" # error: cluster subnet in usw1-az2
  }
}

resource "aws_eks_cluster" "this" {
  vpc_config { subnet_ids = module.subnets.ids }
}

resource "aws_eks_fargate_profile" "apps" { subnet_ids = module.subnets.ids }

# file: subnets/main.tf
variable "zones" {}

resource "aws_subnet" "this" {
  for_each             = var.zones
  vpc_id               = "vpc-1"
  cidr_block           = each.key
  availability_zone_id = each.value
}

output "ids" { value = values(aws_subnet.this)[*].id }
""",
]

RULE = Rule(
    id="FGL110",
    name="zone-unsupported-control-plane",
    severities={
        Severity.ERROR: "by the zone's id",
        Severity.WARNING: "by its name, where that stands for the zone in every account or usually does",
    },
    summary="cluster subnets in a zone where EKS has no control plane",
    tables=("zones.control_plane", "zones.name"),
)
