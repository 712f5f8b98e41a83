"""``module.eks.cluster_id`` where the cluster's name is meant.

Why: Up to v18 of the eks module ``cluster_id`` was the cluster's name. From v19 on it is an id that only clusters on Outposts
    have: everywhere else it is empty, and what is given it belongs to no cluster ("cluster name cannot be empty").
Fix: Use ``module.eks.cluster_name``.
Source: terraform-aws-eks docs/UPGRADE-19.0.md; the module's outputs of every release, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    seen = set()
    for address, place in estate.cluster_ids_used_as_names():
        if place in seen:
            continue  # one argument of a module call may name the cluster for many resources
        seen.add(place)
        yield Finding(
            "cluster_id is empty from v19 of the eks module on: the cluster's name is cluster_name", address, place
        )


VALID = [
    """
# with: vpc-module eks-module-in-vpc cluster coredns
""",
    """
# with: vpc-module eks-module-in-vpc cluster coredns
module "eks" { version = "18.31.0" }
""",
    """
# with: vpc-module eks-module-in-vpc
output "cluster_id" { value = module.eks.cluster_id }
""",
]

INVALID = [
    """
# with: vpc-module eks-module-in-vpc cluster coredns
resource "aws_eks_addon" "coredns" {
  cluster_name = module.eks.cluster_id # error: cluster_id is empty from v19 of the eks module on
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "eks" { name = "demo" }

data "aws_eks_cluster_auth" "this" {
  name = module.eks.cluster_id # error: cluster_id is empty from v19 of the eks module on
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "profiles" {
  source       = "./profiles"
  cluster_name = module.eks.cluster_id # error: cluster_id is empty from v19 of the eks module on
  subnet_ids   = module.vpc.private_subnets
}

module "system" {
  source       = "./profiles"
  cluster_name = module.eks.cluster_id # error: cluster_id is empty
  subnet_ids   = module.vpc.private_subnets
}

# file: profiles/main.tf
variable "cluster_name" {}
variable "subnet_ids" {}

resource "aws_eks_fargate_profile" "apps" {
  for_each               = toset(["apps", "kube-system"])
  cluster_name           = var.cluster_name
  fargate_profile_name   = each.key
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = var.subnet_ids
  selector { namespace = each.key }
}
""",
]

RULE = Rule(
    id="FGL522",
    name="module-cluster-id",
    severities={Severity.ERROR: "the output is empty in this release"},
    summary="module.eks.cluster_id used as the cluster's name with eks 19 or later (it is empty there)",
)
