"""The s3 gateway endpoint is not on the route tables of the Fargate subnets.

Why: A gateway endpoint works by routes: only subnets whose route table has it reach S3 through it. ECR keeps image layers in
    S3, so without a way out pulls hang after the manifest; with a NAT gateway the layers go through it and are paid for.
Fix: Add the route tables of the Fargate subnets to ``route_table_ids`` (or an aws_vpc_endpoint_route_table_association).
Source: EKS User Guide, clusters/private-clusters; AWS provider, aws_vpc_endpoint, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import EndpointQuestion, Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for use in estate.endpoints.uses:
        if not use.endpoint.is_gateway.yes or use.earlier_fault(EndpointQuestion.ROUTE_TABLES):
            continue
        answer = use.is_on_route_tables
        if answer.yes or any(other.is_on_route_tables.yes for other in use.same_service_endpoints):
            yield Pass(use.address)
        elif answer.unknown:
            yield answer.undecided(use.address, use.endpoint.route_tables.span)
        else:
            lacking = [subnet for subnet, there in use.subnet_routes() if there.no]
            tables = sorted({subnet.table.address for subnet in lacking})
            message = f"the {use.service.suffix} gateway endpoint is not on the route table of {len(lacking)} Fargate "
            message += (
                f"subnet{'s' if len(lacking) > 1 else ''} ({', '.join(tables)}): image layers do not come through it"
            )
            related = tuple(Note(f"route table {s.table.address}", s.table.span) for s in lacking[:1] if s.table.span)
            severity = Severity.ERROR if use.has_egress.no else Severity.WARNING
            yield Finding(message, use.address, use.endpoint.route_tables.span, related, severity=severity)


VALID = [
    """
# with: vpc
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_route_table" "a" { vpc_id = aws_vpc.this.id }

resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.eu-central-1.s3"
  route_table_ids = [aws_route_table.a.id]
}
""",
    """
# with: vpc-module
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = module.vpc.vpc_id
  service_name = "com.amazonaws.eu-central-1.s3"
}

resource "aws_vpc_endpoint_route_table_association" "s3" {
  count           = 2
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  route_table_id  = module.vpc.private_route_table_ids[count.index]
}
""",
    """
# with: vpc
# Subnets without a table of their own use the VPC's main one.

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.eu-central-1.s3"
  route_table_ids = [aws_vpc.this.main_route_table_id]
}
""",
    """
# with: vpc
variable "tables" { type = list(string) }

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.eu-central-1.s3"
  route_table_ids = var.tables # undecided: var.tables has no value
}
""",
]

INVALID = [
    """
# with: vpc
resource "aws_vpc_endpoint" "s3" { # error: not on the route table of 2 Fargate subnets
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
}
""",
    """
# with: vpc-module endpoints-module
module "vpc" { public_subnets = ["10.0.2.0/24", "10.0.3.0/24"] }

module "endpoints" {
  endpoints = {
    s3 = {
      service         = "s3"
      service_type    = "Gateway"
      route_table_ids = module.vpc.public_route_table_ids # error: not on the route table of 2 Fargate subnets
    }
  }
}
""",
    """
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  for_each   = { a = "10.0.0.0/24", b = "10.0.1.0/24" }
  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
}

resource "aws_nat_gateway" "this" { subnet_id = "subnet-public" }

resource "aws_route_table" "private" {
  for_each = aws_subnet.private
  vpc_id   = aws_vpc.this.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this.id
  }
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.eu-central-1.s3"
  route_table_ids = [aws_route_table.private["a"].id] # warning: not on the route table of 1 Fargate subnet (aws_route_table.private["b"])
}
""",
]

RULE = Rule(
    id="FGL204",
    name="endpoint-route-tables",
    severities={
        Severity.ERROR: "the pods have no way out",
        Severity.WARNING: "they have one",
    },
    summary="the s3 gateway endpoint is not on the route tables of the Fargate subnets",
    tables=("endpoints.service",),
)
