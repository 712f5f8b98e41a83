"""An endpoint's service name is of another region than the endpoint.

Why: An endpoint is made in its provider's region, and the service name has to be of the same one: apply fails with "The Vpc
    Endpoint Service 'com.amazonaws.….sts' does not exist". It is the usual leftover of a copied configuration.
Fix: Build the name from ``data.aws_region`` (or ``data.aws_vpc_endpoint_service``) instead of writing the region.
Source: AWS provider, aws_vpc_endpoint; EC2 API, CreateVpcEndpoint, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import EndpointQuestion, Estate, Finding, Pass, Rule, Severity, Undecided, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for misspelt in estate.mistakes.misspelt_regions:
        message = f"{misspelt.name} is no region of AWS: did you mean {misspelt.meant}?"
        yield Finding(message, misspelt.address, misspelt.place, subject=misspelt.name)
    of_wrong_type = {use.address for use in estate.endpoints.uses if use.earlier_fault(EndpointQuestion.REGION)}
    for endpoint in estate.endpoints:
        named = endpoint.service_region
        region = endpoint.region
        if named is None or endpoint.is_cross_region or endpoint.address in of_wrong_type:
            continue
        if region is None:
            reason = "no provider says which region this is in: pass --region NAME"
            yield Undecided(endpoint.address, reason, endpoint.service_name.place, code="region")
        elif named == region:
            yield Pass(endpoint.address)
        else:
            yield endpoint.service_name.finding(
                f"the service name is of {named}, but the endpoint is made in {region}: apply fails"
            )


VALID = [
    """
# with: vpc interface-endpoints
# A partition of its own, with its own beginning of the names of some services.
provider "aws" { region = "eusc-de-east-1" }

resource "aws_vpc_endpoint" "interface" {
  for_each     = { "ecr.api" = "eu.amazonaws", sts = "com.amazonaws" }
  service_name = "${each.value}.eusc-de-east-1.${each.key}"
}
""",
    """
# with: vpc sts-endpoint
# A region that may have opened since.
provider "aws" { region = "eu-west-4" }

resource "aws_vpc_endpoint" "sts" { service_name = "com.amazonaws.eu-west-4.sts" }
""",
    """
# with: vpc sts-endpoint
provider "aws" { region = "eu-west-1" }

resource "aws_vpc_endpoint" "sts" {
  service_name      = "com.amazonaws.eu-west-1.sts"
  vpc_endpoint_type = "Interface"
}
""",
    """
# with: vpc interface-endpoints
provider "aws" { region = "eu-west-1" }

data "aws_region" "here" {}

resource "aws_vpc_endpoint" "interface" {
  for_each     = toset(["sts", "ecr.api"])
  service_name = "com.amazonaws.${data.aws_region.here.name}.${each.key}"
}
""",
    """
# with: vpc sts-endpoint
# A provider of its own.
provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "tokyo"
  region = "ap-northeast-1"
}

resource "aws_vpc_endpoint" "sts" {
  provider     = aws.tokyo
  service_name = "com.amazonaws.ap-northeast-1.sts"
}
""",
    """
# with: vpc sts-endpoint
variable "region" { type = string }

provider "aws" { region = var.region }

resource "aws_vpc_endpoint" "sts" {
  service_name = "com.amazonaws.eu-west-1.sts" # undecided: no provider says which region
}
""",
]

INVALID = [
    """
# with: vpc interface-endpoints
# The region itself is misspelt: said once, where it is written.
provider "aws" { region = "ap-northeast-22" } # error: ap-northeast-22 is no region of AWS: did you mean ap-northeast-2?

data "aws_region" "here" {}

resource "aws_vpc_endpoint" "interface" {
  for_each     = toset(["sts", "ecr.api"])
  service_name = "com.amazonaws.${data.aws_region.here.name}.${each.key}"
}
""",
    """
# with: vpc sts-endpoint
provider "aws" { region = "eu-west-1" }

resource "aws_vpc_endpoint" "sts" {
  service_name = "com.amazonaws.us-east-1.sts" # error: of us-east-1, but the endpoint is made in eu-west-1
}
""",
    """
# with: vpc interface-endpoints
variable "region" { default = "eu-central-1" }

provider "aws" { region = var.region }

locals { prefix = "com.amazonaws.eu-west-1" }

resource "aws_vpc_endpoint" "interface" {
  for_each     = toset(["sts", "ecr.api"])
  service_name = "${local.prefix}.${each.key}" # error: of eu-west-1, but the endpoint is made in eu-central-1
}
""",
    """
# with: vpc-module endpoints-module
provider "aws" { region = "eu-west-1" }

module "endpoints" {
  version = "5.8.1"

  endpoints = {
    sts = {
      service_endpoint = "com.amazonaws.eu-west-2.sts" # error: of eu-west-2, but the endpoint is made in eu-west-1
    }
  }
}
""",
]

RULE = Rule(
    id="FGL206",
    name="endpoint-region",
    severities={Severity.ERROR: "another region than the provider's"},
    summary="the service name's region is not the provider's",
    tables=("regions.partition", "regions.region"),
)
