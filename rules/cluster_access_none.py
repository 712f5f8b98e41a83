"""Nobody may use the cluster's API, and Terraform itself wants to.

Why: With access entries and without ``bootstrap_cluster_creator_admin_permissions`` not even the creator of the cluster is
    let in; the eks module from v20 on always makes it so. Every kubernetes_* resource and Helm release of the same
    configuration then fails with "Unauthorized", and so does kubectl.
Fix: ``enable_cluster_creator_admin_permissions = true`` in the eks module, or an access entry for whoever runs Terraform.
Source: terraform-aws-eks docs/UPGRADE-20.0.md; EKS User Guide, manage-access/k8s-access/access-entries, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Note, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    users = estate.users_of_api
    for cluster in estate.fargate_clusters():
        if not cluster.is_declared or not users:
            continue
        related = tuple(Note(f"{user.address} needs access", user.span) for user in users[:1] if user.span)
        message = f"nobody has access to the cluster's API, and {users[0].address} uses it: every call is Unauthorized"
        yield cluster.access.anybody.judged(cluster.address, cluster.place, message, related=related)


VALID = [
    """
# with: cluster profile-role
resource "kubernetes_namespace" "apps" {
  metadata { name = "apps" }
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "eks" { enable_cluster_creator_admin_permissions = true }

resource "kubernetes_namespace" "apps" {
  metadata { name = "apps" }
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "eks" {
  access_entries = { ci = { principal_arn = "arn:aws:iam::111122223333:role/ci", kubernetes_groups = ["admins"] } }
}

resource "kubernetes_namespace" "apps" {
  metadata { name = "apps" }
}
""",
    """
# with: vpc-module eks-module-in-vpc
""",
    """
# with: cluster profile-role
variable "creator" { type = bool }

resource "aws_eks_cluster" "this" {
  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = var.creator # undecided: var.creator has no value
  }
}

resource "kubernetes_namespace" "apps" {
  metadata { name = "apps" }
}
""",
]

INVALID = [
    """
# with: vpc-module eks-module
module "eks" { vpc_id = module.vpc.vpc_id } # warning: nobody has access

resource "kubernetes_namespace" "apps" {
  metadata { name = "apps" }
}
""",
    """
# with: vpc-module eks-module-21
module "eks" { vpc_id = module.vpc.vpc_id } # warning: nobody has access

resource "helm_release" "app" {
  name  = "app"
  chart = "./app"
}
""",
    """
# with: cluster profile-role
resource "aws_eks_cluster" "this" { # warning: nobody has access
  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }
}

resource "kubernetes_namespace" "apps" {
  metadata { name = "apps" }
}
""",
]

RULE = Rule(
    id="FGL512",
    name="cluster-access-none",
    severities={Severity.WARNING: "something in sight uses the API"},
    summary="nobody has access to the cluster's API while Kubernetes or Helm resources use it",
)
