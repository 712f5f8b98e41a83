"""Both endpoints of the cluster's API are off.

Why: EKS refuses to create or update such a cluster ("Private and public endpoint access cannot be false").
Fix: Set ``endpoint_private_access = true`` (in the eks module before v21: ``cluster_endpoint_private_access``).
Source: EKS User Guide, clusters/cluster-endpoint, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        if not cluster.is_declared:
            continue
        private, public = cluster.private_access, cluster.public_access
        if private.on.yes or public.on.yes:
            yield Pass(cluster.address)
        elif private.on.no and public.on.no:
            culprit = private if private.written else public
            yield culprit.finding(
                "both API endpoints are off: EKS refuses to create the cluster", wanted=private.written or None
            )
        else:
            doubt = private.on if private.on.unknown else public.on
            yield doubt.undecided(cluster.address)


VALID = [
    """
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids              = ["subnet-1", "subnet-2"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "apps" }
}
""",
    """
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "apps" }
}
""",
    """
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name = "demo"
  vpc_id       = "vpc-1"
  subnet_ids   = ["subnet-1", "subnet-2"]

  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}
""",
    """
variable "public" { type = bool }

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids             = ["subnet-1", "subnet-2"]
    endpoint_public_access = var.public # undecided: var.public has no value
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "apps" }
}
""",
]

INVALID = [
    """
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids              = ["subnet-1", "subnet-2"]
    endpoint_private_access = false # error: both API endpoints are off
    endpoint_public_access  = false
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "apps" }
}
""",
    """
variable "public" { default = false } # error: both API endpoints are off

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids             = ["subnet-1", "subnet-2"]
    endpoint_public_access = var.public
  }
}

resource "aws_eks_fargate_profile" "apps" {
  for_each               = toset(["apps"])
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = each.key }
}
""",
    """
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name = "demo"
  vpc_id       = "vpc-1"
  subnet_ids   = ["subnet-1", "subnet-2"]

  cluster_endpoint_private_access = false # error: both API endpoints are off

  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}
""",
]

RULE = Rule(
    id="FGL503",
    name="cluster-no-endpoint",
    severity=Severity.ERROR,
    summary="neither the private nor the public endpoint is on",
)
