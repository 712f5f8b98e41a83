"""Nothing makes Terraform create a workload after the Fargate profile that it needs.

Why: A pod is given to Fargate only if a matching profile exists when the pod is made. Without a dependency Terraform makes the
    workload while the profile is still being created (which takes minutes): its pods go to the default scheduler and stay
    Pending, also after the profile is there. helm_release waits five minutes and fails with "context deadline exceeded";
    an add-on waits 20 and ends DEGRADED. The second apply often works, so it is seen on new clusters only.
Fix: Add ``depends_on = [aws_eks_fargate_profile.…]`` (for the eks module ``depends_on = [module.eks]``).
Source: EKS User Guide, nodes/fargate ("pods that are already running …"); re:Post eks-resolve-pending-fargate-pods,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for it in (*estate.on_fargate.placements, *estate.on_fargate.addon_placements):
        if it.instance is None or it.on_fargate.no:
            continue
        instance = it.instance
        if any(estate.ordered_after(instance, profile.instance) for profile in it.profiles):
            yield Pass(it.address, it.subject)
        elif it.pending.unknown:
            yield it.pending.undecided(it.address, it.header, it.subject)
        else:
            profile = it.profiles[0]
            yield Finding(
                f"nothing orders {it.what} after {profile.address}: pods made before the profile stay Pending",
                it.address,
                it.header,
                related=(Note("the profile that takes its pods", profile.span),),
                subject=it.subject,
            )


VALID = [
    """
# with: chart
resource "helm_release" "app" { depends_on = [aws_eks_fargate_profile.scenery] }
""",
    """
# with: eks-module deployment
# By the whole module.
module "eks" { fargate_profiles = { all = { selectors = [{ namespace = "*" }] } } }

resource "kubernetes_deployment" "web" { depends_on = [module.eks] }
""",
    """
# with: cluster chart
# By the provider, whose configuration waits for the profile.
data "aws_eks_cluster" "this" {
  name       = aws_eks_cluster.this.name
  depends_on = [aws_eks_fargate_profile.scenery]
}

provider "helm" {
  kubernetes { host = data.aws_eks_cluster.this.endpoint }
}
""",
    """
# with: cluster profile chart
# One of two profiles that take it is enough; a namespace made of the profile's name is an order, too.
resource "aws_eks_fargate_profile" "apps" {
  for_each             = toset(["apps", "kube-system"])
  fargate_profile_name = each.key
  selector { namespace = each.key }
}

resource "helm_release" "app" { namespace = aws_eks_fargate_profile.apps["apps"].fargate_profile_name }
""",
]

INVALID = [
    """
# with: chart
resource "helm_release" "app" {} # warning: nothing orders chart app after aws_eks_fargate_profile.scenery
""",
    """
# with: eks-module lbc
# Another output of the module does not wait for its profiles.
module "eks" { fargate_profiles = { all = { selectors = [{ namespace = "*" }] } } }

resource "helm_release" "lbc" { # warning: nothing orders chart aws-load-balancer-controller after module.eks.module.fargate_profile["all"]
  set {
    name  = "clusterName"
    value = module.eks.cluster_name
  }
}
""",
    """
# with: cluster addons
# CoreDNS is FGL404's.
resource "aws_eks_addon" "this" { # warning: nothing orders add-on metrics-server after aws_eks_fargate_profile.scenery
  for_each = toset(["coredns", "metrics-server", "vpc-cni"])
}
""",
    """
# with: chart
variable "namespace" { type = string }

resource "helm_release" "app" { namespace = var.namespace } # undecided: var.namespace has no value
""",
]

RULE = Rule(
    id="FGL310",
    name="profile-order",
    severities={Severity.WARNING: "nothing orders it after the profile"},
    summary="a workload, Helm release or add-on that nothing orders after the profile it needs",
)
