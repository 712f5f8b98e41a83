"""Subnets of a Fargate profile, or of an endpoint, that are in another VPC.

Why: A Fargate profile takes subnets of the cluster's VPC only, and an interface endpoint those of its own: with others apply
    fails ("Subnets are not in the same VPC as the cluster", InvalidParameter).
Fix: Use subnets of the cluster's VPC; mixed-up module outputs are the usual cause.
Source: GH:aws/containers-roadmap#2036; EC2 API, CreateVpcEndpoint, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    for cluster in estate.fargate_clusters():
        home = cluster.vpc
        if home is None:
            yield cluster.vpc_doubt.at(cluster.place).undecided(cluster.address)
            continue
        owners = [
            *((profile.address, "Fargate profile", profile.subnets) for profile in cluster.profiles),
            *((endpoint.address, "endpoint", endpoint.subnets) for endpoint in home.endpoints),
        ]
        for address, what, subnets in owners:
            foreign = [subnet for subnet in subnets if subnet.is_in(home).no]
            doubt = next((answer for s in subnets if (answer := s.is_in(home)).unknown), subnets.incomplete)
            if foreign:
                vpc = foreign[0].vpc
                related = tuple(Note(f"VPC {v.address}", v.span) for v in (home, vpc) if v is not None and v.span)
                message = (
                    f"{what} with a subnet of another VPC than {home.address} ({foreign[0].address}): creating it fails"
                )
                yield Finding(message, address, subnets.span, related)
            elif doubt.unknown:
                yield doubt.undecided(address, subnets.span)
            elif subnets.items:
                yield Pass(address)


VALID = [
    '# with: unseen-profiles\nresource "aws_eks_cluster" "this" {} # undecided:\nmodule "fargate_profiles" {} # undecided:',
    """
# with: two-vpcs profile
resource "aws_eks_fargate_profile" "apps" { subnet_ids = [aws_subnet.one[0].id, aws_subnet.one[1].id] }
""",
    """
# with: vpc-module endpoints-module
module "vpc" { intra_subnets = ["10.0.2.0/24", "10.0.3.0/24"] }

module "endpoints" { endpoints = { sts = { service = "sts", subnet_ids = module.vpc.intra_subnets } } }
""",
    """
# with: vpc
# Secondary blocks are in the same VPC.

resource "aws_vpc_ipv4_cidr_block_association" "pods" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "100.64.0.0/16"
}

resource "aws_subnet" "nodes" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "pods" {
  vpc_id     = aws_vpc_ipv4_cidr_block_association.pods.vpc_id
  cidr_block = "100.64.0.0/24"
}
""",
    """
# with: two-vpcs profile
variable "pod_subnets" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" { subnet_ids = var.pod_subnets } # undecided: var.pod_subnets has no value
""",
    """
# with: cluster profile
resource "aws_eks_cluster" "this" {} # undecided: the VPC of aws_eks_cluster.this is not declared here
""",
]

INVALID = [
    """
# with: two-vpcs profile
resource "aws_eks_fargate_profile" "apps" {
  subnet_ids = values(aws_subnet.two)[*].id # error: Fargate profile with a subnet of another VPC than aws_vpc.one (aws_subnet.two["a"])
}
""",
    """
# with: two-vpcs profile
locals {
  pod_subnets = [for subnet in aws_subnet.two : subnet.id] # error: Fargate profile with a subnet of another VPC
}

resource "aws_eks_fargate_profile" "apps" { subnet_ids = local.pod_subnets }
""",
    """
# with: vpc two-vpcs sts-endpoint profile
resource "aws_eks_fargate_profile" "apps" { subnet_ids = aws_subnet.one[*].id }

resource "aws_vpc_endpoint" "sts" {
  vpc_id     = aws_vpc.one.id
  subnet_ids = [aws_subnet.two["a"].id] # error: endpoint with a subnet of another VPC
}
""",
]

RULE = Rule(
    id="FGL122",
    name="subnet-foreign-vpc",
    severities={Severity.ERROR: "a subnet of another VPC"},
    summary="profile subnets or endpoint subnets are not in the cluster's VPC",
)
