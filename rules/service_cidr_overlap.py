"""The cluster's service addresses overlap the VPC's.

Why: ``service_ipv4_cidr`` is routed inside the cluster only: where it overlaps the VPC, EKS refuses it, or pods cannot reach
    what has those addresses. Left out, EKS picks a block that does not overlap.
Fix: Remove ``service_ipv4_cidr``, or choose a block outside of the VPC's (10.100.0.0/16 or 172.20.0.0/16 are the usual ones).
Source: EKS User Guide, networking/network-reqs; EKS API, KubernetesNetworkConfigRequest, checked 2026-11-23
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from fargate_lint.rule import Estate, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        services = cluster.control_plane.service_cidr
        if services is None:
            continue
        if services.text is None or cluster.vpc is None:
            doubt = services.doubt if services.text is None else cluster.vpc_doubt
            yield doubt.at(services.place).undecided(cluster.address)
            continue
        try:
            block = ipaddress.IPv4Network(services.text, strict=False)
        except ValueError:
            continue  # the provider itself refuses it
        blocks, incomplete = cluster.vpc.blocks
        overlapping = next((other for other in blocks if other.overlaps(block)), None)
        if overlapping is not None:
            vpc = cluster.vpc
            related = (Note(f"VPC {vpc.address} has {overlapping}", vpc.span),) if vpc.span else ()
            yield services.finding(
                f"service_ipv4_cidr {block} overlaps the VPC's {overlapping}: EKS refuses it, or pods do not reach what has those addresses",
                related=related,
            )
        elif incomplete.unknown:
            yield incomplete.undecided(cluster.address, services.place)
        else:
            yield Pass(cluster.address)


VALID = [
    """
# with: vpc subnets cluster-in-subnets
""",
    """
# with: vpc subnets cluster-in-subnets
resource "aws_eks_cluster" "this" {
  kubernetes_network_config { service_ipv4_cidr = "172.20.0.0/16" }
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "vpc" { cidr = "10.0.0.0/16" }

module "eks" { cluster_service_ipv4_cidr = "10.100.0.0/16" }
""",
    """
# with: vpc subnets cluster-in-subnets
variable "cidr" { type = string }

resource "aws_vpc" "this" { cidr_block = var.cidr } # undecided: var.cidr has no value

resource "aws_eks_cluster" "this" {
  kubernetes_network_config { service_ipv4_cidr = "172.20.0.0/16" }
}
""",
    """
# with: cluster
variable "services" { type = string }

resource "aws_eks_cluster" "this" {
  kubernetes_network_config { service_ipv4_cidr = var.services } # undecided: var.services has no value
}
""",
]

INVALID = [
    """
# with: vpc subnets cluster-in-subnets
resource "aws_eks_cluster" "this" {
  kubernetes_network_config { service_ipv4_cidr = "10.0.128.0/20" } # error: overlaps the VPC's 10.0.0.0/16
}
""",
    """
# with: vpc subnets cluster-in-subnets
variable "services" { default = "172.20.0.0/16" } # error: overlaps the VPC's 172.16.0.0/12

resource "aws_vpc" "this" { cidr_block = "172.16.0.0/12" }

resource "aws_eks_cluster" "this" {
  kubernetes_network_config { service_ipv4_cidr = var.services }
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "vpc" {
  cidr                  = "10.0.0.0/16"
  secondary_cidr_blocks = ["100.64.0.0/16"]
}

module "eks" { cluster_service_ipv4_cidr = "100.64.0.0/20" } # error: overlaps the VPC's 100.64.0.0/16
""",
]

RULE = Rule(
    id="FGL124",
    name="service-cidr-overlap",
    severities={Severity.ERROR: "a written range that overlaps"},
    summary="a written service_ipv4_cidr overlaps the VPC's",
)
