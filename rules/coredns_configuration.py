"""The configuration of the coredns add-on is one that EKS rejects.

Why: EKS checks ``configuration_values`` against the add-on's schema, which allows no other keys. A misspelt key or a text
    that is neither JSON nor YAML ends the apply with "ConfigurationValue provided in request is not supported"; a
    misspelt value of computeType leaves CoreDNS where it is, Pending on a cluster that has Fargate only.
Fix: Write ``configuration_values = jsonencode({ computeType = "Fargate" })``; the keys are case-sensitive.
    ``aws eks describe-addon-configuration --addon-name coredns --addon-version …`` prints the schema.
Source: add-on schemas v1.8.7-eksbuild.2 to v1.11.1-eksbuild.8 of coredns; EKS User Guide, managing-add-ons, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import ConfigurationFault, Estate, Finding, Pass, Rule, Severity, Verdict

UNREADABLE = {
    "json": "is not a JSON object",
    "yaml": "is neither a JSON object nor a YAML mapping",
    "neither": "is neither JSON nor YAML",
}


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        dns = cluster.coredns
        if dns.addon is None or not dns.configuration.written or dns.configuration.ignored:
            continue
        for it in dns.faults:
            place, fix = dns.place_of(it.word), dns.fix_of(it.word)
            yield Finding(_message(it), dns.addon.address, place, subject=it.word or None, fix=fix)
        if dns.faults:
            continue
        if dns.configuration.incomplete.unknown:
            yield dns.configuration.incomplete.undecided(dns.addon.address)
        else:
            yield Pass(dns.addon.address)


def _message(it: ConfigurationFault) -> str:
    if it.unreadable is not None:
        detail = f" ({it.unreadable.detail})" if it.unreadable.detail else ""
        why = f"{UNREADABLE[it.unreadable.kind]}{detail}"
        return f"the configuration of the coredns add-on {why}: creating the add-on fails"
    if it.kind == "key":
        hint = f'; did you mean "{it.near}"?' if it.near else ""
        return f'the coredns add-on has no setting "{it.word}", so EKS rejects its configuration{hint}'
    return f'computeType is "{it.word}", which EKS does not know; it must be "Fargate"'


VALID = [
    """
# with: cluster coredns
resource "aws_eks_addon" "coredns" {
  configuration_values = "{computeType: Fargate,}" # YAML, though it looks like JSON
}
""",
    """
# with: cluster coredns
resource "aws_eks_addon" "coredns" { configuration_values = jsonencode({ computeType = "Fargate" }) }
""",
    """
# with: eks-module
variable "size" { type = string }

module "eks" {
  cluster_addons = {
    coredns = {
      configuration_values = jsonencode({
        computeType = "fargate"
        resources   = { limits = { cpu = var.size, memory = "256M" }, requests = { cpu = "0.25", memory = "256M" } }
      })
    }
  }
}
""",
    """
# with: eks-module-21
module "eks" {
  addons = {
    coredns = {
      configuration_values = <<-YAML
        computeType: Fargate
        tolerations:
          - operator: Exists
      YAML
    }
  }
}
""",
]

INVALID = [
    """
# with: cluster coredns
resource "aws_eks_addon" "coredns" {
  configuration_values = "{computeType: Fargate" # error: is neither JSON nor YAML
}
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = {
    coredns = {
      configuration_values = jsonencode({
        replicaCount = 2
        computetype  = "Fargate" # error: did you mean "computeType"?
      })
    }
  }
}
""",
    """
# with: cluster
variable "addons" {
  type    = map(string)
  default = {
    coredns = <<-YAML
      replicaCount: 2
      computeType: Fargat # error: computeType is "Fargat"
    YAML
  }
}

resource "aws_eks_addon" "this" {
  for_each             = var.addons
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = each.key
  configuration_values = each.value
}
""",
    """
# file: terraform.tfvars
dns = "{\\"compute_type\\": \\"Fargate\\"}" # error: did you mean "computeType"?

# file: main.tf
variable "dns" { type = string }

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}

resource "aws_eks_addon" "coredns" {
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = "coredns"
  configuration_values = var.dns
}
""",
    """
# with: cluster coredns
variable "extra" { type = map(string) }

resource "aws_eks_addon" "coredns" {
  configuration_values = jsonencode(merge({ computeType = "Fargate" }, var.extra)) # undecided: var.extra has no value
}
""",
]

RULE = Rule(
    id="FGL403",
    name="coredns-configuration",
    severities={Severity.ERROR: "EKS rejects the configuration"},
    summary="the coredns add-on's configuration is not JSON or YAML, has an unknown key or a misspelt computeType",
    tables=("coredns.key", "coredns.compute_type"),
)
