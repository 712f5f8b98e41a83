"""The pods have no way out to the internet: what they cannot reach.

Why: Without a NAT gateway or the like, pods reach what has a VPC endpoint and what is in the VPC, nothing else: no Docker Hub,
    Quay, GitHub or public ECR (images have to be in a private ECR; the first pull through a cache needs a way out too), no
    Shield, no OIDC provider or webhook outside, and ACM and WAF at best through an endpoint of theirs (without one the load
    balancer controller cannot discover certificates: annotate their ARN).
Fix: Nothing, if that is meant: keep images and charts in private ECR. Else add a NAT gateway and a default route to it.
Source: EKS User Guide, clusters/private-clusters; ECR User Guide, vpc-endpoints, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        egress = cluster.has_egress
        needy = [*estate.kubernetes.workloads, *estate.kubernetes.helm_releases]
        if egress.unknown and needy:
            yield egress.undecided(cluster.address, cluster.place)
        elif egress.no and needy:
            related = (Note(egress.reason, egress.span),) if egress.span else ()
            message = (
                "the Fargate pods have no way out: public registries and whatever has no endpoint are out of reach"
            )
            yield Finding(message, cluster.address, cluster.place, related)


VALID = [
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.0.0/24", "10.0.1.0/24"]
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

resource "kubernetes_deployment" "app" {
  metadata { name = "app" }
  spec {
    selector { match_labels = { app = "app" } }
    template {
      metadata { labels = { app = "app" } }
      spec {
        container {
          name  = "app"
          image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"
        }
      }
    }
  }
}
""",
    """
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}
""",
    """
variable "subnets" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = "demo"
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = var.subnets # undecided: var.subnets has no value
  selector { namespace = "apps" }
}

resource "helm_release" "app" {
  name  = "app"
  chart = "./app"
}
""",
]

INVALID = [
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.0.0/24", "10.0.1.0/24"]
}

module "eks" { # info: the Fargate pods have no way out
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name = "demo"
  vpc_id = module.vpc.vpc_id
  subnet_ids = module.vpc.private_subnets
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}

resource "kubernetes_deployment" "app" {
  metadata { name = "app" }
  spec {
    selector { match_labels = { app = "app" } }
    template {
      metadata { labels = { app = "app" } }
      spec {
        container {
          name  = "app"
          image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"
        }
      }
    }
  }
}
""",
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.0.0/24", "10.0.1.0/24"]
}

module "eks" { # info: the Fargate pods have no way out
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name = "demo"
  vpc_id = module.vpc.vpc_id
  subnet_ids = module.vpc.private_subnets
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}

resource "helm_release" "app" {
  for_each = toset(["a", "b"])
  name     = each.key
  chart    = "./app"
}
""",
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.0.0/24", "10.0.1.0/24"]
}

resource "aws_eks_cluster" "this" { # info: the Fargate pods have no way out
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

resource "kubernetes_manifest" "job" {
  manifest = {
    apiVersion = "batch/v1"
    kind       = "Job"
    metadata   = { name = "once", namespace = "apps" }
    spec       = { template = { spec = { containers = [{ name = "once", image = "busybox" }] } } }
  }
}
""",
]

RULE = Rule(
    id="FGL220",
    name="egress-none",
    severities={Severity.INFO: "something in sight needs the way out"},
    summary="what the pods of a cluster without egress cannot reach",
)
