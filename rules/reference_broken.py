"""A reference to something that does not exist, or a file that is read and is not there.

Why: ``terraform plan`` stops at it ("Reference to undeclared resource", "Invalid function argument: no file exists"), and what
    depends on the value is unknown to all other rules.
Fix: Correct the name, or declare what it means; commit the file.
Source: https://developer.hashicorp.com/terraform/language/expressions/references, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    if not estate.may_use_fargate:
        return
    for broken in estate.mistakes.broken_references:
        if broken.sure.unknown:
            yield broken.sure.undecided("", broken.span)
        elif broken.file is not None:
            message = f"{broken.file.function}() reads {broken.file.path}, which is not in the repository: plan fails"
            yield Finding(message, "", broken.span)
        else:
            yield Finding(broken.message, "", broken.span)


VALID = [
    """
variable "name" { default = "demo" }

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = var.name }
}
""",
    """
# with: vpc-module-nat
# What a registry module that cannot be seen puts out is not known here, so nothing is said of it.
module "other" { source = "example/other/aws" }

output "all" { value = [module.other.anything, module.vpc.some_output_that_no_stub_has] }
""",
    """
# file: names.json
["a", "b"]

# file: main.tf
locals {
  names = jsondecode(file("${path.module}/names.json"))
  key   = file("~/.ssh/id_rsa.pub")
}
""",
    """
# file: main.tf
# Keys are left out on purpose.
locals { key = file("${path.module}/keys/admin.pub") } # undecided: .gitignore leaves it out

# file: .gitignore
*.pub
""",
    """
locals { key = file("${path.module}/certificates/web.pem") } # undecided: keys are often kept elsewhere
""",
    """
# No Fargate here: whether this plans is nobody's question.
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.24.0"

  cluster_name    = "demo"
  cluster_version = var.kubernetes
  vpc_id          = "vpc-1"
  subnet_ids      = ["subnet-1", "subnet-2"]
}
""",
]

INVALID = [
    """
variable "name" { default = "demo" }

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = var.nmae } # error: An input variable with the name "nmae" has not been declared
}
""",
    """
resource "aws_subnet" "a" {
  vpc_id = aws_vpc.main.id # error: A managed resource "aws_vpc" "main" has not been declared
}
""",
    """
module "network" { source = "./network" }

resource "aws_subnet" "a" {
  for_each = toset(["a"])
  vpc_id   = module.network.vpc # error: module.network has no output named "vpc"
}

# file: network/main.tf
output "vpc_id" { value = "vpc-1" }
""",
    """
locals {
  policy = templatefile("${path.module}/policy.json.tftpl", {}) # error: templatefile() reads ./policy.json.tftpl, which is not in the repository
  code   = filebase64sha256("build/lambda.zip") # undecided: it may be built before Terraform runs
}
""",
]

RULE = Rule(
    id="FGL903",
    name="reference-broken",
    severities={Severity.ERROR: "plan stops"},
    summary="a reference to something that does not exist, or a file that is read and is not there",
    reports=("reference",),
    about_sources=True,
)
