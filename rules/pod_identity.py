"""A pod identity association for pods that run on Fargate.

Why: EKS Pod Identity needs its agent, a DaemonSet, on the pod's node, and Fargate nodes run no DaemonSets: the pod gets no
    credentials ("no credential providers in chain", or those of nobody), while Terraform reports success.
Fix: Use IAM roles for service accounts instead: annotate the service account with ``eks.amazonaws.com/role-arn`` and let the
    role trust the cluster's OIDC provider.
Source: EKS User Guide, manage-access/aws-access/pod-identities (not on Fargate); GH:aws/containers-roadmap#2274,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for identity in estate.pod_identities:
        known = identity.namespace.text and identity.account
        account = f"{identity.namespace.text}/{identity.account}" if known else "pods"
        message = f"pod identity for {account} on Fargate: its agent cannot run there, so the pods get no credentials"
        yield identity.on_fargate.negated.judged(identity.address, identity.span, message)


VALID = [
    """
# with: cluster profile-role
""",
    """
# with: cluster profile-role
resource "aws_eks_node_group" "nodes" {
  cluster_name  = aws_eks_cluster.this.name
  node_role_arn = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_pod_identity_association" "api" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "batch"
  service_account = "api"
  role_arn        = "arn:aws:iam::111122223333:role/api"
}
""",
    """
# with: cluster profile-role
resource "aws_eks_node_group" "nodes" {
  cluster_name  = aws_eks_cluster.this.name
  node_role_arn = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_pod_identity_association" "many" {
  for_each        = toset(["batch", "web"])
  cluster_name    = "demo"
  namespace       = each.key
  service_account = "runner"
  role_arn        = "arn:aws:iam::111122223333:role/api"
}
""",
    """
# with: cluster profile-role
variable "namespace" { type = string }

resource "aws_eks_node_group" "nodes" {
  cluster_name  = aws_eks_cluster.this.name
  node_role_arn = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_pod_identity_association" "api" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = var.namespace # undecided: var.namespace has no value
  service_account = "api"
  role_arn        = "arn:aws:iam::111122223333:role/api"
}
""",
]

INVALID = [
    """
# with: cluster profile-role
resource "aws_eks_pod_identity_association" "api" { # error: pod identity for anything/api on Fargate
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "anything"
  service_account = "api"
  role_arn        = "arn:aws:iam::111122223333:role/api"
}
""",
    """
# with: cluster profile-role
resource "aws_eks_node_group" "nodes" {
  cluster_name  = aws_eks_cluster.this.name
  node_role_arn = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_eks_pod_identity_association" "api" { # error: pod identity for apps/api on Fargate
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "apps"
  service_account = "api"
  role_arn        = "arn:aws:iam::111122223333:role/api"
}
""",
    """
# with: cluster profile-role
module "identity" {
  source    = "./identity"
  cluster   = aws_eks_cluster.this.name
  workloads = { apps = "api" }
}

# file: identity/main.tf
variable "cluster" {}
variable "workloads" {}

resource "aws_eks_pod_identity_association" "this" { # error: pod identity for apps/api on Fargate
  for_each        = var.workloads
  cluster_name    = var.cluster
  namespace       = each.key
  service_account = each.value
  role_arn        = "arn:aws:iam::111122223333:role/api"
}
""",
    """
# with: cluster profile-role
resource "aws_eks_addon" "exporter" { # error: pod identity for kube-system/adot on Fargate
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "adot"
  pod_identity_association {
    role_arn        = "arn:aws:iam::111122223333:role/adot"
    service_account = "adot"
  }
}
""",
]

RULE = Rule(
    id="FGL510",
    name="pod-identity",
    severities={Severity.ERROR: "its pods run on Fargate"},
    summary="a pod identity association for a workload on Fargate",
)
