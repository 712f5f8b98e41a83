"""An interface endpoint whose security groups shut the pods out.

Why: With private DNS on, every pod of the VPC that calls the service lands on this endpoint, so a closed endpoint breaks the
    service even where a NAT gateway would do: image pulls or credentials time out. Fargate pods carry the cluster's primary
    security group (not the one given in ``security_group_ids`` of the cluster). Where no group is given the VPC's default
    group holds, which admits its own members only. A network ACL on the endpoint's subnets can shut the pods out as well.
Fix: Admit TCP 443 from the VPC's CIDR, or from the cluster's primary security group
    (``vpc_config[0].cluster_security_group_id``).
Source: ECR User Guide, vpc-endpoints; EKS User Guide, networking/sec-group-reqs; AWS provider, aws_vpc_endpoint,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import EndpointQuestion, EndpointUse, Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    shut: dict[tuple[str, ...], list[EndpointUse]] = {}
    for use in estate.endpoints.uses:
        if (
            not use.endpoint.is_interface.yes
            or not use.resolves.yes
            or use.earlier_fault(EndpointQuestion.SECURITY_GROUP)
        ):
            continue
        endpoint, answer = use.endpoint, use.security_groups_allow
        if answer.yes and use.network_acls_allow.no:
            acl, source = use.network_acls_allow.evidence
            message = f"a network ACL shuts TCP 443 of the {use.service.suffix} endpoint, so calls time out: {acl} does not let {source} in"
            yield Finding(message, use.address, use.network_acls_allow.span or endpoint.span)
        elif answer.yes:
            yield Pass(use.address)
        elif answer.unknown:
            yield answer.undecided(use.address, endpoint.security_groups_place)
        elif endpoint.uses_default_group.yes:
            message = f"the {use.service.suffix} endpoint has no security group, so the VPC's default one holds: "
            message += "it admits its own members only, and Fargate pods are none"
            yield Finding(message, use.address, endpoint.security_groups_place, severity=Severity.WARNING)
        else:
            shut.setdefault(tuple(group.address for group in endpoint.security_groups[0]), []).append(use)
    for uses in shut.values():  # one closed group is one cause, however many endpoints have it
        first = uses[0]
        services = ", ".join(dict.fromkeys(use.service.suffix for use in uses))
        groups = first.endpoint.security_groups[0]
        what = "security group of" if len(groups) == 1 else "security groups of"
        what += f" the {services} endpoint" if ", " not in services else f" the endpoints ({services})"
        admit = "does not admit" if len(groups) == 1 else "do not admit"
        message = f"the {what} {admit} TCP 443 from the Fargate pods: their calls time out"
        related = tuple(Note(f"security group {group.address}", group.span) for group in groups if group.span)
        addresses = tuple(use.address for use in uses)
        yield Finding(message, first.address, first.place_to_allow, related, addresses=addresses)


VALID = [
    """
# with: vpc sts-endpoint
resource "aws_vpc" "this" {}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.this.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.this.cidr_block]
  }
}

resource "aws_vpc_endpoint" "sts" { security_group_ids = [aws_security_group.endpoints.id] }
""",
    """
# with: vpc cluster
resource "aws_eks_cluster" "this" {
  vpc_config { subnet_ids = [aws_subnet.a.id] }
}

resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_security_group" "endpoints" { vpc_id = aws_vpc.this.id }

resource "aws_vpc_security_group_ingress_rule" "pods" {
  security_group_id            = aws_security_group.endpoints.id
  referenced_security_group_id = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  ip_protocol                  = "-1"
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["sts", "ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  security_group_ids  = [aws_security_group.endpoints.id]
}
""",
    """
# with: vpc-module endpoints-module
variable "cidr" { type = string }

module "vpc" {
  cidr            = var.cidr
  private_subnets = cidrsubnets(var.cidr, 8, 8)
}

module "endpoints" {
  create_security_group = true
  security_group_rules = {
    https = { cidr_blocks = [module.vpc.vpc_cidr_block] }
  }
}
""",
    """
# with: vpc sts-endpoint
data "aws_security_group" "shared" { name = "endpoints" }

resource "aws_vpc_endpoint" "sts" {
  security_group_ids = [data.aws_security_group.shared.id] # undecided: the rules of data.aws_security_group.shared are not declared here
}
""",
]

INVALID = [
    """
# with: vpc sts-endpoint
resource "aws_vpc_endpoint" "sts" { # warning: has no security group
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
""",
    """
# with: vpc
resource "aws_security_group" "endpoints" { vpc_id = aws_vpc.this.id }

resource "aws_security_group_rule" "http" {
  type              = "ingress"
  security_group_id = aws_security_group.endpoints.id
  protocol          = "tcp"
  from_port         = 80 # error: does not admit TCP 443 from the Fargate pods
  to_port           = 80
  cidr_blocks       = ["10.0.0.0/16"]
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["sts", "ecr.api"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  security_group_ids  = [aws_security_group.endpoints.id]
}
""",
    """
# with: vpc-module endpoints-module
# The security group given to the cluster is on the control plane only, not on the pods.

resource "aws_security_group" "cluster" { vpc_id = module.vpc.vpc_id }

resource "aws_security_group" "endpoints" {
  vpc_id = module.vpc.vpc_id
  ingress {
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    security_groups = [aws_security_group.cluster.id] # error: does not admit TCP 443 from the Fargate pods
  }
}

module "endpoints" {
  security_group_ids = [aws_security_group.endpoints.id]
  endpoints = {
    sts = { service = "sts", private_dns_enabled = true }
  }
}
""",
    """
# with: vpc sts-endpoint
resource "aws_subnet" "private" {
  for_each   = { pods = "10.0.0.0/24", endpoints = "10.0.1.0/24" }
  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
}

resource "aws_network_acl" "endpoints" { # error: a network ACL shuts TCP 443 of the sts endpoint
  vpc_id     = aws_vpc.this.id
  subnet_ids = [aws_subnet.private["endpoints"].id]
  ingress {
    rule_no    = 90
    action     = "deny"
    protocol   = "tcp"
    from_port  = 0
    to_port    = 1023
    cidr_block = "10.0.0.0/24"
  }
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.this.id
  ingress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = [aws_vpc.this.cidr_block]
  }
}

resource "aws_vpc_endpoint" "sts" {
  subnet_ids         = [aws_subnet.private["endpoints"].id]
  security_group_ids = [aws_security_group.endpoints.id]
}
""",
]

RULE = Rule(
    id="FGL205",
    name="endpoint-security-group",
    severities={
        Severity.ERROR: "its groups or a network ACL shut the pods out",
        Severity.WARNING: "no group is given, so the VPC's default one holds",
    },
    summary="an interface endpoint's security groups do not admit TCP 443 from the Fargate pods",
    tables=("endpoints",),
)
