"""Both endpoints of the cluster's API are off.

Why: EKS refuses to create or update such a cluster ("Private and public endpoint access cannot be false").
Fix: Set ``endpoint_private_access = true`` (in the eks module before v21: ``cluster_endpoint_private_access``).
Source: EKS User Guide, clusters/cluster-endpoint, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        if not cluster.is_declared:
            continue
        private, public = cluster.control_plane.private_access, cluster.control_plane.public_access
        if private.is_true.yes or public.is_true.yes:
            yield Pass(cluster.address)
        elif private.is_true.no and public.is_true.no:
            culprit = private if private.written else public
            yield culprit.finding(
                "both API endpoints are off: EKS refuses to create the cluster", wanted=private.written or None
            )
        else:
            doubt = private.is_true if private.is_true.unknown else public.is_true
            yield doubt.undecided(cluster.address)


VALID = [
    """
# with: cluster profile
resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}
""",
    """
# with: cluster profile
""",
    """
# with: vpc-module eks-module-in-vpc
""",
    """
# with: cluster profile
variable "public" { type = bool }

resource "aws_eks_cluster" "this" {
  vpc_config { endpoint_public_access = var.public } # undecided: var.public has no value
}
""",
]

INVALID = [
    """
# with: cluster profile
resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_private_access = false # error: both API endpoints are off
    endpoint_public_access  = false
  }
}
""",
    """
# with: cluster profile
variable "public" { default = false } # error: both API endpoints are off

resource "aws_eks_cluster" "this" {
  vpc_config { endpoint_public_access = var.public }
}

resource "aws_eks_fargate_profile" "apps" { for_each = toset(["apps"]) }
""",
    """
# with: vpc-module eks-module-in-vpc
module "eks" { cluster_endpoint_private_access = false } # error: both API endpoints are off
""",
]

RULE = Rule(
    id="FGL503",
    name="cluster-no-endpoint",
    severities={Severity.ERROR: "both are off"},
    summary="neither the private nor the public endpoint is on",
)
