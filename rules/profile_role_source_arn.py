"""The trust policy of a pod execution role says nothing of who may use it, or names another cluster.

Why: AWS recommends the condition ``aws:SourceArn`` against the confused deputy: without it any Fargate profile of any account
    that EKS acts for could ask for the role. A condition that names another cluster, region or account shuts the own profiles
    out: creating them fails with "Misconfigured PodExecutionRole Trust Policy".
Fix: Add ``ArnLike = { "aws:SourceArn" = "arn:aws:eks:<region>:<account>:fargateprofile/<cluster>/*" }`` as a condition.
Source: EKS User Guide, security/iam-reference/pod-execution-role, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    for role in estate.execution_roles:
        trusts = role.trusts_fargate
        if not role.is_declared or trusts.no:
            continue  # another root's, or FGL306
        arns = role.source_arns
        wrong = [(arn, part) for arn in arns if (part := role.foreign_part(arn)) is not None]
        if trusts.unknown:
            yield trusts.undecided(role.address, role.span)
        elif not arns:
            message = "the trust policy has no aws:SourceArn condition: any Fargate profile could ask for the role"
            yield Finding(message, role.address, role.trust_policy_place)
        elif len(wrong) == len(arns):
            arn, (word, said, expected) = wrong[0]
            yield Finding(
                f'aws:SourceArn names {word} "{said}", not "{expected}": EKS refuses the Fargate profile',
                role.address,
                role.arn_place(arn),
                related=tuple(Note(f"used by {profile.address}", profile.span) for profile in role.profiles[:3]),
                severity=Severity.ERROR,
            )
        else:
            yield Pass(role.address)


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile-role
data "aws_caller_identity" "this" {}

resource "aws_iam_role" "pods" {
  assume_role_policy = jsonencode({ Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { Service = "eks-fargate-pods.amazonaws.com" }
    Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:eks:eu-central-1:${data.aws_caller_identity.this.account_id}:fargateprofile/demo/*" } }
  }] })
}
""",
    """
# with: cluster profile-role
resource "aws_iam_role" "pods" {
  assume_role_policy = <<-JSON
    {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "eks-fargate-pods.amazonaws.com"},
      "Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:eks:*:111122223333:fargateprofile/${aws_eks_cluster.this.name}/*"]}}}]}
  JSON
}
""",
    """
# with: eks-module-21
module "eks" {
  cluster_name     = "demo"
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
]

INVALID = [
    """
# with: cluster profile-role
resource "aws_iam_role" "pods" {
  assume_role_policy = jsonencode({ # info: the trust policy has no aws:SourceArn condition
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks-fargate-pods.amazonaws.com" } }]
  })
}
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles = { for name in ["kube-system", "default"] : name => { selectors = [{ namespace = name }] } } # info: the trust policy has no aws:SourceArn condition
}
""",
    """
# with: cluster profile-role
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks-fargate-pods.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:eks:eu-central-1:111122223333:fargateprofile/other/*"] # error: names cluster "other", not "demo"
    }
  }
}

resource "aws_iam_role" "pods" { assume_role_policy = data.aws_iam_policy_document.trust.json }
""",
    """
# with: cluster profile-role
# file: terraform.tfvars
source_arn = "arn:aws:eks:us-west-2:111122223333:fargateprofile/demo/*" # error: names region "us-west-2", not "eu-central-1"

# file: main.tf
variable "source_arn" { type = string }

resource "aws_iam_role" "pods" {
  assume_role_policy = jsonencode({ Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { Service = "eks-fargate-pods.amazonaws.com" }
    Condition = { ArnLike = { "aws:SourceArn" = var.source_arn } }
  }] })
}
""",
    """
# with: cluster profile-role
variable "trust" { type = string }

resource "aws_iam_role" "pods" { assume_role_policy = var.trust } # undecided: var.trust has no value
""",
]

RULE = Rule(
    id="FGL307",
    name="profile-role-source-arn",
    severities={
        Severity.INFO: "no condition",
        Severity.ERROR: "a condition that names another cluster, region or account",
    },
    summary="the pod execution role's trust has no aws:SourceArn, or one of another cluster",
    tables=("identity.execution_role",),
)
