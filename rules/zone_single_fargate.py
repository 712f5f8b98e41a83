"""All Fargate pods of a cluster run in one zone.

Why: Fargate spreads pods over the subnets of their profile, and honours no topologySpreadConstraints: with subnets of one
    zone only, that zone's outage takes every pod with it, CoreDNS included.
Fix: Give the profiles subnets in a second zone (or add a profile per zone).
Source: EKS User Guide, nodes/fargate-profile, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        subnets = cluster.profile_subnets
        several = subnets.zone_count
        if cluster.is_declared and cluster.subnets.zone_count.no:
            continue  # FGL113 speaks: the cluster itself is in one zone
        if several.yes:
            yield Pass(cluster.address)
        elif several.unknown:
            yield several.undecided(cluster.address, cluster.place)
        elif subnets.items:
            zone = next((f" ({subnet.zone})" for subnet in subnets if subnet.zone.text), "")
            first = cluster.profiles.items[0]
            message = f"all Fargate profiles sit in one zone{zone}: its outage stops every pod"
            yield Finding(message, cluster.address, first.subnets_place)


VALID = [
    """
resource "aws_subnet" "private" {
  for_each          = { "eu-west-1a" = "10.0.0.0/24", "eu-west-1b" = "10.0.1.0/24" }
  vpc_id            = "vpc-1"
  cidr_block        = each.value
  availability_zone = each.key
}
""",
    """
# with: vpc subnets cluster
# One profile a zone, by design.
resource "aws_subnet" "private" { vpc_id = "vpc-1" }

resource "aws_eks_fargate_profile" "zone" {
  count                  = 2
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "zone-${count.index}"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [aws_subnet.private[count.index].id]
  selector { namespace = "apps" }
}
""",
    """
# with: vpc-module
""",
    """
# with: cluster profile
variable "subnets" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" { subnet_ids = var.subnets } # undecided: var.subnets has no value
""",
]

INVALID = [
    """
# with: vpc subnets cluster-in-subnets profile
resource "aws_eks_fargate_profile" "apps" { subnet_ids = [aws_subnet.private[0].id] } # info: sit in one zone (eu-central-1a)
""",
    """
# with: vpc subnets cluster-in-subnets profile
locals { pod_subnets = [aws_subnet.private[1].id] } # info: all Fargate profiles sit in one zone (eu-central-1b)

resource "aws_eks_fargate_profile" "apps" {
  for_each   = toset(["apps", "kube-system"])
  subnet_ids = local.pod_subnets
  selector { namespace = each.key }
}
""",
    """
# with: vpc-module eks-module-in-vpc
module "eks" {
  fargate_profiles = {
    apps = {
      selectors  = [{ namespace = "apps" }]
      subnet_ids = [module.vpc.private_subnets[0]] # info: all Fargate profiles sit in one zone
    }
  }
}
""",
]

RULE = Rule(
    id="FGL114",
    name="zone-single-fargate",
    severities={Severity.INFO: "all are in one zone"},
    summary="all Fargate profiles together sit in one zone",
)
