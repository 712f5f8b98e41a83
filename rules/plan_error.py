"""Something that surely stops ``terraform plan``.

Why: ``terraform plan`` stops here, so nothing is applied; and what depends on the value is unknown to all other rules. Only what
    fails whatever the plan knows more is reported: values of the wrong type, functions that do not exist, failed validations,
    invalid indexes, required arguments that a module call lacks, folders of local modules that are not there, what may stand
    only once. Values in a module that is made to be called (variables, and neither a provider nor a backend) are its callers'.
Fix: Correct the place shown (``terraform plan`` shows the same error).
Source: https://developer.hashicorp.com/terraform/language, checked 2026-11-28
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Rule, Severity, Verdict

REPORTS = ("evaluation", "validation", "function", "declaration", "cycle")


def check(estate: Estate) -> Iterator[Verdict]:
    if not estate.may_use_fargate:
        return
    for error in estate.mistakes.plan_errors:
        if error.sure.unknown:
            yield error.sure.undecided("", error.span)
        else:
            yield Finding(f"{error.message}: plan fails", "", error.span)


VALID = [
    """
# A condition that only AWS decides, try() and can(): nothing surely fails.
data "aws_availability_zones" "here" {}

locals {
  zones = ["a", "b"]
  third = length(data.aws_availability_zones.here.names) > 2 ? local.zones[2] : "none"
  other = try(local.zones[2], "none")
}
""",
    """
# A function of a newer Terraform may exist.
locals { sum = provider::local::direxists("x") }
""",
    """
module "vpc" {
  source  = "./vpc"
  version = null
}

# file: vpc/main.tf
variable "name" { default = "demo" }

# A check only warns.
check "name" {
  assert {
    condition     = var.name == "other"
    error_message = "another name was expected"
  }
}
""",
    """
# file: main.tf
module "generated" { source = "./generated" } # undecided: .gitignore leaves it out

# file: .gitignore
/generated/
""",
]

INVALID = [
    """
locals {
  zones = ["a", "b"]
  third = local.zones[2] # error: the collection has 2 elements, index 2 is out of range: plan fails
  block = cidr_subnet("10.0.0.0/16", 4, 1) # error: There is no function named "cidr_subnet". Did you mean "cidrsubnet"?: plan fails
  count = length(5) # error: plan fails
}
""",
    """
variable "subnets" { type = map(object({ zone = string })) }

# file: terraform.tfvars
subnets = { a = { zon = "eu-west-1a" } } # error: The given value is not suitable for var.subnets: element "a": attribute "zone" is required: plan fails
""",
    """
variable "name" {
  default = "demo" # error: Invalid value for var.name: the name begins with prod: plan fails

  validation {
    condition     = startswith(var.name, "prod")
    error_message = "the name begins with prod"
  }
}
""",
    """
# Twice is once too often.
provider "aws" { region = "eu-west-1" }

provider "aws" { region = "eu-central-1" } # error: Duplicate provider configuration

resource "aws_eip" "nat" {
  count    = 1
  for_each = toset(["a"]) # error: Invalid combination of "count" and "for_each"
}
""",
    """
module "network" { # error: Missing required argument: the argument "cidr" is required, and module "network" does not pass it: plan fails
  source = "./network"
  cdir   = "10.0.0.0/16" # error: Unsupported argument: module "network" has no variable "cdir". Did you mean "cidr"?: plan fails
}

# file: network/main.tf
variable "cidr" { type = string }
variable "name" { default = "demo" }
""",
    """
module "gone" { source = "./modules/gone" } # error: Unreadable module directory: ./modules/gone is not there: plan fails
""",
]

RULE = Rule(
    id="FGL904",
    name="plan-error",
    severities={Severity.ERROR: "plan stops"},
    summary="what surely stops terraform plan in the user's own code",
    reports=REPORTS,
    about_sources=True,
)
