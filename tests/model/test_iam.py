"""Trust documents, whichever way they are written, and as far as they are known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.model.estate import Estate

FARGATE = "eks-fargate-pods.amazonaws.com"
STATEMENT = '{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = SERVICE } }'

HEREDOC = """<<EOT
{"Statement": {"Effect": "Allow", "Action": "sts:*", "Principal": {"Service": "eks-fargate-pods.amazonaws.com"}}}
EOT
"""


@pytest.mark.parametrize(
    ("policy", "state"),
    [
        (
            f"jsonencode({{ Statement = [{STATEMENT.replace('SERVICE', repr(FARGATE).replace(chr(39), chr(34)))}] }})",
            "yes",
        ),
        (
            "jsonencode({ Statement = ["
            + STATEMENT.replace("SERVICE", '["eks.amazonaws.com", "eks-fargate-pods.amazonaws.com"]')
            + "] })",
            "yes",
        ),
        ("jsonencode({ Statement = [" + STATEMENT.replace("SERVICE", '"ec2.amazonaws.com"') + "] })", "no"),
        ("jsonencode({ Statement = [" + STATEMENT.replace("SERVICE", "var.service") + "] })", "unknown"),
        (
            '"${jsonencode({ Statement = ['
            + STATEMENT.replace("SERVICE", '"eks-fargate-pods.${var.suffix}"')
            + ']})}"',
            "yes",
        ),
        ("data.aws_iam_policy_document.trust.json", "yes"),
        (
            HEREDOC,
            "yes",
        ),
        ("var.policy", "unknown"),
    ],
)
def test_whom_a_role_trusts(estate: Callable[..., Estate], policy: str, state: str) -> None:
    made = estate(
        """
variable "service" {}
variable "suffix" {}
variable "policy" {}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks-fargate-pods.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "pods" {
  name               = "pods"
  assume_role_policy = POLICY
}
resource "aws_eks_fargate_profile" "x" {
  cluster_name           = "demo"
  fargate_profile_name   = "x"
  pod_execution_role_arn = aws_iam_role.pods.arn
}
""".replace("POLICY", policy)
    )
    (profile,) = (profile for cluster in made.clusters for profile in cluster.profiles)
    assert profile.role is not None
    assert profile.role.trust.trusts(FARGATE).state == state


def test_managed_policies_are_found_by_attachment(estate: Callable[..., Estate]) -> None:
    made = estate(
        """
data "aws_partition" "p" {}
resource "aws_iam_role" "pods" { name = "pods" }
resource "aws_iam_role_policy_attachment" "pods" {
  role       = aws_iam_role.pods.name
  policy_arn = "arn:${data.aws_partition.p.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
}
resource "aws_eks_fargate_profile" "x" {
  cluster_name           = "demo"
  fargate_profile_name   = "x"
  pod_execution_role_arn = aws_iam_role.pods.arn
}
"""
    )
    (profile,) = (profile for cluster in made.clusters for profile in cluster.profiles)
    assert profile.role is not None
    assert profile.role.has_managed("AmazonEKSFargatePodExecutionRolePolicy").yes
    assert profile.role.has_managed("AmazonEKS_CNI_Policy").no
