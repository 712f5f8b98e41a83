"""A Fargate profile selects a namespace that nothing here makes or uses.

Why: A misspelt namespace in a selector is accepted and never matches, and the pods that it was meant for stay Pending. Where
    the namespace is made elsewhere, or by hand, all is well.
Fix: Compare the name with the namespaces of the workloads, or remove the selector.
Source: EKS User Guide, nodes/fargate-profile, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    for cluster in estate.fargate_clusters():
        for profile in cluster.profiles:
            for number, selector in enumerate(profile.selectors, 1):
                if selector.fault is not None:
                    continue  # FGL302
                subject, used = f"selector {number}", estate.kubernetes.uses_namespace(selector)
                message = f"nothing here makes or uses a namespace that the selector {selector} matches"
                yield used.judged(profile.address, selector.place, message, subject=subject)


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile
# Without any Kubernetes object in sight there is nothing to compare with.
""",
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  selector { namespace = "kube-system" }
  selector { namespace = "team-*" }
  selector { namespace = kubernetes_namespace.own.metadata[0].name }
}
resource "kubernetes_namespace" "own" {
  metadata { generate_name = "own-" }
}
resource "kubernetes_namespace" "red" {
  metadata { name = "team-red" }
}
""",
    """
# with: eks-module-21
module "eks" { fargate_profiles = { argo = { selectors = [{ namespace = "argocd" }] } } }

resource "helm_release" "argo" {
  name             = "argo"
  namespace        = "argocd"
  create_namespace = true
  repository       = "https://argoproj.github.io/argo-helm"
  chart            = "argo-cd"
}
""",
]

INVALID = [
    """
# with: cluster profile namespace
resource "aws_eks_fargate_profile" "apps" {
  selector { namespace = "aps" } # info: nothing here makes or uses a namespace that the selector aps matches
}
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles = {
    old = { selectors = [{ namespace = "default" }, { namespace = "legacy-*" }] } # info: the selector legacy-* matches
  }
}

resource "helm_release" "argo" {
  name      = "argo"
  namespace = "argocd"
  chart     = "argo-cd"
}
""",
    """
# with: cluster profile
# file: terraform.tfvars
namespaces = ["shop", "shpo"] # info: the selector shpo matches

# file: main.tf
variable "namespaces" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" {
  for_each = toset(var.namespaces)
  selector { namespace = each.key }
}

resource "kubernetes_namespace" "shop" {
  metadata { name = "shop" }
}
""",
    """
# with: cluster profile
variable "namespace" { type = string }

resource "aws_eks_fargate_profile" "apps" {
  selector { namespace = var.namespace } # undecided: var.namespace has no value
}

resource "kubernetes_namespace" "shop" {
  metadata { name = "shop" }
}
""",
]

RULE = Rule(
    id="FGL303",
    name="profile-without-namespace",
    severities={Severity.INFO: "nothing in sight creates or uses the namespace"},
    summary="a selector for a namespace that nothing in sight makes or uses",
    tables=("namespaces",),
)
