"""A module's source cannot be seen, so what depends on it is undecided.

Why: The linter opens no network connection and runs no ``terraform init``. It reads local modules, installed ones
    (``.terraform/modules``), and knows some registry modules by heart. What any other module creates is unknown: rules that
    would need it say "undecided" instead of guessing.
Fix: Run ``terraform init`` (or ``terraform get``) before linting, or name a local copy in the configuration:
    ``[modules] "git::https://example.com/network.git" = "./modules/network"``.
Source: https://developer.hashicorp.com/terraform/language/modules/sources, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    hidden = estate.hidden_cluster
    if hidden.unknown:
        yield hidden.undecided("")
    for call in estate.root.opaque:
        if call.in_user_code and not (call.is_missing and estate.may_use_fargate):
            message = f"{call.address} cannot be seen ({call.detail}): what depends on it is undecided"
            yield Finding(message, call.address, call.source_span or call.span)


VALID = [
    """
module "network" { source = "./network" }

# file: network/main.tf
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
""",
]

INVALID = [
    """
module "platform" { # undecided: a cluster on Fargate may be in module.platform, which cannot be seen
  source = "git::https://example.com/eks-platform.git" # info: module.platform cannot be seen
}

# No aws_eks_cluster and no aws_eks_fargate_profile is in sight.
""",
    """
module "network" { source = "git::https://example.com/network.git" } # info: module.network cannot be seen
""",
]

RULE = Rule(
    id="FGL902",
    name="module-opaque",
    severities={Severity.INFO: "something depends on it"},
    summary="a module whose source cannot be seen: what depends on it is undecided",
    about_sources=True,
)
