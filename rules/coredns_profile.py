"""No Fargate profile takes CoreDNS: the cluster has no DNS.

Why: Pods run on Fargate only if a profile matches their namespace and labels when they are created. Where Fargate is all
    there is and no profile matches kube-system with ``k8s-app = kube-dns``, CoreDNS stays Pending: its add-on ends DEGRADED
    with InsufficientNumberOfReplicas after 20 minutes, and no other pod resolves a name (STS, databases, the API).
Fix: Add a selector ``namespace = "kube-system"`` to a profile (without labels, or with ``k8s-app = "kube-dns"``).
Source: EKS User Guide, nodes/fargate-getting-started and networking/managing-coredns; terraform-aws-eks#2069, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Undecided, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        matched, only = cluster.coredns.on_fargate, cluster.fargate_only
        if only.no:
            continue
        if matched.yes:
            yield Pass(cluster.address)
        elif matched.unknown or only.unknown:
            doubt = matched if matched.unknown else only
            yield doubt.undecided(cluster.address)
        elif cluster.profiles.broken is not None:
            broken = cluster.profiles.broken
            reason = f"the selectors of {broken.address} are broken: mend them first"
            yield Undecided(cluster.address, reason, broken.span, code="error", waits_for=broken.address)
        else:
            yield Finding(
                "no Fargate profile matches CoreDNS (kube-system, k8s-app=kube-dns): it stays Pending and no name resolves",
                cluster.address,
                cluster.coredns.near_place or cluster.missing_profile_place,
                related=cluster.coredns.selector_notes,
            )


VALID = [
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  selector {
    namespace = "kube-system"
    labels    = { k8s-app = "kube-dns" }
  }
}
""",
    """
# with: eks-module
module "eks" { fargate_profiles = { all = { selectors = [{ namespace = "*" }] } } }
""",
    """
# with: eks-module-21
# Node groups can run CoreDNS.
module "eks" { eks_managed_node_groups = { main = {} } }
""",
    """
# with: eks-module
variable "namespaces" { default = ["apps", "kube-system"] }

module "eks" { fargate_profiles = { for name in var.namespaces : name => { selectors = [{ namespace = name }] } } }
""",
    """
# with: cluster profile coredns
resource "aws_eks_fargate_profile" "apps" { # undecided: the selectors of aws_eks_fargate_profile.apps are broken
  selector { namespace = "" }
}
""",
]

INVALID = [
    """
# with: cluster profile
resource "aws_eks_cluster" "this" {} # error: no Fargate profile matches CoreDNS
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles = { # error: no Fargate profile matches CoreDNS
    default = { selectors = [{ namespace = "default" }] }
  }
}
""",
    """
# with: cluster profile
variable "namespaces" { default = ["apps", "tools"] } # error: no Fargate profile matches CoreDNS

resource "aws_eks_fargate_profile" "apps" {
  for_each             = toset(var.namespaces)
  fargate_profile_name = each.key
  selector { namespace = each.key }
}
""",
    """
# with: eks-module-21
module "eks" {
  fargate_profiles = {
    system = { selectors = [{ namespace = "kube-system", labels = { k8s-app = "coredns" } }] } # error: no Fargate profile matches
  }
}
""",
    """
# with: eks-module
variable "namespaces" { type = list(string) }

module "eks" {
  fargate_profiles = { for name in var.namespaces : name => { selectors = [{ namespace = name }] } } # undecided: var.namespaces has no value
}
""",
]

RULE = Rule(
    id="FGL401",
    name="coredns-profile",
    severities={Severity.ERROR: "no profile matches its pods"},
    summary="Fargate only, and no profile matches CoreDNS",
    tables=("coredns.workload",),
)
