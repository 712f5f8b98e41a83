"""What is said of zones that nothing names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.facts import Facts
from fargate_lint.model.estate import Estate

ZONES = Facts().zones
SUBNETS = """
provider "aws" { region = "REGION" }
data "aws_availability_zones" "here" { FILTER }
variable "zone" { type = string }
resource "aws_subnet" "a" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
  ZONE
}
"""
LISTED = "availability_zone = data.aws_availability_zones.here.names[0]"


def undecided_by(estate: Estate) -> str:
    (subnet,) = estate.network.all_subnets()
    return subnet.zone_doubt(ZONES.control_plane_in).reason


@pytest.mark.parametrize(
    ("region", "zone", "without", "expected"),
    [
        ("eu-west-1", LISTED, "", ""),
        ("eu-west-1", "", "", ""),
        ("us-east-1", LISTED, "", "us-east-1 has use1-az3"),
        ("us-east-1", LISTED, 'exclude_zone_ids = ["use1-az3"]', ""),
        ("us-east-1", "", "", "us-east-1 has use1-az3"),
        ("eu-west-1", "availability_zone = var.zone", "", "var.zone has no value"),
        # By name or by id, as the vpc module does it: it is that zone in either case.
        ("eu-west-1", 'availability_zone = var.zone == "x" ? data.aws_availability_zones.here.names[1] : null', "", ""),
    ],
)
def test_a_nameless_zone_is_fit_where_all_that_it_may_be_are(
    estate: Callable[..., Estate], region: str, zone: str, without: str, expected: str
) -> None:
    text = SUBNETS.replace("REGION", region).replace("ZONE", zone).replace("FILTER", without)
    found = undecided_by(estate(text))
    assert (expected in found) if expected else found == ""


def test_a_region_that_nothing_says_is_asked_for(estate: Callable[..., Estate]) -> None:
    text = SUBNETS.replace('region = "REGION"', "").replace("ZONE", LISTED).replace("FILTER", "")
    assert "--region" in undecided_by(estate(text))


def test_a_tag_key_that_is_known_in_part_hides_no_other_tag(estate: Callable[..., Estate]) -> None:
    text = """
resource "random_string" "suffix" { length = 8 }
resource "aws_subnet" "a" {
  vpc_id = "vpc-1"
  tags = {
    "kubernetes.io/cluster/demo-${random_string.suffix.result}" = "shared"
    "kubernetes.io/role/internal-elb"                           = 1
  }
}
"""
    (subnet,) = estate(text).network.all_subnets()
    assert subnet.role_tag("kubernetes.io/role/internal-elb").answer.yes
    assert subnet.role_tag("kubernetes.io/role/elb").answer.no


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ('"${var.zone}a"', '"${var.zone}b"', "yes"),
        ('"${var.zone}a"', '"${var.zone}a"', "no"),
        ('"${var.zone}a"', '"${var.other}b"', "unknown"),
        ('"${var.zone}a"', '"eu-west-1b"', "unknown"),
        ("data.aws_availability_zones.here.names[0]", "data.aws_availability_zones.here.names[1]", "yes"),
        ("var.zone", "var.other", "unknown"),
    ],
)
def test_zones_of_one_region_are_told_apart_by_their_letter(
    estate: Callable[..., Estate], one: str, other: str, expected: str
) -> None:
    text = """
variable "zone" { type = string }
variable "other" { type = string }
data "aws_availability_zones" "here" {}
resource "aws_subnet" "a" { availability_zone = ONE }
resource "aws_subnet" "b" { availability_zone = OTHER }
resource "aws_eks_cluster" "this" {
  name = "demo"
  vpc_config { subnet_ids = [aws_subnet.a.id, aws_subnet.b.id] }
}
"""
    (cluster,) = estate(text.replace("ONE", one).replace("OTHER", other)).clusters
    assert cluster.subnets.zone_count.state == expected


def test_an_unknown_number_of_subnets_says_which_variable_is_lacking(estate: Callable[..., Estate]) -> None:
    text = """
variable "cidrs" { type = list(string) }
resource "aws_subnet" "a" { count = length(var.cidrs) }
resource "aws_eks_cluster" "this" {
  name = "demo"
  vpc_config { subnet_ids = aws_subnet.a[*].id }
}
"""
    (cluster,) = estate(text).clusters
    assert "pass --var cidrs=" in cluster.subnets.zone_count.reason
