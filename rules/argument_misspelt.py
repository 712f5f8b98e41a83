"""An argument, a nested block or a service is misspelt.

Why: ``terraform plan`` fails with "Unsupported argument", or apply does with "The Vpc Endpoint Service … does not exist". All
    other rules read what is meant, so that one wrong letter is not told as a missing endpoint or a default that was never meant.
Fix: Write the word that is meant.
Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs (its schema), checked 2026-11-28
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    if not estate.may_use_fargate:
        return
    for wrong in estate.mistakes.misspelt_words:
        message = f'{wrong.said}: plan fails; did you mean "{wrong.meant}"?'
        yield Finding(message, wrong.address, wrong.span, subject=wrong.word, fix=wrong.fix)


VALID = [
    """
# with: vpc sts-endpoint
""",
    """
# What only AWS fills in may be written as null, as the eks module does.
resource "aws_eks_cluster" "v6" {
  name     = "v6"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
  kubernetes_network_config { service_ipv6_cidr = null }
}
""",
    """
# Older releases of the provider had arguments that are near to others: nobody judges them.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 3.0"
    }
  }
}

resource "aws_vpc" "this" {
  cidr_block          = "10.0.0.0/16"
  enable_dns_hostname = true
}
""",
]

INVALID = [
    """
resource "aws_vpc" "this" {
  cidr_block          = "10.0.0.0/16"
  enable_dns_hostname = true # error: aws_vpc has no argument "enable_dns_hostname": plan fails; did you mean "enable_dns_hostnames"?
}
""",
    """
# with: cluster
resource "aws_eks_cluster" "this" {
  vpc_config {
    subnet_ids             = ["subnet-1", "subnet-2"]
    endpoint_public_acess  = false # error: aws_eks_cluster has no argument "endpoint_public_acess" in vpc_config: plan fails; did you mean "endpoint_public_access"?
  }
}
""",
    """
# with: vpc
resource "aws_vpc_endpoint" "registry" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-west-1.ecr.drk" # error: there is no service ecr.drk: plan fails; did you mean "ecr.dkr"?
  vpc_endpoint_type = "Interface"
}
""",
]

RULE = Rule(
    id="FGL524",
    name="argument-misspelt",
    severities={Severity.ERROR: "plan or apply fails"},
    summary="an argument, a nested block or a service one or two letters away from one that exists",
    reports=("misspelt",),
)
