"""The cluster's API is open to the whole internet.

Why: Public access with 0.0.0.0/0 lets anybody reach the API server; authentication then is the only door. In a set-up that is
    private otherwise (no way out, or a bastion to come in by) it is most likely forgotten, since it is the default.
Fix: ``endpoint_public_access = false``, or narrow ``public_access_cidrs`` (with private access on).
Source: EKS User Guide, clusters/cluster-endpoint (default 0.0.0.0/0), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    everybody = estate.facts.network.everybody.blocks
    for cluster in estate.fargate_clusters():
        public, cidrs = cluster.control_plane.public_access, cluster.control_plane.public_access_cidrs
        if not cluster.is_declared:
            continue
        texts, incomplete = cidrs.texts
        if public.is_true.no or (
            public.is_true.yes and incomplete.no and texts and not any(text in everybody for text in texts)
        ):
            yield Pass(cluster.address)
        elif public.is_true.unknown or (incomplete.unknown and not any(text in everybody for text in texts)):
            doubt = public.is_true if public.is_true.unknown else incomplete
            yield doubt.undecided(cluster.address, public.place)
        else:
            private = (
                "the pods have no way out"
                if cluster.has_egress.no
                else "a bastion is there"
                if estate.ways_in(cluster).bastions
                else ""
            )
            message = "the API is open to 0.0.0.0/0" + (f" although {private}" if private else "")
            culprit = cidrs if cidrs.written else public
            yield culprit.finding(message, severity=Severity.WARNING if private else Severity.INFO)


VALID = [
    """
# with: vpc-module-nat cluster profile
resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_public_access  = false
    endpoint_private_access = true
  }
}
""",
    """
# with: vpc-module-nat cluster profile
resource "aws_eks_cluster" "this" {
  vpc_config { public_access_cidrs = ["198.51.100.0/24"] }
}
""",
    """
# with: vpc-module-nat eks-module-in-vpc
""",
    """
# with: vpc-module-nat cluster profile
variable "office" { type = list(string) }

resource "aws_eks_cluster" "this" {
  vpc_config { public_access_cidrs = var.office } # undecided: var.office has no value
}
""",
]

INVALID = [
    """
# with: vpc-module-nat cluster profile-in-vpc
resource "aws_eks_cluster" "this" {} # info: the API is open to 0.0.0.0/0
""",
    """
# with: vpc-module-nat eks-module-in-vpc
module "eks" { cluster_endpoint_public_access = true } # info: the API is open to 0.0.0.0/0
""",
    """
# with: vpc-module-nat cluster profile-in-vpc
locals { office = ["0.0.0.0/0"] } # warning: open to 0.0.0.0/0 although a bastion is there

resource "aws_eks_cluster" "this" {
  vpc_config { public_access_cidrs = local.office }
}

resource "aws_instance" "bastion" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  subnet_id              = module.vpc.public_subnets[0]
  vpc_security_group_ids = [aws_security_group.bastion.id]
}

resource "aws_security_group" "bastion" { vpc_id = module.vpc.vpc_id }
""",
    """
# with: vpc-module-nat eks-module-in-vpc
module "vpc" { enable_nat_gateway = false }

module "eks" { cluster_endpoint_public_access = true } # warning: although the pods have no way out
""",
]

RULE = Rule(
    id="FGL502",
    name="cluster-public-endpoint",
    severities={
        Severity.INFO: "open to everybody",
        Severity.WARNING: "the rest of the configuration is private",
    },
    summary="public access open to 0.0.0.0/0",
    tables=("network.everybody",),
)
