"""Subnets of a Fargate profile in a zone where Fargate is not offered.

Why: Creating the profile fails with "Fargate Profile creation for the Availability Zone … for Subnet … is not supported".
    EKS no longer publishes its own list of zones; this one is that of Amazon ECS and of EKS's older pages, so it is a warning.
    Local Zones and Wavelength Zones have no Fargate at all: an error.
Fix: Leave the subnet out of the profile's ``subnet_ids``, or move it to another zone.
Source: ECS Developer Guide, AWS_Fargate-Regions; EKS User Guide, nodes/fargate; GH:awsdocs/amazon-eks-user-guide#262,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    zones = estate.facts.zones
    for cluster in estate.fargate_clusters():
        for zone, subnets in cluster.profile_subnets.by_zone():
            addresses = tuple(subnet.address for subnet in subnets)
            place = zone.place or subnets[0].span
            if zone.text is None:
                doubt = subnets[0].zone_doubt(zones.fargate_in)
                yield doubt.at(place).undecided(addresses[0]) if doubt.unknown else Pass(addresses[0])
                continue
            if zones.refuses_control_plane(zone.text) and any(subnet in cluster.subnets.items for subnet in subnets):
                continue  # FGL110 speaks: the zone is out for the cluster as a whole
            special = zones.special_kind(zone.text)
            refused = zones.refuses_fargate(zone.text)
            if special is not None:
                message = f"{zone.text} is a {special}: Fargate is not offered there, so creating the profile fails"
                yield Finding(
                    message, addresses[0], place, subject=zone.text, addresses=addresses, severity=Severity.ERROR
                )
            elif refused is not None:
                named = f"{zone.text} ({refused.fact.zone})" if refused.by == "name" else zone.text
                message = (
                    f"Fargate may not be offered in {named}: creating the profile would fail ({refused.fact.basis})"
                )
                yield Finding(message, addresses[0], place, subject=zone.text, addresses=addresses)
            else:
                yield Pass(addresses[0])
        incomplete = cluster.profile_subnets.incomplete
        if incomplete.unknown:
            yield incomplete.undecided(cluster.address, cluster.place)


VALID = [
    """
resource "aws_subnet" "private" {
  for_each          = { "ap-northeast-2a" = "10.0.0.0/24", "ap-northeast-2c" = "10.0.1.0/24" }
  vpc_id            = "vpc-1"
  cidr_block        = each.value
  availability_zone = each.key
}
""",
    """
# with: vpc subnets
# A name in ap-northeast-1 says nothing: which zone it is depends on the account.
resource "aws_subnet" "private" { availability_zone = ["ap-northeast-1a", "ap-northeast-1c"][count.index] }
""",
    """
# with: vpc-module
""",
    """
variable "zone" { type = string }

resource "aws_subnet" "private" {
  vpc_id            = "vpc-1"
  cidr_block        = "10.0.0.0/24"
  availability_zone = var.zone # undecided: var.zone has no value
}
""",
    """
# with: vpc-module
provider "aws" { region = "us-west-1" }

data "aws_availability_zones" "here" {}

module "vpc" {
  azs             = slice(data.aws_availability_zones.here.names, 0, 2) # undecided: us-west-1 has usw1-az2
  private_subnets = ["10.0.0.0/24"]
}
""",
    """
# Where AWS picks, it picks one of zones that all have Fargate.
provider "aws" { region = "eu-central-1" }

resource "aws_subnet" "private" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
}
""",
    """
# with: cluster profile
variable "subnets" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" { subnet_ids = var.subnets } # undecided: has no value # undecided: the zone of
""",
]

INVALID = [
    """
resource "aws_subnet" "a" {
  vpc_id               = "vpc-1"
  cidr_block           = "10.0.0.0/24"
  availability_zone_id = "apne1-az3" # warning: Fargate may not be offered in apne1-az3
}
""",
    """
# with: vpc subnets-by-zone
locals {
  zones = {
    "10.0.0.0/24" = "ca-central-1a"
    "10.0.1.0/24" = "ca-central-1d" # warning: ca-central-1d (cac1-az4)
  }
}

resource "aws_subnet" "private" {
  for_each = local.zones
  vpc_id   = "vpc-1"
}
""",
    """
# with: vpc-module
module "vpc" { azs = ["us-west-2a", "us-west-2-lax-1a"] } # error: us-west-2-lax-1a is a Local Zone
""",
]

RULE = Rule(
    id="FGL111",
    name="zone-unsupported-fargate",
    severities={
        Severity.WARNING: "a zone that the table names",
        Severity.ERROR: "a Local or Wavelength Zone",
    },
    summary="profile subnets in a zone where Fargate is not offered",
    tables=("zones.fargate", "zones.special"),
)
