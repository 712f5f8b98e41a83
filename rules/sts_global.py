"""A service account sends its pods to the global STS endpoint, which a VPC without a way out does not reach.

Why: With ``eks.amazonaws.com/sts-regional-endpoints: "false"`` the SDK calls sts.amazonaws.com in us-east-1. The VPC endpoint for
    STS answers for the regional name only: every AWS call of the pod fails with "WebIdentityErr: failed to retrieve
    credentials … dial tcp: i/o timeout".
Fix: Remove the annotation (EKS injects the regional endpoint by default), or set it to "true".
Source: EKS User Guide, manage-access/aws-access/configure-sts-endpoint, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for account in estate.on_fargate.sts_accounts:
        message = "its pods call the global STS endpoint, which a VPC without a way out does not reach: they get no credentials"
        yield account.is_global.negated.judged(account.address, account.place, message, subject=account.subject)


VALID = [
    """
# with: vpc subnets route-table
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/app" }
  }
}
""",
    """
# with: vpc subnets route-table
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    annotations = { "eks.amazonaws.com/sts-regional-endpoints" = "true" }
  }
}
""",
    """
# with: vpc-module-nat
module "vpc" { cidr = "10.0.0.0/16" }

resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    annotations = { "eks.amazonaws.com/sts-regional-endpoints" = "false" }
  }
}
""",
]

INVALID = [
    """
# with: vpc subnets route-table
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    annotations = { "eks.amazonaws.com/sts-regional-endpoints" = "false" } # error: its pods call the global STS endpoint
  }
}
""",
    """
# with: vpc subnets route-table
resource "helm_release" "dns" {
  name       = "external-dns"
  namespace  = "kube-system"
  repository = "https://kubernetes-sigs.github.io/external-dns/"
  chart      = "external-dns"
  set {
    name  = "serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/sts-regional-endpoints"
    value = "false" # error: its pods call the global STS endpoint
    type  = "string"
  }
}
""",
    """
# with: vpc subnets route-table
# file: terraform.tfvars
regional = "false" # error: its pods call the global STS endpoint

# file: main.tf
variable "regional" { type = string }

resource "kubernetes_service_account_v1" "app" {
  for_each = toset(["a", "b"])
  metadata {
    name        = each.key
    annotations = { "eks.amazonaws.com/sts-regional-endpoints" = var.regional }
  }
}
""",
    """
# with: vpc subnets route-table
variable "regional" { type = string }

resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    annotations = { "eks.amazonaws.com/sts-regional-endpoints" = var.regional } # undecided: var.regional has no value
  }
}
""",
]

RULE = Rule(
    id="FGL621",
    name="sts-global",
    severities={Severity.ERROR: "no way to the global endpoint"},
    summary="a service account that uses the global STS endpoint in a cluster without a way out",
    tables=("limits.node",),
)
