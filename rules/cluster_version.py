"""A Kubernetes version that EKS supports no longer, or for extra money only.

Why: After its extended support a version cannot be chosen for a new cluster, and EKS upgrades existing ones on its own,
    without notice; Fargate pods keep the old kubelet until they are redeployed. In extended support the control plane costs
    more. The date is that of the run.
Fix: Raise ``version`` (``cluster_version``, from v21 of the eks module ``kubernetes_version``) one minor version at a time.
Source: EKS User Guide, versioning/kubernetes-versions; endoflife.date/amazon-eks, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        version = cluster.version
        if not cluster.is_declared or version.is_absent:
            continue
        if version.text is None:
            yield version.doubt.undecided(cluster.address)
            continue
        state = estate.facts.versions.state(version.text, estate.today)
        row = estate.facts.versions.named(version.text)
        newest = estate.facts.versions.newest()
        if state == "ended":
            since = f" since {row.extended_ends}" if row is not None and row.extended_ends else ""
            yield version.finding(
                f"Kubernetes {version.text} is out of support{since}: no new cluster can have it (newest: {newest})"
            )
        elif state == "extended":
            until = f" until {row.extended_ends}" if row is not None and row.extended_ends else ""
            message = f"Kubernetes {version.text} is in extended support{until}, which costs extra (newest: {newest})"
            yield version.finding(message, severity=Severity.INFO)
        else:
            yield Pass(cluster.address)


VALID = [
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = true
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  version  = "9.99"
  vpc_config {
    subnet_ids = module.vpc.private_subnets
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = module.vpc.private_subnets
  selector { namespace = "apps" }
}
""",
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = true
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids = module.vpc.private_subnets
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = module.vpc.private_subnets
  selector { namespace = "apps" }
}
""",
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = true
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name     = "demo"
  vpc_id           = module.vpc.vpc_id
  subnet_ids       = module.vpc.private_subnets
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}
""",
    """
variable "kubernetes" { type = string }

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = true
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  version  = var.kubernetes # undecided: var.kubernetes has no value
  vpc_config {
    subnet_ids = module.vpc.private_subnets
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = module.vpc.private_subnets
  selector { namespace = "apps" }
}
""",
]

INVALID = [
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = true
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  version  = "1.27" # warning: Kubernetes 1.27 is out of support
  vpc_config {
    subnet_ids = module.vpc.private_subnets
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = module.vpc.private_subnets
  selector { namespace = "apps" }
}
""",
    """
locals { kubernetes = 1.21 } # warning: Kubernetes 1.21 is out of support

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = true
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  version  = local.kubernetes
  vpc_config {
    subnet_ids = module.vpc.private_subnets
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = module.vpc.private_subnets
  selector { namespace = "apps" }
}
""",
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = true
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name     = "demo"
  vpc_id           = module.vpc.vpc_id
  subnet_ids       = module.vpc.private_subnets
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
  cluster_version = "1.28" # warning: Kubernetes 1.28 is out of support
}
""",
]

RULE = Rule(
    id="FGL505",
    name="cluster-version",
    severity=Severity.WARNING,
    summary="Kubernetes version out of support by the date of the run, or in extended support",
)
