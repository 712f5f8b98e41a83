"""A DHCP option set that takes Amazon's DNS away from the VPC.

Why: The names of the private API endpoint and of interface endpoints are answered by Amazon's own resolver only. With other
    ``domain_name_servers`` Fargate nodes resolve public addresses or nothing: they never register, or time out on ECR and
    STS, unless those servers forward the zones back.
Fix: Put ``AmazonProvidedDNS`` into ``domain_name_servers``, or forward the AWS zones to the VPC's resolver.
Source: EKS User Guide, clusters/cluster-endpoint (the DHCP options set must include AmazonProvidedDNS), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    amazon = estate.facts.network.resolver.names
    for vpc in estate.cluster_vpcs():
        for servers in vpc.dhcp_options:
            texts, doubt = servers.texts
            if servers.is_absent or any(text in amazon or text in vpc.resolver_addresses for text in texts):
                yield Pass(servers.address)
            elif doubt.unknown:
                yield doubt.undecided(servers.address, servers.place)
            else:
                yield servers.finding(
                    "the cluster's VPC gives out DNS servers without AmazonProvidedDNS: private endpoints do not resolve"
                )


VALID = [
    """
# with: vpc dhcp-options
resource "aws_vpc_dhcp_options" "this" {
  domain_name         = "corp.example"
  domain_name_servers = ["AmazonProvidedDNS"]
}
""",
    """
# These options belong to no VPC of a cluster.
resource "aws_vpc_dhcp_options" "other" { domain_name_servers = ["10.9.0.2"] }
""",
    """
# with: vpc-module
module "vpc" {
  cidr                             = "10.0.0.0/16"
  enable_dhcp_options              = true
  dhcp_options_domain_name_servers = ["10.0.0.2", "10.9.0.2"]
}
""",
    """
# with: vpc dhcp-options
variable "servers" { type = list(string) }

resource "aws_vpc_dhcp_options" "this" { domain_name_servers = var.servers } # undecided: var.servers has no value
""",
]

INVALID = [
    """
# with: vpc dhcp-options
resource "aws_vpc_dhcp_options" "this" {
  domain_name_servers = ["10.9.0.2", "10.9.0.3"] # warning: without AmazonProvidedDNS
}
""",
    """
# with: vpc-module
module "vpc" {
  enable_dhcp_options              = true
  dhcp_options_domain_name_servers = ["8.8.8.8"] # warning: without AmazonProvidedDNS
}
""",
    """
# with: vpc dhcp-options
variable "servers" { default = ["1.1.1.1"] } # warning: without AmazonProvidedDNS

resource "aws_vpc" "this" { for_each = toset(["main"]) }

resource "aws_vpc_dhcp_options" "this" {
  for_each            = aws_vpc.this
  domain_name_servers = var.servers
}

resource "aws_vpc_dhcp_options_association" "this" {
  for_each        = aws_vpc.this
  vpc_id          = each.value.id
  dhcp_options_id = aws_vpc_dhcp_options.this[each.key].id
}

resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this["main"].id
  cidr_block = "10.0.0.0/24"
}
""",
]

RULE = Rule(
    id="FGL103",
    name="vpc-dhcp-dns",
    severities={Severity.WARNING: "the set has no AmazonProvidedDNS"},
    summary="a DHCP option set of the cluster's VPC without AmazonProvidedDNS",
    tables=("network.resolver",),
)
