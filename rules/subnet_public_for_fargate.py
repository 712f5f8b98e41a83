"""A Fargate profile in a public subnet.

Why: Fargate runs pods in private subnets only: a subnet with a direct route to an internet gateway is refused ("Subnet …
    provided in Fargate Profile is not a private subnet"), and the profile is not created. Pods get no public address, so
    such a route would not help them anyway.
Fix: Give the profile private subnets: with a route to a NAT gateway, or with VPC endpoints.
Source: EKS User Guide, nodes/fargate-profile; GH:terraform-aws-modules/terraform-aws-eks#1170, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    for cluster in estate.fargate_clusters():
        for profile in cluster.profiles:
            given = not profile.uses_cluster_subnets
            subnets = profile.subnets if given else cluster.subnets
            public = [subnet for subnet in subnets if subnet.reaches_internet_gateway.yes]
            doubt = next(
                (s.reaches_internet_gateway for s in subnets if s.reaches_internet_gateway.unknown), subnets.incomplete
            )
            if public and given:
                routes = [(subnet, subnet.table.internet_route) for subnet in public]
                related = tuple(
                    Note(f"its route {r.instance.address}", r.place) for _, r in routes[:1] if r and r.place
                )
                names = ", ".join(subnet.address for subnet in public)
                message = f"Fargate profile in a public subnet ({names}): EKS refuses to create the profile"
                yield Finding(message, profile.address, profile.subnets_place, related)
            elif doubt.unknown:
                yield doubt.undecided(profile.address, profile.subnets_place)
            elif public and len(public) == len(subnets):
                message = (
                    "Fargate profile without subnets, and all of the cluster's are public: EKS refuses to create it"
                )
                yield Finding(message, profile.address, profile.subnets_place)
            else:
                yield Pass(profile.address)


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: vpc-module-nat
""",
    """
# with: vpc subnets
# A subnet without a route table of its own uses the main one, which leads nowhere.

resource "aws_internet_gateway" "this" { vpc_id = aws_vpc.this.id }

resource "aws_subnet" "private" { for_each = { a = "10.0.0.0/24", b = "10.0.1.0/24" } }
""",
    """
# with: vpc route-table
resource "aws_vpn_gateway" "this" { vpc_id = aws_vpc.this.id }

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_route_table" "private" {
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_vpn_gateway.this.id
  }
}

resource "aws_route_table_association" "private" { subnet_id = aws_subnet.private.id }
""",
    """
# with: cluster profile
variable "subnet_ids" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" {
  cluster_name = "demo"
  subnet_ids   = var.subnet_ids # undecided: var.subnet_ids has no value
}
""",
]

INVALID = [
    """
# with: vpc-module-nat eks-module-in-vpc
module "eks" {
  fargate_profiles = {
    apps = {
      selectors  = [{ namespace = "apps" }]
      subnet_ids = module.vpc.public_subnets # error: Fargate profile in a public subnet
    }
  }
}
""",
    """
# with: vpc cluster profile
resource "aws_internet_gateway" "this" { vpc_id = aws_vpc.this.id }

resource "aws_subnet" "pods" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.this.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name = "demo"
  subnet_ids   = aws_subnet.pods[*].id # error: Fargate profile in a public subnet (aws_subnet.pods[0], aws_subnet.pods[1])
}
""",
    """
# with: cluster profile
module "network" { source = "./network" }

locals { pod_subnets = [module.network.subnet_id] } # error: Fargate profile in a public subnet

resource "aws_eks_fargate_profile" "apps" {
  for_each     = toset(["apps", "jobs"])
  cluster_name = "demo"
  subnet_ids   = local.pod_subnets
}

# file: network/main.tf
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.this.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_main_route_table_association" "this" {
  vpc_id         = aws_vpc.this.id
  route_table_id = aws_route_table.this.id
}

output "subnet_id" { value = aws_subnet.this.id }
""",
    """
# with: vpc-module-nat cluster profile
resource "aws_eks_cluster" "this" {
  vpc_config { subnet_ids = module.vpc.public_subnets }
}

resource "aws_eks_fargate_profile" "apps" { subnet_ids = null } # error: without subnets, and all of the cluster's are public
""",
]

RULE = Rule(
    id="FGL120",
    name="subnet-public-for-fargate",
    severities={Severity.ERROR: "a default route to an internet gateway"},
    summary="a profile subnet has a direct route to an internet gateway",
)
