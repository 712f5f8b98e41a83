"""An argument that this version of a registry module does not have.

Why: ``terraform plan`` fails with "Unsupported argument". The eks module renamed most inputs in v18 and again in v21, the vpc
    module dropped its endpoint inputs in v3. Worse are keys inside typed arguments: what the type does not name is dropped
    without a word, and the profile or add-on is made without it.
Fix: Use the new name, or pin the version that the arguments are written for.
Source: the modules' variables of every release; terraform-aws-eks docs/UPGRADE-18.0.md to UPGRADE-21.0.md, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Undecided, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for call in estate.registry_calls:
        if call.version is None:
            reason = f"which version of {call.name} this is cannot be told from {call.constraint or 'its source'}: pin a release"
            yield Undecided(call.address, reason, call.pin_place)
            continue
        clean = True
        for argument, span in call.unsupported():
            clean = False
            message = f"{call.name} {call.version} has no argument {argument.argument}, so plan fails"
            if argument.new_name:
                message += f": it is {argument.new_name} there"
            elif argument.until:
                message += f" (dropped after {argument.until})" + (f": {argument.advice}" if argument.advice else "")
            elif argument.since:
                message += f" (it came with {argument.since})"
            yield Finding(message, call.address, span, subject=argument.argument)
        for dropped in call.dropped_keys():
            clean = False
            where = f"{dropped.argument}.{dropped.entry}" if dropped.entry else dropped.argument
            message = (
                f"{call.name} {call.version} drops {where}.{dropped.key} without a word: its type does not name it"
            )
            yield Finding(
                message, call.address, dropped.span, subject=f"{where}.{dropped.key}", severity=Severity.WARNING
            )
        if clean:
            yield Pass(call.address)


VALID = [
    """
# with: vpc-module eks-module-in-vpc
""",
    """
# with: vpc-module eks-module-21
module "eks" { kubernetes_version = "1.34" }
""",
    """
# Arguments of a module that we know nothing of are taken as they are.
module "network" {
  source    = "example/network/aws"
  version   = "1.0.0"
  something = true
}
""",
    """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "99.0.0" # undecided: which version of terraform-aws-modules/vpc/aws this is cannot be told from 99.0.0
}
""",
]

INVALID = [
    """
# with: vpc-module eks-module-21
module "eks" {
  version         = "21.3.1"
  cluster_version = "1.34" # error: it is kubernetes_version there
}
""",
    """
# with: vpc-module-nat eks-module-in-vpc
module "eks" {
  version = "18.31.0"
  subnets = module.vpc.private_subnets # error: terraform-aws-modules/eks/aws 18.31.0 has no argument subnets, so plan fails: it is subnet_ids there
}
""",
    """
# with: vpc-module
module "vpc" {
  version             = "3.19.0"
  enable_sts_endpoint = true # error: has no argument enable_sts_endpoint
}
""",
    """
# with: vpc-module eks-module-21
module "eks" {
  version = "21.3.1"
  fargate_profiles = {
    apps = {
      selectors = [{ namespace = "apps" }]
      subnets   = module.vpc.private_subnets # warning: drops fargate_profiles.apps.subnets without a word
    }
  }
}
""",
]

RULE = Rule(
    id="FGL521",
    name="module-argument",
    severities={
        Severity.ERROR: "the release has no such argument",
        Severity.WARNING: "its type drops the key without a word",
    },
    summary="an argument that the resolved version of a registry module does not have, or a key that it drops",
    about_sources=True,
)
