"""An add-on is declared twice on one cluster.

Why: Apply fails with "ResourceInUseException: Addon already exists", and where it does not, because one of the two was imported,
    each apply undoes what the other has set. It happens where the eks module lists an add-on that a resource beside it declares
    too.
Fix: Remove one of the two. If the resource is to stay, take the add-on out of the module's ``cluster_addons`` (``addons`` since
    v21).
Source: EKS API reference, CreateAddon (errors), from memory 2026-11-28
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        for addon, other, same in cluster.addons.twins():
            if other is None:
                yield Pass(addon.address, addon.subject)
            elif same.unknown:
                yield same.at(addon.place).undecided(addon.address, None, addon.subject)
            else:
                message = f"{other.address} already declares add-on {addon.name}: creating the second fails"
                related = (Note("the first one", other.place),) if other.place else ()
                yield Finding(message, addon.address, addon.place, related, addon.subject)


VALID = [
    """
# with: cluster coredns cni
""",
    """
# Of two blocks only one has an instance.
# with: cluster coredns
# file: terraform.tfvars
configured = true

# file: main.tf
variable "configured" { type = bool }

resource "aws_eks_addon" "coredns" { count = var.configured ? 0 : 1 }

resource "aws_eks_addon" "coredns_configured" {
  count        = var.configured ? 1 : 0
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns"
}
""",
    """
# with: eks-module
module "eks" { cluster_addons = { kube-proxy = {}, vpc-cni = { before_compute = true } } }

resource "aws_eks_addon" "coredns" {
  cluster_name = module.eks.cluster_name
  addon_name   = "coredns"
}
""",
    """
# with: cluster coredns
variable "configured" { type = bool }

resource "aws_eks_addon" "coredns" { count = var.configured ? 0 : 1 }

resource "aws_eks_addon" "coredns_configured" { # undecided: may have no instance
  count        = var.configured ? 1 : 0
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns"
}
""",
    """
# with: cluster coredns
variable "addon" { type = string }

resource "aws_eks_addon" "other" { # undecided: var.addon has no value
  cluster_name = aws_eks_cluster.this.name
  addon_name   = var.addon
}
""",
]

INVALID = [
    """
# with: cluster coredns
resource "aws_eks_addon" "dns" { # error: aws_eks_addon.coredns already declares add-on coredns: creating the second fails
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns"
}
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = {
    coredns = { configuration_values = jsonencode({ computeType = "Fargate" }) } # related: the first one
    vpc-cni = {}
  }
}

resource "aws_eks_addon" "coredns" { # error: already declares add-on coredns
  cluster_name = module.eks.cluster_name
  addon_name   = "coredns"
}
""",
    """
# with: cluster addons
# file: terraform.tfvars
addons = [
  "vpc-cni",
  "kube-proxy", # error: aws_eks_addon.proxy already declares add-on kube-proxy
]

# file: main.tf
variable "addons" { type = set(string) }

resource "aws_eks_addon" "proxy" {
  cluster_name = "demo"
  addon_name   = "kube-proxy"
}

resource "aws_eks_addon" "this" { for_each = var.addons }
""",
    """
# with: cluster
resource "aws_eks_addon" "dns" {
  count        = 2
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns" # error: aws_eks_addon.dns[0] already declares add-on coredns
}
""",
]

RULE = Rule(
    id="FGL414",
    name="addon-duplicate",
    severities={Severity.ERROR: "one cluster has the add-on twice"},
    summary="an add-on that is declared twice on one cluster",
)
