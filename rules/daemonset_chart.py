"""A Helm chart installs a DaemonSet, which cannot run on Fargate.

Why: No DaemonSet's pod runs on a Fargate node. Depending on the chart's tolerations one of two things follows: its pods stay
    Pending, one for each Fargate node, and helm_release waits five minutes and fails with "context deadline exceeded"; or
    nothing runs, the release succeeds, and nobody notices that no logs or metrics arrive.
Fix: Set the value that turns the DaemonSet off (the message names it), or use what Fargate has instead: its log router
    (ConfigMap aws-logging), ADOT, sidecars.
Source: the charts' templates and values, see ``fargate-lint facts charts``; EKS User Guide, nodes/fargate, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Undecided, Verdict

FOLLOWS = {
    "pending": "its pods stay Pending on Fargate, and helm waits in vain",
    "excluded": "it keeps off Fargate nodes, so nothing runs and nothing says so",
    "untolerated": "it does not tolerate Fargate's taint, so nothing runs and nothing says so",
    None: "it does not run on Fargate",
}


def check(estate: Estate) -> Iterator[Verdict]:
    for release in estate.kubernetes.helm_releases:
        only, found = release.only, release.view.daemonsets
        if not release.is_for_fargate:
            continue
        if only.no:
            found = tuple(daemonset for daemonset in found if daemonset.behaviour in ("pending", None))
        if not found:
            yield Pass(release.address)
        for daemonset in found:
            fact, subject = daemonset.fact, daemonset.fact.component or None
            doubt = next((a for a in (release.present, only, daemonset.installs) if a.unknown), None)
            if doubt is None and only.no and daemonset.behaviour is None:
                reason = "what the chart tolerates is not known"
                yield Undecided(release.address, reason, daemonset.installs.span or release.span, subject)
                continue
            if doubt is not None:
                yield doubt.undecided(release.address, release.span, subject)
                continue
            part = f" ({fact.component})" if fact.component else ""
            message = f"chart {release.chart} installs a DaemonSet{part}: {FOLLOWS[daemonset.behaviour]}; {fact.fix}"
            installs = daemonset.installs
            related = (Note(installs.reason, installs.span),) if installs.reason else ()
            yield Finding(message, release.address, release.place_of(installs), related=related, subject=subject)


VALID = [
    """
resource "helm_release" "logs" {
  name       = "fluent-bit"
  repository = "https://fluent.github.io/helm-charts"
  chart      = "fluent-bit"
  set {
    name  = "kind"
    value = "Deployment"
  }
}
""",
    """
# with: eks-module monitoring
# Newer versions keep off Fargate nodes; on a mixed cluster that is as it should be.
module "eks" { eks_managed_node_groups = { main = {} } }

resource "helm_release" "monitoring" { version = "68.1.0" }
""",
    """
# with: monitoring
resource "helm_release" "monitoring" {
  version = "68.1.0"
  values  = [yamlencode({ nodeExporter = { enabled = false } })]
}
""",
    """
# with: eks-module
variable "tolerations" { type = any }

module "eks" { eks_managed_node_groups = { main = {} } }

resource "helm_release" "logs" { # undecided: what the chart tolerates is not known
  name       = "fluent-bit"
  repository = "https://fluent.github.io/helm-charts"
  chart      = "fluent-bit"
  values     = [yamlencode({ tolerations = var.tolerations })]
}
""",
]

INVALID = [
    """
resource "helm_release" "logs" { # warning: chart fluent-bit installs a DaemonSet
  name       = "fluent-bit"
  namespace  = "logging"
  repository = "https://fluent.github.io/helm-charts"
  chart      = "fluent-bit"
}
""",
    """
# with: eks-module-21
resource "helm_release" "monitoring" { # warning: its pods stay Pending on Fargate, and helm waits in vain
  name       = "monitoring"
  repository = "https://prometheus-community.github.io/helm-charts"
  chart      = "kube-prometheus-stack"
  version    = "58.2.2"
}
""",
    """
# file: terraform.tfvars
agents = "true" # warning: chart datadog installs a DaemonSet

# file: main.tf
variable "agents" { type = string }

resource "helm_release" "datadog" {
  for_each   = toset(["datadog"])
  name       = each.key
  repository = "https://helm.datadoghq.com"
  chart      = "datadog"
  set {
    name  = "agents.enabled"
    value = var.agents
  }
}
""",
    """
variable "values" { type = string }

resource "helm_release" "datadog" {
  name       = "datadog"
  repository = "https://helm.datadoghq.com"
  chart      = "datadog"
  values     = [var.values] # undecided: var.values has no value
}
""",
]

RULE = Rule(
    id="FGL421",
    name="daemonset-chart",
    severities={Severity.WARNING: "the given values install it"},
    summary="a Helm chart that installs a DaemonSet with the given values",
    tables=("charts",),
)
