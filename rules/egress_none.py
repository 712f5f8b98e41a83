"""The pods have no way out to the internet: what they cannot reach.

Why: Without a NAT gateway or the like, pods reach what has a VPC endpoint and what is in the VPC, nothing else: no Docker Hub,
    Quay, GitHub or public ECR (images have to be in a private ECR; the first pull through a cache needs a way out too), no
    Shield, no OIDC provider or webhook outside, and ACM and WAF at best through an endpoint of theirs (without one the load
    balancer controller cannot discover certificates: annotate their ARN).
Fix: Nothing, if that is meant: keep images and charts in private ECR. Else add a NAT gateway and a default route to it.
Source: EKS User Guide, clusters/private-clusters; ECR User Guide, vpc-endpoints, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        egress = cluster.has_egress
        needy = [*estate.kubernetes.workloads, *estate.kubernetes.helm_releases]
        if egress.unknown and needy:
            yield egress.undecided(cluster.address, cluster.place)
        elif egress.no and needy:
            related = (Note(f"{egress.evidence[0]} has no default route", egress.span),) if egress.span else ()
            message = (
                "the Fargate pods have no way out: public registries and whatever has no endpoint are out of reach"
            )
            yield Finding(message, cluster.address, cluster.place, related)


VALID = [
    """
# with: vpc-module
""",
    """
# with: vpc-module-nat ecr-deployment
""",
    """
# with: vpc subnets
""",
    """
# with: cluster profile chart
variable "subnets" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" {
  cluster_name = "demo"
  subnet_ids   = var.subnets # undecided: var.subnets has no value
}

resource "helm_release" "app" { chart = "./app" }
""",
]

INVALID = [
    """
# with: vpc-module eks-module-in-vpc ecr-deployment
module "eks" {} # info: the Fargate pods have no way out
""",
    """
# with: vpc-module eks-module-in-vpc
module "eks" {} # info: the Fargate pods have no way out

resource "helm_release" "app" {
  for_each = toset(["a", "b"])
  name     = each.key
  chart    = "./app"
}
""",
    """
# with: vpc-module cluster-in-vpc profile-in-vpc
resource "aws_eks_cluster" "this" {} # info: the Fargate pods have no way out

resource "kubernetes_manifest" "job" {
  manifest = {
    apiVersion = "batch/v1"
    kind       = "Job"
    metadata   = { name = "once", namespace = "apps" }
    spec       = { template = { spec = { containers = [{ name = "once", image = "busybox" }] } } }
  }
}
""",
]

RULE = Rule(
    id="FGL220",
    name="egress-none",
    severities={Severity.INFO: "something in sight needs the way out"},
    summary="what the pods of a cluster without egress cannot reach",
)
