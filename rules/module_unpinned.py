"""A registry module without a version, or with a lower bound only.

Why: Without a pin ``terraform init`` takes the newest major. The eks and vpc modules rename and drop inputs in each: what
    planned yesterday fails tomorrow on another machine ("Unsupported argument"), or silently builds something else.
Fix: ``version = "~> 20.0"`` (the major that the arguments are written for).
Source: Terraform documentation, module blocks, version; the modules' own upgrade guides, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    if not any(estate.fargate_clusters()):
        return
    for call in estate.registry_calls:
        if not call.names_network_or_cluster:
            continue
        if not call.constraint:
            message = f"{call.name} without a version: the next major arrives unasked"
            yield Finding(message, call.address, call.pin_place)
        elif call.open_ended:
            dropped = ", ".join(call.refused_by_newest)
            message = f"{call.name} {call.constraint} lets any later major in"
            message += f", and the newest no longer takes {dropped}" if dropped else ""
            severity = Severity.WARNING if dropped else Severity.INFO
            yield Finding(message, call.address, call.pin_place, severity=severity)
        else:
            yield Pass(call.address)


VALID = [
    """
# with: vpc-module eks-module-in-vpc
""",
    """
# with: vpc-module eks-module-in-vpc
""",
    """
# A module of one's own has no version.
module "network" { source = "./network" }

# file: network/main.tf
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
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

module "eks" { # warning: terraform-aws-modules/eks/aws without a version
  source  = "terraform-aws-modules/eks/aws"

  cluster_name = "demo"
  vpc_id = module.vpc.vpc_id
  subnet_ids = module.vpc.private_subnets
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}
""",
    """
# with: vpc-module
module "vpc" { version = ">= 5.0" } # info: lets any later major in
""",
    """
# with: vpc-module eks-module-in-vpc
module "eks" { version = ">= 19.0" } # warning: no longer takes cluster_name
""",
    """
module "vpc" { # warning: terraform-aws-modules/vpc/aws without a version
  source  = "terraform-aws-modules/vpc/aws"

  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.0.0/24", "10.0.1.0/24"]
}
""",
]

RULE = Rule(
    id="FGL520",
    name="module-unpinned",
    severities={
        Severity.WARNING: "no version, or the newest release dropped arguments that are used here",
        Severity.INFO: "any later major is let in",
    },
    summary="a call of the eks or vpc module without a version, or with a lower bound only",
    about_sources=True,
)
