"""Private subnets that internal load balancers cannot find.

Why: The AWS Load Balancer Controller puts internal load balancers into subnets tagged ``kubernetes.io/role/internal-elb``.
    Without the tag an Ingress or Service stays without an address ("couldn't auto-discover subnets: unable to resolve at
    least one subnet"). Controllers from 2.12.1 on fall back on route tables, EKS's own guide still asks for the tag. The
    key is case-sensitive, and any value but "1" or "" is not taken.
Fix: Tag the private subnets ``"kubernetes.io/role/internal-elb" = 1`` (in the vpc module: ``private_subnet_tags``).
Source: AWS Load Balancer Controller, docs/deploy/subnet_discovery; EKS User Guide, networking/network-load-balancing,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    key = estate.facts.lbc.tag("private").key
    for cluster in estate.fargate_clusters():
        private = [subnet for subnet in cluster.all_subnets if not subnet.reaches_internet_gateway.yes]
        tagged = [subnet.role_tag(key) for subnet in private]
        pods = {subnet.thing for subnet in cluster.profile_subnets}
        used = estate.callers.load_balancers.yes or any(tag.answer.yes for tag in tagged)
        for subnet, tag in zip(private, tagged, strict=True):
            public = subnet.reaches_internet_gateway
            # Subnets of the control plane alone (the eks module's control_plane_subnet_ids) carry no load balancers.
            control_plane_only = bool(pods) and subnet.thing not in pods
            if tag.answer.yes or (control_plane_only and tag.fault not in ("value", "case")):
                yield Pass(subnet.address)
            elif tag.fault == "value":
                message = (
                    f'{key} is "{tag.detail}": only "1" or "" counts, so internal load balancers do not find the subnet'
                )
                yield Finding(message, subnet.address, tag.place, severity=Severity.ERROR, fix=tag.fix)
            elif tag.fault == "case":
                message = (
                    f"tag {tag.detail} is misspelt: the key is {key}, so internal load balancers do not find the subnet"
                )
                yield Finding(message, subnet.address, tag.place, severity=Severity.ERROR, fix=tag.fix)
            elif tag.answer.unknown or public.unknown:
                doubt = tag.answer if tag.answer.unknown else public
                yield doubt.undecided(subnet.address, subnet.tags_place or subnet.span)
            else:
                message = f"private subnet without the tag {key} = 1: internal load balancers do not find it"
                severity = Severity.WARNING if used else Severity.INFO
                yield Finding(message, subnet.address, tag.place, severity=severity)


VALID = [
    """
# with: vpc subnets route-table
resource "aws_subnet" "private" {
  vpc_id = "vpc-1"
  tags   = { "kubernetes.io/role/internal-elb" = 1 }
}
""",
    """
# with: vpc-module
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"

  private_subnet_tags = { "kubernetes.io/role/internal-elb" = "" }
}
""",
    """
# with: vpc
resource "aws_subnet" "private" {
  for_each   = { a = "10.0.0.0/24", b = "10.0.1.0/24" }
  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
}

resource "aws_ec2_tag" "internal" {
  for_each    = aws_subnet.private
  resource_id = each.value.id
  key         = "kubernetes.io/role/internal-elb"
  value       = "1"
}
""",
    """
# with: vpc
variable "tags" { type = map(string) }

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
  tags       = var.tags # undecided: var.tags has no value
}
""",
]

INVALID = [
    """
# with: vpc subnets
resource "aws_subnet" "private" {} # info: private subnet without the tag
""",
    """
# with: vpc-module lbc
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"

  private_subnet_tags = {} # warning: private subnet without the tag
}
""",
    """
# with: vpc
locals {
  tags = {
    "Kubernetes.io/role/internal-elb" = "1" # error: is misspelt
  }
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
  tags       = merge({ Name = "private" }, local.tags)
}
""",
    """
# with: vpc
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
  tags       = { "kubernetes.io/role/internal-elb" = "1" }
}

resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.1.0/24"
  tags = { # warning: private subnet without the tag
    Name = "b"
  }
}

resource "aws_subnet" "c" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.2.0/24"
  tags = {
    "kubernetes.io/role/internal-elb" = "true" # error: only "1" or "" counts
  }
}
""",
]

RULE = Rule(
    id="FGL130",
    name="subnet-tag-internal-elb",
    severities={
        Severity.WARNING: "the tag is missing, and load balancers are in sight",
        Severity.ERROR: "the key is misspelt or the value does not count",
        Severity.INFO: "the tag is missing, and no load balancer is in sight",
    },
    summary="private subnets without the tag by which internal load balancers find them",
    tables=("lbc.tag",),
)
