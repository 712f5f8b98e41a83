"""Settings of vpc-cni or kube-proxy that do nothing on Fargate.

Why: On Fargate nodes the VPC CNI and kube-proxy are built in; the add-ons run no pod there, so that prefix delegation, custom
    networking, network policies or a proxy mode that are set on them have no effect. Somebody may rely on a network policy
    that nobody enforces.
Fix: Remove the settings, and use security groups for pods (SecurityGroupPolicy) to separate pods on Fargate.
Source: EKS User Guide, nodes/fargate and nodes/fargate-pod-configuration; aws/amazon-vpc-cni-k8s config/master, checked
    2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        only = cluster.fargate_only
        for addon in cluster.addons if not only.no else ():
            row = estate.facts.addons.named(addon.name or "")
            if row is None or not row.void_settings:
                continue
            void = [key for key in addon.settings.data if key in row.void_settings]
            if addon.settings.incomplete.unknown:
                doubt = addon.settings.incomplete
                yield doubt.undecided(addon.address, None, addon.subject)
            elif not void:
                yield Pass(addon.address, addon.subject)
            elif only.unknown:
                yield only.undecided(addon.address, None, addon.subject)
            else:
                names = ", ".join(void)
                message = f"{names} of the add-on {row.name} has no effect on Fargate: {row.message}"
                yield Finding(message, addon.address, addon.place_of(void[0]), subject=addon.subject)


VALID = [
    """
# with: eks-module
module "eks" { cluster_addons = { kube-proxy = {}, vpc-cni = { resolve_conflicts = "OVERWRITE" } } }
""",
    """
# with: cluster cni
resource "aws_eks_addon" "cni" { configuration_values = jsonencode({}) }
""",
    """
# with: eks-module
module "eks" {
  cluster_addons          = { vpc-cni = { configuration_values = jsonencode({ env = { ENABLE_PREFIX_DELEGATION = "true" } }) } }
  eks_managed_node_groups = { main = {} }
}
""",
    """
# with: cluster node-group cni
variable "nodes" { type = number }

resource "aws_eks_node_group" "nodes" { count = var.nodes } # undecided: aws_eks_node_group.nodes may have no instance

resource "aws_eks_addon" "cni" { configuration_values = jsonencode({ env = { ENABLE_PREFIX_DELEGATION = "true" } }) }
""",
]

INVALID = [
    """
# with: cluster cni
resource "aws_eks_addon" "cni" {
  configuration_values = jsonencode({
    enableNetworkPolicy = "true" # info: enableNetworkPolicy of the add-on vpc-cni has no effect on Fargate
  })
}
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = {
    vpc-cni = {
      before_compute       = true
      configuration_values = jsonencode({ env = { ENABLE_PREFIX_DELEGATION = "true" } }) # info: env of the add-on vpc-cni
    }
  }
}
""",
    """
# with: cluster addons
# file: terraform.tfvars
proxy = "{\\"mode\\": \\"ipvs\\"}" # info: mode of the add-on kube-proxy has no effect

# file: main.tf
variable "proxy" { type = string }

resource "aws_eks_addon" "this" {
  for_each             = { kube-proxy = var.proxy }
  configuration_values = each.value
}
""",
    """
# with: cluster cni
variable "cni" { type = string }

resource "aws_eks_addon" "cni" { configuration_values = var.cni } # undecided: var.cni has no value
""",
]

RULE = Rule(
    id="FGL411",
    name="addon-no-effect",
    severities={Severity.INFO: "the setting does nothing"},
    summary="settings of vpc-cni or kube-proxy that do nothing on Fargate",
    tables=("addons.addon",),
)
