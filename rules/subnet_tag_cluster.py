"""Subnets tagged for another cluster, or not for this one where that tag is needed.

Why: A subnet that carries ``kubernetes.io/cluster/<name>`` for other clusters only is filtered out when load balancers look
    for subnets: Ingress and Service stay without an address. Controllers up to 2.1.1 want the tag of their own cluster on
    every subnet; newer ones only prefer it, which matters when one VPC holds several clusters.
Fix: Tag the subnets ``"kubernetes.io/cluster/<this cluster's name>" = "shared"``, or take the foreign tag off.
Source: AWS Load Balancer Controller, docs/deploy/subnet_discovery, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    old = estate.callers.cluster_tag
    for cluster in estate.fargate_clusters():
        siblings = [other for vpc in cluster.vpcs for other in estate.clusters.in_vpc(vpc) if other is not cluster]
        named = f'"{cluster.name}"' if cluster.name else "this cluster"
        for subnet in cluster.all_subnets:
            tags = subnet.cluster_tags(cluster)
            if tags.own.yes:
                yield Pass(subnet.address)
            elif tags.own.unknown:
                yield tags.own.undecided(subnet.address, subnet.tags_place or subnet.span)
            elif tags.other:
                message = f"subnet tagged {tags.other} but not for {named}: its load balancers pass the subnet over"
                related = (Note(f"the cluster {named}", cluster.place),) if cluster.place else ()
                yield Finding(message, subnet.address, tags.place, related=related, severity=Severity.ERROR)
            elif old.yes:
                message = f"the load balancer controller (chart {old.evidence[0]}) does not find a subnet without the tag kubernetes.io/cluster/{cluster.name or '<name>'}"
                yield Finding(message, subnet.address, subnet.tags_place)
            elif siblings:
                message = f"several clusters in one VPC, and no tag kubernetes.io/cluster/{cluster.name or '<name>'} says whose subnet this is"
                yield Finding(message, subnet.address, subnet.tags_place, severity=Severity.INFO)
            else:
                yield Pass(subnet.address)


VALID = [
    """
resource "aws_subnet" "private" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
}
""",
    """
resource "aws_subnet" "private" {
  for_each   = { a = "10.0.0.0/24", b = "10.0.1.0/24" }
  vpc_id     = "vpc-1"
  cidr_block = each.value
  tags = {
    "kubernetes.io/cluster/scenery" = "shared"
    "kubernetes.io/cluster/other"   = "shared"
  }
}
""",
    """
# with: vpc-module eks-module-in-vpc
variable "cluster" { type = string }

module "vpc" {
  private_subnets     = ["10.0.0.0/24"]
  private_subnet_tags = { "kubernetes.io/cluster/${var.cluster}" = "shared" }
}

module "eks" { cluster_name = var.cluster }
""",
    """
variable "cluster" { type = string }

resource "aws_subnet" "private" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
  tags = {
    "kubernetes.io/cluster/${var.cluster}" = "shared" # undecided: var.cluster has no value
  }
}
""",
]

INVALID = [
    """
# with: vpc subnets
resource "aws_subnet" "private" {
  vpc_id = "vpc-1"
  tags = {
    "kubernetes.io/cluster/old" = "shared" # error: tagged kubernetes.io/cluster/old but not for "scenery"
  }
}
""",
    """
# with: vpc-module eks-module-in-vpc
locals { name = "demo" }

module "eks" { cluster_name = local.name }

module "vpc" {
  private_subnet_tags = {
    "kubernetes.io/cluster/staging" = "owned" # error: but not for "demo"
  }
}
""",
    """
# with: lbc
resource "aws_subnet" "private" { # warning: does not find a subnet without the tag kubernetes.io/cluster/scenery
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
}

resource "helm_release" "lbc" { version = "1.0.8" }
""",
    """
# with: vpc-module cluster-in-vpc profile-in-vpc
module "vpc" {} # info: several clusters in one VPC, and no tag kubernetes.io/cluster/demo

resource "aws_eks_cluster" "second" {
  name     = "second"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = module.vpc.private_subnets }
}

resource "aws_eks_fargate_profile" "second" {
  cluster_name           = aws_eks_cluster.second.name
  fargate_profile_name   = "second"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = module.vpc.private_subnets
  selector { namespace = "second" }
}
""",
]

RULE = Rule(
    id="FGL132",
    name="subnet-tag-cluster",
    severities={
        Severity.WARNING: "the controller is so old that it wants the tag",
        Severity.ERROR: "tagged for another cluster only",
        Severity.INFO: "several clusters share the VPC",
    },
    summary="subnets tagged for another cluster only, or lacking this cluster's tag where it is needed",
    tables=("lbc.tag", "lbc.change"),
)
