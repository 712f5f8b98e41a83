"""A namespace has a Fargate profile, and nothing here gives anybody access to it.

Why: Whoever creates the cluster can do everything; all others, and the pods themselves towards AWS, need an access entry, RBAC or
    an IAM role for a service account. Where these are managed by hand, a new cluster comes up and nobody but its creator can
    deploy to it ("error: You must be logged in to the server (Unauthorized)").
Fix: Manage access beside the namespace: ``aws_eks_access_entry`` with a policy association, a RoleBinding, or a service
    account with ``eks.amazonaws.com/role-arn``.
Source: EKS User Guide, manage-access/k8s-access/access-entries, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for space in estate.kubernetes.namespaces:
        if space.made_by == "release" or not space.holds_pods or not space.runs_on_fargate:
            continue
        message = f"nothing here gives anybody access to namespace {space.shown}: no access entry, RBAC or IAM role"
        yield estate.access_in(space).judged(space.address, space.span, message)


VALID = [
    """
resource "kubernetes_namespace" "apps" {
  metadata { name = "default" }
}

resource "aws_eks_access_entry" "team" {
  cluster_name  = "scenery"
  principal_arn = "arn:aws:iam::111122223333:role/team"
}
""",
    """
# with: eks-module
module "eks" { enable_cluster_creator_admin_permissions = true }

resource "kubernetes_namespace_v1" "apps" {
  metadata { name = "apps" }
}
""",
    """
resource "kubernetes_namespace" "apps" {
  metadata { name = "default" }
}

resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    namespace   = kubernetes_namespace.apps.metadata[0].name
    annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/app" }
  }
}
""",
]

INVALID = [
    """
resource "kubernetes_namespace" "apps" { # info: nothing here gives anybody access to namespace default
  metadata { name = "default" }
}
""",
    """
# with: eks-module
module "eks" { fargate_profiles = { teams = { selectors = [{ namespace = "team-*" }] } } }

resource "kubernetes_namespace" "team" { # info: nothing here gives anybody access to namespace team-
  for_each = toset(["red", "blue"])
  metadata { name = "team-${each.key}" }
}
""",
    """
# A binding in another namespace.
resource "kubectl_manifest" "apps" { # info: nothing here gives anybody access to namespace default
  yaml_body = "{apiVersion: v1, kind: Namespace, metadata: {name: default}}"
}

resource "kubernetes_role_binding" "other" {
  metadata {
    name      = "team"
    namespace = "other"
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = "team"
  }
}
""",
    """
resource "kubernetes_namespace" "apps" {
  metadata { name = "default" }
}

module "access" { source = "example/access/aws" } # undecided: module.access (example/access/aws) cannot be seen
""",
]

RULE = Rule(
    id="FGL320",
    name="namespace-access",
    severities={Severity.INFO: "no access is managed beside it"},
    summary="a namespace with a profile, and no access entry, RBAC or IAM role managed beside it",
)
