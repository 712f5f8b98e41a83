"""The cluster's API is open to the whole internet.

Why: Public access with 0.0.0.0/0 lets anybody reach the API server; authentication then is the only door. In a set-up that is
    private otherwise (no way out, or a bastion to come in by) it is most likely forgotten, since it is the default.
Fix: ``endpoint_public_access = false``, or narrow ``public_access_cidrs`` (with private access on).
Source: EKS User Guide, clusters/cluster-endpoint (default 0.0.0.0/0), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict

EVERYBODY = ("0.0.0.0/0", "::/0")


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        public, cidrs = cluster.public_access, cluster.public_cidrs
        if not cluster.is_declared:
            continue
        texts, hidden = cidrs.texts
        if public.on.no or (public.on.yes and hidden.no and texts and not any(text in EVERYBODY for text in texts)):
            yield Pass(cluster.address)
        elif public.on.unknown or (hidden.unknown and not any(text in EVERYBODY for text in texts)):
            doubt = public.on if public.on.unknown else hidden
            yield doubt.undecided(cluster.address, public.place)
        else:
            private = (
                "the pods have no way out"
                if cluster.has_egress.no
                else "a bastion is there"
                if cluster.bastions
                else ""
            )
            message = "the API is open to 0.0.0.0/0" + (f" although {private}" if private else "")
            culprit = cidrs if cidrs.written else public
            yield culprit.finding(message, severity=Severity.WARNING if private else Severity.INFO)


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
  vpc_config {
    subnet_ids = module.vpc.private_subnets
    endpoint_public_access  = false
    endpoint_private_access = true
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
    public_access_cidrs = ["198.51.100.0/24"]
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
variable "office" { type = list(string) }

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
    public_access_cidrs = var.office # undecided: var.office has no value
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

resource "aws_eks_cluster" "this" { # info: the API is open to 0.0.0.0/0
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
  cluster_endpoint_public_access = true # info: the API is open to 0.0.0.0/0
}
""",
    """
locals {
  office = ["0.0.0.0/0"] # warning: open to 0.0.0.0/0 although a bastion is there
}

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
    public_access_cidrs = local.office
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = module.vpc.private_subnets
  selector { namespace = "apps" }
}

resource "aws_instance" "bastion" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  subnet_id              = module.vpc.public_subnets[0]
  vpc_security_group_ids = [aws_security_group.bastion.id]
}

resource "aws_security_group" "bastion" {
  vpc_id = module.vpc.vpc_id
}
""",
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.0.0/24", "10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24", "10.0.3.0/24"]
  enable_nat_gateway = false
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name     = "demo"
  vpc_id           = module.vpc.vpc_id
  subnet_ids       = module.vpc.private_subnets
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
  cluster_endpoint_public_access = true # warning: although the pods have no way out
}
""",
]

RULE = Rule(
    id="FGL502",
    name="cluster-public-endpoint",
    severity=Severity.INFO,
    summary="public access open to 0.0.0.0/0",
)
