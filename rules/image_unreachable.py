"""An image comes from a registry that a VPC without a way out does not reach.

Why: Through VPC endpoints only private ECR repositories are reached. Docker Hub, quay.io, registry.k8s.io, ghcr.io and also
    public.ecr.aws are on the internet: the pod hangs in ImagePullBackOff with "dial tcp …:443: i/o timeout". A pull-through
    cache needs a way out for the first pull of each image.
Fix: Copy the image into a private ECR repository of the cluster's region and pull it from there, or give the subnets a NAT gateway.
Source: EKS User Guide, clusters/private-clusters; ECR User Guide, vpc-endpoints, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for pull in estate.on_fargate.pulls:
        if pull.out_of_reach.no:
            yield Pass(pull.address, pull.about)
        elif pull.out_of_reach.unknown:
            yield pull.out_of_reach.undecided(pull.address, pull.place, pull.about)
        elif pull.cached is not None:
            message = f"the first pull of {pull.image} goes out through {pull.cached}, but the VPC has no way out"
            yield Finding(message, pull.address, pull.place, subject=pull.about, severity=Severity.WARNING)
        else:
            message = f"{pull.image} comes from {pull.registry}, which a VPC without a way out does not reach: ImagePullBackOff"
            yield Finding(message, pull.address, pull.place, subject=pull.about)


VALID = [
    """
# with: vpc subnets route-table
# One value gives all three images of this chart.
resource "helm_release" "secrets" {
  name       = "external-secrets"
  repository = "https://charts.external-secrets.io"
  chart      = "external-secrets"
  set {
    name  = "global.repository"
    value = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/external-secrets"
  }
}
""",
    """
# with: vpc subnets route-table
# The private registry of another partition.
resource "kubernetes_pod" "web" {
  metadata { name = "web" }
  spec {
    container {
      name  = "web"
      image = "111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu/web:1"
    }
  }
}
""",
    """
# with: vpc subnets route-table pod
resource "kubernetes_pod" "web" {
  spec {
    container { image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web:1" }
  }
}
""",
    """
# with: vpc subnets route-table pod
resource "aws_ecr_repository" "web" { name = "web" }

resource "kubernetes_pod" "web" {
  spec {
    container { image = "${aws_ecr_repository.web.repository_url}:1" }
  }
}
""",
    """
# with: vpc-module-nat pod
# There is a way out.
module "vpc" { cidr = "10.0.0.0/16" }
""",
]

INVALID = [
    """
# with: vpc subnets route-table pod
resource "kubernetes_pod" "web" {
  spec {
    container { image = "nginx:1.27" } # error: nginx:1.27 comes from Docker Hub
  }
}
""",
    """
# with: vpc-module metrics-server
module "vpc" { cidr = "10.0.0.0/16" }

resource "helm_release" "metrics" {} # error: comes from the Kubernetes registry
""",
    """
# with: vpc subnets route-table pod
# file: terraform.tfvars
image = "public.ecr.aws/docker/library/redis:7" # error: comes from ECR Public

# file: main.tf
variable "image" { type = string }

resource "kubernetes_pod" "web" {
  spec {
    container { image = var.image }
  }
}
""",
    """
# with: vpc subnets route-table pod
resource "aws_ecr_pull_through_cache_rule" "quay" {
  ecr_repository_prefix = "quay"
  upstream_registry_url = "quay.io"
}

resource "kubernetes_pod" "web" {
  spec {
    container {
      image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/quay/x/y:1" # warning: goes out through aws_ecr_pull_through_cache_rule.quay
    }
  }
}
""",
    """
# with: vpc subnets route-table pod
variable "image" { type = string }

resource "kubernetes_pod" "web" {
  spec {
    container { image = var.image } # undecided: var.image has no value
  }
}

resource "helm_release" "app" { # undecided: the images of chart app are not known
  name  = "app"
  chart = "oci://registry.example.com/charts/app"
}
""",
]

RULE = Rule(
    id="FGL620",
    name="image-unreachable",
    severities={
        Severity.ERROR: "no way to the registry",
        Severity.WARNING: "a pull-through cache, whose first pull needs a way out",
    },
    summary="an image outside private ECR in a cluster without a way out",
    tables=("registries", "charts"),
)
