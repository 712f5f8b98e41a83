"""The cluster's API cannot be reached from its own Fargate pods, or only over the internet.

Why: With private access off, Fargate nodes register at the public endpoint, through a NAT gateway. Without a way out they
    never do: pods stay Pending although the profile is right. Where ``public_access_cidrs`` is narrowed, the NAT gateway's
    address has to be among them. Private access costs nothing and keeps that traffic in the VPC.
Fix: ``endpoint_private_access = true`` (in the eks module before v21: ``cluster_endpoint_private_access``).
Source: EKS User Guide, clusters/cluster-endpoint and nodes/fargate-getting-started, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        private = cluster.control_plane.private_access
        if not cluster.is_declared or (private.is_true.no and cluster.control_plane.public_access.is_true.no):
            continue  # made elsewhere, or FGL503's
        if private.is_true.yes:
            yield Pass(cluster.address)
        elif private.is_true.unknown:
            yield private.is_true.undecided(cluster.address)
        elif cluster.has_egress.no:
            subnet, span = cluster.has_egress.evidence[0], cluster.has_egress.span
            related = (Note(f"{subnet} has no default route", span),) if span else ()
            message = "private access is off and the Fargate pods have no way out: their nodes never register"
            yield private.finding(message, related=related, severity=Severity.ERROR, wanted=True)
        elif cluster.has_egress.unknown:
            yield cluster.has_egress.undecided(cluster.address)
        elif cluster.control_plane.admits_nat.no:
            cidrs = cluster.control_plane.public_access_cidrs
            message = (
                "private access is off and public_access_cidrs shut the NAT gateway out: Fargate nodes never register"
            )
            yield cidrs.finding(message, severity=Severity.ERROR)
        elif cluster.control_plane.admits_nat.unknown:
            yield cluster.control_plane.admits_nat.undecided(cluster.address)
        else:
            meant = any(estate.endpoints.are_meant(vpc) for vpc in cluster.vpcs)
            message = "private access is off: Fargate nodes reach the API over the internet"
            yield private.finding(message, severity=Severity.WARNING if meant else Severity.INFO, wanted=True)


VALID = [
    """
# with: vpc-module-nat cluster profile
resource "aws_eks_cluster" "this" {
  vpc_config { endpoint_private_access = true }
}
""",
    """
# with: vpc-module eks-module-in-vpc
""",
    """
# with: vpc-module-nat cluster profile
# Both off is FGL503's.

resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_private_access = false
    endpoint_public_access  = false
  }
}
""",
    """
# with: vpc-module-nat cluster profile
variable "private" { type = bool }

resource "aws_eks_cluster" "this" {
  vpc_config { endpoint_private_access = var.private } # undecided: var.private has no value
}
""",
    """
# with: cluster profile
resource "aws_eks_cluster" "this" {
  vpc_config { endpoint_private_access = false }
}

resource "aws_eks_fargate_profile" "apps" { subnet_ids = ["subnet-1"] } # undecided: the routes of subnet-1
""",
    """
# with: vpc-module-nat cluster-in-vpc profile-in-vpc
variable "office" { type = list(string) }

resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_private_access = false
    public_access_cidrs     = var.office # undecided: var.office has no value
  }
}
""",
]

INVALID = [
    """
# with: vpc-module-nat cluster profile-in-vpc
module "vpc" { enable_nat_gateway = false }

resource "aws_eks_cluster" "this" {} # error: private access is off and the Fargate pods have no way out
""",
    """
# with: vpc-module-nat cluster profile-in-vpc
resource "aws_eks_cluster" "this" {
  vpc_config { endpoint_private_access = false } # info: Fargate nodes reach the API over the internet
}
""",
    """
# with: vpc-module-nat cluster profile-in-vpc
resource "aws_eks_cluster" "this" {
  vpc_config { public_access_cidrs = ["192.168.0.0/16"] } # error: public_access_cidrs shut the NAT gateway out
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "vpc" { enable_dns_hostnames = true }

module "eks" { version = "18.31.0" } # error: private access is off
""",
    """
# with: vpc-module-nat cluster profile-in-vpc endpoints-module
resource "aws_eks_cluster" "this" {} # warning: private access is off: Fargate nodes reach the API over the internet
""",
]

RULE = Rule(
    id="FGL501",
    name="cluster-private-endpoint",
    severities={
        Severity.WARNING: "the pods reach the API over the internet, although a private set-up is meant",
        Severity.ERROR: "the pods cannot reach the API",
        Severity.INFO: "the pods reach the API over the internet",
    },
    summary="private access off, above all where the pods have no way out to the public endpoint",
)
