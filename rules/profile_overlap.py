"""Two Fargate profiles match the same workload.

Why: EKS takes the profile whose name comes first in the alphabet; the other one has no effect on these pods. Where the two
    differ in subnets or in the pod execution role, the pods run in other subnets or with other permissions than one of them
    says: a database's security group refuses them, an image pull or log delivery is denied.
Fix: Make the selectors differ (labels), or put the label ``eks.amazonaws.com/fargate-profile: <name>`` on the pods.
Source: EKS User Guide, nodes/fargate-profile, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    told: set[tuple[str, str]] = set()
    for it in estate.on_fargate.placements:
        overlap = it.overlap
        if overlap is None:
            yield Pass(it.address, it.subject)
            continue
        first, second, differ = overlap
        if differ.unknown:
            yield differ.undecided(it.address, it.place, it.subject)
        elif (first.address, second.address) not in told:
            told.add((first.address, second.address))
            yield Finding(
                f"{it.what} is matched by {first.address} and {second.address}, which differ in {differ.evidence[0]}: "
                f'"{first.name.text}" comes first by name and wins',
                second.address,
                second.span,
                related=(Note(f"{it.what} in namespace {it.shown_namespace}", it.place), Note("wins", first.span)),
                subject=first.address,
            )


VALID = [
    """
# with: cluster deployment
# One profile per zone, on purpose.

resource "aws_eks_fargate_profile" "zone" {
  for_each               = { a = "subnet-1", b = "subnet-2" }
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "zone-${each.key}"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [each.value]
  selector { namespace = "default" }
}
""",
    """
# with: cluster deployment
# The same subnets and the same role: it does not matter which one wins.

resource "aws_eks_fargate_profile" "all" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "all"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "*" }
}

resource "aws_eks_fargate_profile" "default" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "default"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-2", "subnet-1"]
  selector { namespace = "default" }
}
""",
    """
# with: eks-module deployment
module "eks" {
  fargate_profiles = {
    default = { selectors = [{ namespace = "default" }] }
    labels  = { selectors = [{ namespace = "default", labels = { compute = "fargate" } }], subnet_ids = ["subnet-1"] }
  }
}
""",
]

INVALID = [
    """
# with: cluster deployment
resource "aws_eks_fargate_profile" "all" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "all"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "*" }
}

resource "aws_eks_fargate_profile" "default" { # warning: which differ in subnets: "all" comes first by name and wins
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "default"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-3", "subnet-4"]
  selector { namespace = "default" }
}
""",
    """
# with: eks-module deployment
module "eks" {
  fargate_profiles = {
    apps    = { selectors = [{ namespace = "default" }], subnet_ids = ["subnet-1", "subnet-2"], create_iam_role = false, iam_role_arn = "arn:aws:iam::111122223333:role/one" }
    default = { selectors = [{ namespace = "default" }], subnet_ids = ["subnet-1", "subnet-2"], create_iam_role = false, iam_role_arn = "arn:aws:iam::111122223333:role/two" } # warning: which differ in roles
  }
}
""",
    """
# with: cluster deployment
# file: terraform.tfvars
extra = "default"

# file: main.tf
variable "extra" { type = string }

resource "aws_eks_fargate_profile" "all" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "all"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "default" }
}

resource "aws_eks_fargate_profile" "extra" { # warning: matched by aws_eks_fargate_profile.all and aws_eks_fargate_profile.extra
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = var.extra
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2", "subnet-3"]
  selector { namespace = var.extra }
}
""",
    """
# with: cluster deployment
variable "subnets" { type = list(string) }

resource "aws_eks_fargate_profile" "all" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "all"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "default" }
}

resource "aws_eks_fargate_profile" "more" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "more"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = var.subnets # undecided: var.subnets has no value
  selector { namespace = "default" }
}
""",
]

RULE = Rule(
    id="FGL304",
    name="profile-overlap",
    severities={Severity.WARNING: "they differ in subnets or roles"},
    summary="two profiles match the same workload on different subnets or with different roles",
)
