"""An EKS add-on that cannot work where Fargate is all there is.

Why: AWS offers these add-ons for EC2 nodes only: they are DaemonSets, or need a driver on the node. On a Fargate-only cluster they
    install and run no pod, so that credentials, volumes, metrics or findings never come; or their pods stay Pending and the
    add-on ends DEGRADED after 20 minutes.
Fix: Remove the add-on and use what Fargate has: IAM roles for service accounts instead of Pod Identity, EFS volumes made
    beforehand instead of the CSI drivers, the log router (aws-logging) and ADOT instead of agents.
Source: EKS User Guide, workloads/workloads-add-ons-available-eks (compute types), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        only = cluster.fargate_only
        for addon in cluster.addons if not only.no else ():
            row = estate.facts.addons.named(addon.name or "")
            if addon.name is None:
                yield addon.name_doubt.at(addon.span).undecided(addon.address)
            elif row is None or row.severity is None:
                yield Pass(addon.address, addon.subject)
            elif only.unknown:
                yield only.at(addon.span).undecided(addon.address, None, addon.subject)
            elif addon.present.unknown:
                yield addon.present.undecided(addon.address, None, addon.subject)
            else:
                message = f"the add-on {row.name} cannot work on Fargate: {row.message}"
                place = addon.place
                yield Finding(message, addon.address, place, subject=addon.subject, severity=row.severity)


VALID = [
    """
# with: cluster addons
resource "aws_eks_addon" "this" {
  for_each = toset(["coredns", "vpc-cni", "kube-proxy", "metrics-server"])
}
""",
    """
# with: eks-module
module "eks" { cluster_addons = { coredns = {}, kube-proxy = {}, vpc-cni = {}, snapshot-controller = {} } }
""",
    """
# with: eks-module-21
module "eks" {
  addons                  = { coredns = {}, eks-pod-identity-agent = {}, aws-ebs-csi-driver = {} }
  eks_managed_node_groups = { main = {} }
}
""",
    """
# with: cluster node-group ebs
variable "nodes" { type = number }

resource "aws_eks_node_group" "nodes" { count = var.nodes }

resource "aws_eks_addon" "csi" {} # undecided: aws_eks_node_group.nodes may have no instance
""",
    """
# with: cluster ebs
variable "storage" { type = bool }

resource "aws_eks_addon" "csi" { count = var.storage ? 1 : 0 } # undecided: aws_eks_addon.csi may have no instance
""",
]

INVALID = [
    """
# with: cluster ebs
resource "aws_eks_addon" "csi" {} # warning: the add-on aws-ebs-csi-driver cannot work on Fargate
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = {
    coredns                = {}
    eks-pod-identity-agent = {} # warning: the add-on eks-pod-identity-agent cannot work on Fargate
  }
}
""",
    """
# with: cluster addons
# file: terraform.tfvars
addons = [
  "vpc-cni",
  "amazon-cloudwatch-observability", # warning: its agent and log collector are DaemonSets
  "aws-guardduty-agent",             # warning: GuardDuty runtime monitoring does not support EKS on Fargate
]

# file: main.tf
variable "addons" { type = set(string) }

resource "aws_eks_addon" "this" { for_each = var.addons }
""",
    """
# with: cluster
variable "addon" { type = string }

resource "aws_eks_addon" "this" { # undecided: var.addon has no value
  cluster_name = aws_eks_cluster.this.name
  addon_name   = var.addon
}
""",
]

RULE = Rule(
    id="FGL410",
    name="addon-unsupported",
    severities={Severity.WARNING: "it cannot work, or only in part"},
    summary="an add-on that cannot work on a Fargate-only cluster",
    tables=("addons.addon",),
)
