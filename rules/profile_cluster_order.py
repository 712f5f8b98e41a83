"""A Fargate profile names its cluster by a text, and nothing orders it after the cluster.

Why: Terraform creates the profile and the cluster at the same time, and EKS answers "No cluster found for name: …"
    (ResourceNotFoundException). A second apply works, so it is seen on new environments only; destroy fails the other way
    round.
Fix: Write ``cluster_name = aws_eks_cluster.….name`` (or ``module.eks.cluster_name``).
Source: Terraform, resource dependencies; EKS API reference, CreateFargateProfile, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    for cluster in estate.fargate_clusters():
        if cluster.instance is None:
            continue
        for profile in cluster.profiles:
            if estate.ordered_after(profile.instance, cluster.instance):
                yield Pass(profile.address)
                continue
            named = cluster.is_named_by(profile.cluster_value)
            if named.unknown:
                yield named.undecided(profile.address, profile.span)
            elif named.yes:
                yield Finding(
                    f"nothing orders the profile after {cluster.address}: it is created at the same time, and fails",
                    profile.address,
                    profile.cluster_name.place,
                    related=(*profile.cluster_name.related, Note("the cluster", cluster.span)),
                )


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile
""",
    """
# with: profile
# By text, and ordered.
variable "name" { default = "demo" }

module "cluster" {
  source = "./cluster"
  name   = var.name
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name = var.name
  depends_on   = [module.cluster]
}

# file: cluster/main.tf
variable "name" {}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}
""",
    """
# with: cluster profile
# The cluster of another root.
""",
]

INVALID = [
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  cluster_name = "demo" # warning: nothing orders the profile after aws_eks_cluster.this
}
""",
    """
# with: eks-module profile
variable "name" { default = "demo" } # warning: nothing orders the profile after module.eks.aws_eks_cluster.this[0]

module "eks" { cluster_name = var.name }

resource "aws_eks_fargate_profile" "apps" {
  for_each             = toset(["a", "b"])
  cluster_name         = var.name
  fargate_profile_name = each.key
}
""",
    """
# with: cluster profile
# file: terraform.tfvars
stage = "live"

# file: main.tf
variable "stage" {}

resource "aws_eks_cluster" "this" { name = "demo-${var.stage}" }

resource "aws_eks_fargate_profile" "apps" { cluster_name = "demo-${var.stage}" } # warning: nothing orders the profile
""",
    """
# with: cluster profile
variable "name" { type = string }

resource "aws_eks_fargate_profile" "apps" { cluster_name = var.name } # undecided: var.name has no value
""",
]

RULE = Rule(
    id="FGL311",
    name="profile-cluster-order",
    severities={Severity.WARNING: "nothing orders it after the cluster"},
    summary="a profile that names its cluster by a text, without a dependency on it",
)
