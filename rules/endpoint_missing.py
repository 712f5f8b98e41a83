"""An endpoint that Fargate pods need does not exist in the cluster's VPC.

Why: In subnets without a way out, pods reach AWS through VPC endpoints only. To start at all they pull images (ecr.api,
    ecr.dkr, and s3 for the layers) and fetch credentials (sts): one of them missing is ImagePullBackOff or WebIdentityErr
    after minutes of silence. With a NAT gateway nothing breaks; a private-only cluster whose set of endpoints is incomplete
    then sends that traffic over the internet, which probably nobody meant.
Fix: Add the endpoint: s3 as a gateway endpoint on the route tables of the Fargate subnets, the others as interface endpoints
    with private DNS. ``[facts] endpoints = "off"`` silences this rule, "required" makes every missing one an error.
Source: EKS User Guide, clusters/private-clusters; eksctl userdocs, eks-private-cluster; re:Post
    ecs-fargate-tasks-pending-state, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Lack, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for vpc in estate.cluster_vpcs():
        for lack in estate.endpoints.needs.in_vpc(vpc):
            if lack.present.yes:
                yield Pass(vpc.address, lack.suffix)
            elif lack.harmless:
                continue
            elif lack.doubt is not None:
                yield lack.doubt.undecided(vpc.address, vpc.place, lack.suffix)
            else:
                message = f"no {lack.suffix} endpoint in the cluster's VPC"
                message += f": {lack.service.why}" if lack.service.why else ""
                if not lack.no_egress:
                    message += "; nothing breaks, but this traffic leaves the VPC"
                elif lack.service.symptom:
                    message += f"; {lack.service.symptom}"
                related = tuple(Note(f"{subnet} has no default route", span) for subnet, span in lack.evidence if span)
                yield Finding(
                    message, vpc.address, lack.place, related, lack.suffix, severity=max(map(_severity, lack.lacks))
                )


def _severity(lack: Lack) -> Severity:
    service = lack.need.service
    if lack.harm == "required":
        return Severity.ERROR
    if lack.harm == "no way out":
        return (service.private_only if lack.need.because == "private-only" else service.no_egress) or Severity.ERROR
    grave = service.need == "private-only" or service.no_egress is Severity.ERROR
    return Severity.WARNING if lack.harm == "incomplete set" and grave else Severity.INFO


VALID = [
    """
# with: vpc s3-endpoint interface-endpoints
variable "services" {
  default = ["ecr.api", "ecr.dkr", "sts", "ec2", "ssm"]
}

resource "aws_vpc_endpoint" "interface" { for_each = toset(var.services) }

# Karpenter without an interruption queue needs no SQS, and with the cluster's endpoint no EKS.
resource "helm_release" "karpenter" {
  name       = "karpenter"
  namespace  = "karpenter"
  repository = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/karpenter"
  chart      = "karpenter"
  version    = "1.6.0"
  values     = [yamlencode({ settings = { clusterName = "demo", clusterEndpoint = "https://demo.eks.example" } })]
}
""",
    """
# with: vpc-module-nat
# With a NAT gateway and a public API nothing needs an endpoint.
""",
    """
# with: vpc-module endpoints-module
module "endpoints" {
  endpoints = merge(
    { s3 = { service = "s3", service_type = "Gateway", route_table_ids = module.vpc.private_route_table_ids } },
    { for name in ["ecr.api", "ecr.dkr", "sts"] : replace(name, ".", "_") => { service = name, private_dns_enabled = true } },
  )
}
""",
    """
# with: vpc s3-endpoint interface-endpoints
data "aws_region" "here" {}

resource "aws_vpc_endpoint" "interface" { service_name = "com.amazonaws.${data.aws_region.here.name}.${each.key}" }

resource "aws_vpc_endpoint" "s3" { service_name = "com.amazonaws.${data.aws_region.here.name}.s3" }
""",
    """
# with: vpc
# What an opaque module that gets the VPC makes of it cannot be seen.

resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}

resource "aws_route_table" "a" { vpc_id = aws_vpc.this.id }

module "endpoints" { # undecided: cannot be seen # undecided: cannot be seen # undecided: cannot be seen # undecided: cannot be seen
  source = "git::https://example.com/endpoints.git"
  vpc_id = aws_vpc.this.id
}
""",
]

INVALID = [
    """
# with: vpc s3-endpoint interface-endpoints
variable "services" {
  default = ["ecr.api", "ecr.dkr", "sts", "ssm"] # error: no ec2 endpoint # error: no eks endpoint # error: no sqs endpoint
}

resource "aws_vpc_endpoint" "interface" { for_each = toset(var.services) }

# Karpenter calls EC2 at its start, EKS for the cluster's endpoint, SQS for its queue.
resource "helm_release" "karpenter" {
  name       = "karpenter"
  namespace  = "karpenter"
  repository = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/karpenter"
  chart      = "karpenter"
  version    = "1.6.0"
  values     = [yamlencode({ settings = { clusterName = "demo", interruptionQueue = "demo" } })]
}
""",
    """
# with: vpc s3-endpoint
resource "aws_vpc" "this" {} # error: no sts endpoint

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
""",
    """
# with: vpc-module
module "vpc" {} # error: no s3 endpoint # error: no sts endpoint # error: no ecr.api endpoint # error: no ecr.dkr endpoint
""",
    """
# with: vpc s3-endpoint interface-endpoints
variable "services" { default = ["ecr.api", "ecr.dkr"] } # error: no sts endpoint

resource "aws_vpc_endpoint" "interface" { for_each = toset(var.services) }
""",
    """
# with: vpc-module-nat endpoints-module eks-module-in-vpc
# Private-only with a NAT gateway: the set is meant, and incomplete.

module "endpoints" {
  endpoints = { # warning: no sts endpoint
    s3      = { service = "s3", service_type = "Gateway", route_table_ids = module.vpc.private_route_table_ids }
    ecr_api = { service = "ecr.api", private_dns_enabled = true }
    ecr_dkr = { service = "ecr.dkr", private_dns_enabled = true }
    ec2     = { service = "ec2", private_dns_enabled = true }
  }
}
""",
    """
# with: vpc-module-nat cluster profile-in-vpc
# Private-only with a NAT gateway and no endpoint at all: nothing breaks.
module "vpc" {} # info: no s3 endpoint # info: no sts endpoint # info: no ecr.api endpoint # info: no ecr.dkr endpoint # info: no ec2 endpoint

resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}
""",
]

RULE = Rule(
    id="FGL201",
    name="endpoint-missing",
    severities={
        Severity.ERROR: "pods have no way out and need it, or the configuration requires it",
        Severity.WARNING: "only some callers need it, or the set of endpoints is incomplete",
        Severity.INFO: "nothing breaks, but the traffic leaves the VPC",
    },
    summary="a needed endpoint does not exist in the cluster's VPC",
    per_instance=True,
    tables=("endpoints",),
)
