"""A chart listens on port 10250, which is the kubelet's on Fargate.

Why: On Fargate the kubelet runs inside the pod's network namespace and holds TCP 10250. A pod that opens it too crashes with
    "listen tcp :10250: bind: address already in use" (metrics-server), or its webhook answers with the kubelet's certificate:
    "x509: certificate is valid for ip-10-0-1-2.….compute.internal, not cert-manager-webhook.….svc", and every resource that
    the webhook checks is refused.
Fix: Set the value that the message names to another port.
Source: EKS User Guide, clusters/management/metrics-server; cert-manager.io, compatibility; eks-blueprints-addons,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for release in estate.kubernetes.helm_releases:
        runs = release.runs_on_fargate
        for port in release.view.ports if not runs.no else ():
            fact, subject = port.fact, port.fact.component or None
            doubt = next((a for a in (runs, release.present, port.collides) if a.unknown), None)
            if port.collides.no:
                yield Pass(release.address, subject)
            elif doubt is not None:
                yield doubt.undecided(release.address, release.span, subject)
            else:
                message = (
                    f"chart {release.chart} opens port {fact.default}, which the kubelet holds on Fargate: it crashes or its webhook fails; set {fact.path} to another, "
                    f"such as {fact.example}"
                )
                yield Finding(
                    f"{message} ({fact.basis})" if fact.doubtful else message,
                    release.address,
                    release.exact(port.place, fact.path) or release.span,
                    related=(Note(port.collides.reason, None),),
                    subject=subject,
                    severity=Severity.WARNING if fact.doubtful else None,
                )


VALID = [
    """
# with: metrics-server
resource "helm_release" "metrics" { values = [yamlencode({ containerPort = 10251 })] }
""",
    """
# with: metrics-server
# Older charts use another port.
resource "helm_release" "metrics" { version = "3.9.0" }
""",
    """
# with: eks-module certs
# It runs on the nodes.
module "eks" {
  fargate_profiles        = { karpenter = { selectors = [{ namespace = "karpenter" }] } }
  eks_managed_node_groups = { main = {} }
}
""",
]

INVALID = [
    """
# with: metrics-server
resource "helm_release" "metrics" { version = "3.12.2" } # error: chart metrics-server opens port 10250
""",
    """
# with: eks-module-21 certs
module "eks" {
  fargate_profiles        = { all = { selectors = [{ namespace = "cert-*" }] } }
  eks_managed_node_groups = { main = {} }
}

resource "helm_release" "certs" {} # error: set webhook.securePort to another, such as 10260
""",
    """
# file: terraform.tfvars
port = 10250 # error: chart external-secrets opens port 10250

# file: main.tf
variable "port" { type = number }

resource "helm_release" "secrets" {
  for_each   = toset(["external-secrets"])
  name       = each.key
  repository = "https://charts.external-secrets.io"
  chart      = each.key
  set {
    name  = "webhook.port"
    value = var.port
  }
}
""",
    """
# with: metrics-server
variable "values" { type = string }

resource "helm_release" "metrics" { values = [var.values] } # undecided: var.values has no value
""",
    """
# with: monitoring
resource "helm_release" "monitoring" { # warning: chart kube-prometheus-stack opens port 10250
  namespace = "kube-system"
  version   = "65.1.0"
}
""",
]

RULE = Rule(
    id="FGL430",
    name="port-10250",
    severities={
        Severity.ERROR: "documented, or read in the chart",
        Severity.WARNING: "observed, not documented",
    },
    summary="a chart whose port 10250 is the kubelet's on Fargate",
    tables=("charts", "limits.node"),
)
