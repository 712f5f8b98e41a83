"""A pod execution role is also a node group's, or has a path.

Why: EKS maps a pod execution role to Kubernetes as Fargate's. A role that nodes have too is refused (PodExecutionRoleAlreadyInUse), or
    the nodes lose their access and go NotReady. With a path in its ARN the entry in aws-auth does not match, and Fargate
    pods stay Pending because their nodes never join.
Fix: Make a role of its own for Fargate profiles, without ``path``.
Source: EKS User Guide, security/iam-reference/pod-execution-role and nodes/fargate-getting-started; EKS API reference,
    FargateProfileIssue, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    for role in estate.execution_roles:
        group, path = role.node_group, role.path
        if group is not None:
            related = (Note(f"{group.address} has it too", group.span),)
            message = f"the pod execution role is also that of {group.address}: EKS refuses one of them"
            yield Finding(message, role.address, role.span, related=related, subject="nodes")
        else:
            yield Pass(role.address, "nodes")
        if path.yes:
            message = f'the role has the path "{path.evidence[0]}": its entry in aws-auth does not match, and pods stay Pending'
            yield Finding(message, role.address, path.span or role.span, subject="path", severity=Severity.WARNING)
        elif path.unknown:
            yield path.undecided(role.address, role.span, "path")
        else:
            yield Pass(role.address, "path")


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile-role
resource "aws_iam_role" "pods" { path = "/" }
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles        = { system = { selectors = [{ namespace = "kube-system" }] } }
  eks_managed_node_groups = { main = {} }
}
""",
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  for_each     = toset(["a", "b"])
  cluster_name = "demo"
}
""",
]

INVALID = [
    """
# with: cluster profile-role
resource "aws_eks_fargate_profile" "apps" { cluster_name = "demo" }

resource "aws_iam_role" "pods" {} # error: the pod execution role is also that of aws_eks_node_group.main

resource "aws_eks_node_group" "main" {
  cluster_name  = "demo"
  node_role_arn = aws_iam_role.pods.arn
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
""",
    """
# with: cluster profile-role
resource "aws_iam_role" "pods" { path = "/eks/" } # warning: the role has the path "/eks/"
""",
    """
# with: eks-module
# file: terraform.tfvars
role_path = "/team/" # warning: the role has the path "/team/"

# file: main.tf
variable "role_path" { type = string }

module "eks" {
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }], iam_role_path = var.role_path } }
}
""",
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/eks/pods" # warning: the role has the path "/eks/"
}
""",
    """
# with: cluster profile-role
variable "path" { type = string }

resource "aws_iam_role" "pods" { path = var.path } # undecided: var.path has no value
""",
]

RULE = Rule(
    id="FGL308",
    name="profile-role-shared",
    severities={
        Severity.ERROR: "a node group has it too",
        Severity.WARNING: "it has a path",
    },
    summary="the pod execution role is also a node group's, or has a path",
)
