"""The coredns add-on is created before the Fargate profile that its pods need.

Why: A pod that is created before a profile matches it is given to the default scheduler and stays Pending, also after the
    profile is there. Without a dependency Terraform creates the add-on and the profile at the same time (and with
    ``before_compute = true`` the add-on first): the apply waits 20 minutes for the coredns add-on and fails with
    "unexpected state 'DEGRADED'" (InsufficientNumberOfReplicas). A second apply often works, which hides the cause.
Fix: Add ``depends_on = [aws_eks_fargate_profile.…]`` to the add-on; in the eks module leave out ``before_compute``.
Source: EKS User Guide, nodes/fargate; terraform-provider-aws#44690; terraform-aws-eks main.tf (aws_eks_addon.this), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        dns, karpenter = cluster.coredns, cluster.capacity.only_karpenter
        if dns.addon is None or dns.on_fargate.no or (cluster.fargate_only.no and not karpenter):
            continue
        ordered = any(estate.ordered_after(dns.addon.instance, profile.instance) for profile in dns.candidates)
        if ordered or dns.patched_for_fargate.yes:  # what patches or restarts CoreDNS makes its pods anew
            yield Pass(dns.addon.address)
            continue
        doubt = dns.on_fargate if dns.on_fargate.unknown or karpenter else cluster.fargate_only
        if doubt.unknown:
            yield doubt.undecided(dns.addon.address)
        else:
            profile = dns.profiles[0]
            yield Finding(
                f"the coredns add-on may be created before {profile.address}: its pods stay Pending and the apply fails",
                dns.addon.address,
                dns.order_place,
                related=(Note("this profile takes CoreDNS", profile.span),),
                severity=Severity.WARNING if karpenter else None,
            )


VALID = [
    """
# with: cluster coredns
resource "aws_eks_addon" "coredns" {
  configuration_values = jsonencode({ computeType = "Fargate" })
  depends_on           = [aws_eks_fargate_profile.scenery]
}
""",
    """
# with: eks-module
# The module orders its add-ons after its profiles.
module "eks" {
  cluster_addons   = { coredns = {}, vpc-cni = { before_compute = true } }
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
    """
# with: cluster
# The name of the cluster comes from the profile, so the add-on waits for it.

resource "aws_eks_fargate_profile" "apps" {
  for_each               = toset(["kube-system", "default"])
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { namespace = each.key }
}

locals { name = aws_eks_fargate_profile.apps["kube-system"].cluster_name }

resource "aws_eks_addon" "this" {
  for_each     = toset(["coredns", "vpc-cni"])
  cluster_name = local.name
  addon_name   = each.key
}
""",
    """
# with: eks-module
# Nodes are there, so CoreDNS need not wait for a profile.
module "eks" {
  cluster_addons          = { coredns = { before_compute = true } }
  fargate_profiles        = { system = { selectors = [{ namespace = "kube-system" }] } }
  eks_managed_node_groups = { main = {} }
}
""",
]

INVALID = [
    """
# with: cluster coredns
resource "aws_eks_addon" "coredns" { # error: the coredns add-on may be created before aws_eks_fargate_profile.scenery
  configuration_values = jsonencode({ computeType = "Fargate" })
}
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = {
    coredns = {
      before_compute       = true # error: may be created before module.eks.module.fargate_profile["system"]
      configuration_values = jsonencode({ computeType = "Fargate" })
    }
  }
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
    """
# with: eks-module-21
# The profile's own module comes after the cluster's module, add-ons included.
module "eks" {
  addons = {
    coredns = { configuration_values = jsonencode({ computeType = "Fargate" }) } # error: may be created before module.system
  }
}

module "system" {
  source  = "terraform-aws-modules/eks/aws//modules/fargate-profile"
  version = "21.3.0"

  name         = "system"
  cluster_name = module.eks.cluster_name
  subnet_ids   = ["subnet-1", "subnet-2"]
  selectors    = [{ namespace = "kube-system" }]
}
""",
    """
# with: eks-module
# Karpenter is the only other capacity, and it needs CoreDNS itself.
module "eks" {
  cluster_addons = {
    coredns = {
      before_compute = true # warning: may be created before
    }
  }
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }, { namespace = "karpenter" }] } }
}

resource "helm_release" "karpenter" {
  name      = "karpenter"
  namespace = "karpenter"
  chart     = "oci://public.ecr.aws/karpenter/karpenter"
}
""",
    """
# with: cluster coredns
variable "namespace" { type = string }

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "system"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { namespace = var.namespace } # undecided: var.namespace has no value
}
""",
]

RULE = Rule(
    id="FGL404",
    name="coredns-order",
    severities={
        Severity.ERROR: "Fargate is all there is",
        Severity.WARNING: "Karpenter's nodes come later",
    },
    summary="the coredns add-on is created before the profile for kube-system",
)
