"""A Fargate profile's pod execution role does not trust Fargate, or may not pull images.

Why: Creating the profile fails with "Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com
    Service Principal". Without AmazonEKSFargatePodExecutionRolePolicy the profile is there, and pods stay in
    ImagePullBackOff with "pull access denied … no basic auth credentials" (CoreDNS too: its image is in a private ECR).
Fix: Let the role trust the service ``eks-fargate-pods.amazonaws.com`` with ``sts:AssumeRole``, and attach
    ``arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy``.
Source: EKS User Guide, security/iam-reference/pod-execution-role; AWS managed policy reference, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    for role in estate.execution_roles:
        used = tuple(Note(f"used by {profile.address}", profile.span) for profile in role.profiles[:3])
        trusts, pulls = role.trusts_fargate, role.pulls_images
        if trusts.no:
            others = ", ".join(role.services) or "nobody"
            message = f"the role trusts {others}, not {role.facts.principal}: EKS refuses the Fargate profile"
            yield Finding(message, role.address, role.trust_place, related=used, subject="trust")
        elif trusts.unknown:
            yield trusts.undecided(role.address, role.span, "trust")
        else:
            yield Pass(role.address, "trust")
        lack = f"the role lacks {role.facts.policy} and any other right to pull images: pods end in ImagePullBackOff"
        yield pulls.judged(role.address, role.span, lack, subject="policy", related=used)


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile-policy
""",
    """
# with: cluster profile-role
# By policy document and a policy of one's own.
data "aws_partition" "this" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com", "eks-fargate-pods.${data.aws_partition.this.dns_suffix}"]
    }
  }
}

resource "aws_iam_role" "pods" {
  name_prefix        = "pods"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  inline_policy {
    name   = "pull"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["ecr:Get*", "ecr:Batch*"], Resource = "*" }] })
  }
}
""",
    """
# with: eks-module
module "eks" { fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } } }
""",
    """
# with: cluster profile
# The role of another root.
data "aws_iam_role" "pods" { name = "pods" }

resource "aws_eks_fargate_profile" "apps" { # undecided: the trust policy of data.aws_iam_role.pods is not declared here # undecided: the policies of data.aws_iam_role.pods are not declared here
  pod_execution_role_arn = data.aws_iam_role.pods.arn
}
""",
]

INVALID = [
    """
# with: cluster profile-policy
resource "aws_iam_role" "pods" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks.amazonaws.com" } # error: the role trusts eks.amazonaws.com, not eks-fargate-pods.amazonaws.com
    }]
  })
}
""",
    """
# with: cluster profile-role
resource "aws_iam_role" "pods" { # error: the role lacks AmazonEKSFargatePodExecutionRolePolicy
  assume_role_policy = <<-JSON
    {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["eks-fargate-pods.amazonaws.com"]}}]}
  JSON
}
""",
    """
# with: cluster profile-policy
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"] # error: the role trusts ec2.amazonaws.com
    }
  }
}

resource "aws_iam_role" "pods" { assume_role_policy = data.aws_iam_policy_document.trust.json }
""",
    """
# with: cluster profile-policy
# file: terraform.tfvars
service = "eks-fargate.amazonaws.com" # error: the role trusts eks-fargate.amazonaws.com

# file: main.tf
variable "service" { type = string }

resource "aws_iam_role" "pods" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = var.service } }] })
}
""",
    """
# with: cluster profile-policy
variable "trust" { type = string }

resource "aws_iam_role" "pods" { assume_role_policy = var.trust } # undecided: var.trust has no value
""",
]

RULE = Rule(
    id="FGL306",
    name="profile-role",
    severities={Severity.ERROR: "the trust or the permission to pull is missing"},
    summary="the pod execution role does not trust Fargate or may not pull images",
    tables=("identity.execution_role", "policies"),
)
