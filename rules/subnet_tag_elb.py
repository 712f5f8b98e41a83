"""Public subnets that internet-facing load balancers cannot find.

Why: The AWS Load Balancer Controller puts internet-facing load balancers into subnets tagged ``kubernetes.io/role/elb``.
    Without the tag an Ingress or Service stays without an address ("couldn't auto-discover subnets: unable to resolve at
    least one subnet"). Controllers from 2.12.1 on fall back on route tables, EKS's own guide still asks for the tag. The
    key is case-sensitive, and any value but "1" or "" is not taken.
Fix: Tag the public subnets ``"kubernetes.io/role/elb" = 1`` (in the vpc module: ``public_subnet_tags``).
Source: AWS Load Balancer Controller, docs/deploy/subnet_discovery; EKS User Guide, networking/network-load-balancing,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    key = estate.facts.lbc.tag("public").key
    for vpc in estate.cluster_vpcs():
        clusters = estate.clusters.in_vpc(vpc)
        public = [
            subnet
            for subnet in vpc.subnets
            if not subnet.reaches_internet_gateway.no and not any(subnet.is_tagged_for_another(c) for c in clusters)
        ]
        tagged = [subnet.role_tag(key) for subnet in public]
        used = estate.callers.load_balancers.yes or any(tag.answer.yes for tag in tagged)
        for subnet, tag in zip(public, tagged, strict=True):
            facing = subnet.reaches_internet_gateway
            if tag.answer.yes:
                yield Pass(subnet.address)
            elif tag.fault == "value":
                message = f'{key} is "{tag.detail}": only "1" or "" counts, so load balancers do not find the subnet'
                yield Finding(message, subnet.address, tag.place, severity=Severity.ERROR, fix=tag.fix)
            elif tag.fault == "case":
                message = f"tag {tag.detail} is misspelt: the key is {key}, so load balancers do not find the subnet"
                yield Finding(message, subnet.address, tag.place, severity=Severity.ERROR, fix=tag.fix)
            elif tag.answer.unknown or facing.unknown:
                doubt = tag.answer if tag.answer.unknown else facing
                yield doubt.undecided(subnet.address, subnet.tags_place or subnet.span)
            else:
                message = f"public subnet without the tag {key} = 1: internet-facing load balancers do not find it"
                severity = Severity.WARNING if used else Severity.INFO
                yield Finding(message, subnet.address, tag.place, severity=severity)


VALID = [
    """
# with: vpc-module
module "vpc" {
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  public_subnet_tags = { "kubernetes.io/role/elb" = 1 }
}
""",
    """
# with: vpc subnets
# No route to an internet gateway: nothing is public.
""",
    """
# with: vpc subnets
# The public subnet belongs to another cluster.

module "public" {
  source = "./public"
  vpc_id = aws_vpc.this.id
}

# file: public/main.tf
variable "vpc_id" {}

resource "aws_internet_gateway" "this" {
  vpc_id = var.vpc_id
}

resource "aws_subnet" "public" {
  vpc_id     = var.vpc_id
  cidr_block = "10.0.9.0/24"
  tags       = { "kubernetes.io/cluster/other" = "shared" }
}

resource "aws_route_table" "public" {
  vpc_id = var.vpc_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
""",
    """
# with: vpc-module
variable "tags" { type = map(string) }

module "vpc" {
  public_subnets     = ["10.0.2.0/24"]
  public_subnet_tags = var.tags # undecided: var.tags has no value
}
""",
]

INVALID = [
    """
# with: vpc-module
module "vpc" { public_subnets = ["10.0.2.0/24", "10.0.3.0/24"] } # info: public subnet without the tag
""",
    """
# with: vpc-module ingress
variable "subnet_tags" { default = {} } # warning: public subnet without the tag

module "vpc" {
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  public_subnet_tags = var.subnet_tags
}
""",
    """
# with: vpc
resource "aws_internet_gateway" "this" { vpc_id = aws_vpc.this.id }

module "public" {
  source     = "./public"
  vpc_id     = aws_vpc.this.id
  gateway_id = aws_internet_gateway.this.id
  tags = {
    "kubernetes.io/role/ELB" = "1" # error: is misspelt
  }
}

# file: public/main.tf
variable "vpc_id" {}
variable "gateway_id" {}
variable "tags" {}

resource "aws_subnet" "public" {
  count      = 2
  vpc_id     = var.vpc_id
  cidr_block = "10.0.${count.index}.0/24"
  tags       = var.tags
}

resource "aws_route_table" "public" {
  vpc_id = var.vpc_id
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.gateway_id
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}
""",
    """
# with: vpc subnets internet-route
resource "aws_subnet" "private" {
  tags = { "kubernetes.io/role/elb" = "true" } # error: only "1" or "" counts # fix: tags = { "kubernetes.io/role/elb" = "1" }
}
""",
]

RULE = Rule(
    id="FGL131",
    name="subnet-tag-elb",
    severities={
        Severity.WARNING: "the tag is missing, and load balancers are in sight",
        Severity.ERROR: "the key is misspelt or the value does not count",
        Severity.INFO: "the tag is missing, and no load balancer is in sight",
    },
    summary="public subnets without the tag by which internet-facing load balancers find them",
    tables=("lbc.tag",),
)
