"""A cluster has more Fargate profiles than the quota allows.

Why: EKS refuses the eleventh profile with ResourceLimitExceededException until the quota (L-33415657, 10 profiles a cluster) is
    raised. The apply fails half-way, with the first ten there.
Fix: Put several namespaces into one profile (up to five selectors, wildcards count as one), or have the quota raised first.
Source: EKS service quotas; re:Post fargate-troubleshoot-profile-creation, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    most = estate.facts.quotas.named("profiles-per-cluster").value
    for cluster in estate.fargate_clusters():
        if not cluster.profiles:
            continue
        sure = [profile for profile in cluster.profiles if not profile.count_unknown]
        if len(sure) > most:
            message = f"{len(sure)} Fargate profiles on one cluster; the quota is {most}, and EKS refuses more until it is raised"
            yield Finding(message, cluster.address, cluster.missing_profile_place)
        elif len(sure) < len(cluster.profiles):
            profile = next(profile for profile in cluster.profiles if profile.count_unknown)
            yield profile.number_doubt.at(profile.span).undecided(cluster.address)
        else:
            yield Pass(cluster.address)


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  count        = 10
  cluster_name = "demo"
  selector { namespace = "n${count.index}" }
}
""",
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  for_each     = toset([for i in range(12) : "c${i}"])
  cluster_name = each.key
}
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles = { for i in range(12) : "p${i}" => { create = i < 10, selectors = [{ namespace = "n${i}" }] } }
}
""",
]

INVALID = [
    """
# with: cluster profile
resource "aws_eks_cluster" "this" {} # warning: 11 Fargate profiles on one cluster

resource "aws_eks_fargate_profile" "apps" {
  count = 11
  selector { namespace = "n${count.index}" }
}
""",
    """
# with: eks-module-21
module "eks" {
  fargate_profiles = { for i in range(11) : "p${i}" => { selectors = [{ namespace = "n${i}" }] } } # warning: 11 Fargate profiles
}
""",
    """
# with: cluster
# file: main.tf
variable "namespaces" { type = set(string) }

resource "aws_eks_fargate_profile" "apps" {
  for_each               = var.namespaces
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { namespace = each.key }
}

# file: terraform.tfvars
namespaces = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] # warning: 11 Fargate profiles
""",
    """
# with: cluster profile
variable "namespaces" { type = set(string) }

resource "aws_eks_fargate_profile" "apps" { # undecided: var.namespaces has no value
  for_each     = var.namespaces
  cluster_name = "demo"
  selector { namespace = each.key }
}
""",
]

RULE = Rule(
    id="FGL309",
    name="profile-quota",
    severities={Severity.WARNING: "more than the quota, which AWS raises on request"},
    summary="more Fargate profiles on a cluster than the quota",
    tables=("quotas",),
)
