"""A DaemonSet on a cluster whose pods run on Fargate.

Why: Fargate nodes take exactly one pod each, and no DaemonSet's. On a cluster that has Fargate only, either nothing runs and
    nothing says so (desired 0: the DaemonSet does not tolerate the taint eks.amazonaws.com/compute-type=fargate), or one pod
    per Fargate node stays Pending for ever (it tolerates everything). On a mixed cluster only the second happens.
Fix: Put the agent into the pods as a sidecar container, use Fargate's built-in log router (ConfigMap aws-logging) for logs,
    or keep the DaemonSet off Fargate nodes with a node affinity ``eks.amazonaws.com/compute-type NotIn fargate``.
Source: EKS User Guide, nodes/fargate; amazon-cloudwatch-agent-operator#183, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for daemonset in estate.kubernetes.daemonsets:
        only, reaches = daemonset.only, daemonset.reaches_fargate
        if daemonset.present.unknown and not only.no:
            yield daemonset.present.undecided(daemonset.address, None, daemonset.subject)
        elif only.yes:
            follows = reaches.choose(
                "one pod per Fargate node stays Pending", "nothing runs, and nothing says so", "its pods never run"
            )
            message = f"DaemonSet {daemonset.name or ''} cannot run on Fargate: {follows}"
            yield Finding(message, daemonset.address, daemonset.span, subject=daemonset.subject)
        elif only.unknown or (only.no and reaches.unknown):
            doubt = only if only.unknown else reaches
            yield doubt.undecided(daemonset.address, daemonset.span, daemonset.subject)
        elif reaches.yes:
            message = (
                f"DaemonSet {daemonset.name or ''} tolerates Fargate's taint and does not keep off its nodes: "
                "one pod per Fargate node stays Pending"
            )
            place, severity = daemonset.span, Severity.WARNING
            yield Finding(message, daemonset.address, place, subject=daemonset.subject, severity=severity)
        else:
            yield Pass(daemonset.address, daemonset.subject)


VALID = [
    """
resource "kubernetes_deployment" "agent" {
  metadata { name = "agent" }
  spec {
    selector { match_labels = { app = "agent" } }
    template {
      metadata { labels = { app = "agent" } }
      spec {
        container {
          name  = "agent"
          image = "agent"
        }
      }
    }
  }
}
""",
    """
# with: eks-module daemonset
module "eks" { eks_managed_node_groups = { main = {} } }
""",
    """
# with: eks-module
module "eks" { eks_managed_node_groups = { main = {} } }

# It tolerates everything and keeps off Fargate nodes.
resource "kubectl_manifest" "agent" {
  yaml_body = <<-YAML
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: { name: agent, namespace: kube-system }
    spec:
      selector: { matchLabels: { app: agent } }
      template:
        metadata: { labels: { app: agent } }
        spec:
          tolerations: [{ operator: Exists }]
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions:
                      - { key: eks.amazonaws.com/compute-type, operator: NotIn, values: [fargate] }
          containers: [{ name: agent, image: agent }]
  YAML
}
""",
    """
# with: eks-module daemonset
variable "nodes" { type = any }

module "eks" { eks_managed_node_groups = var.nodes } # undecided: may have no instance
""",
]

INVALID = [
    """
# with: daemonset
resource "kubernetes_daemonset" "agent" {} # error: DaemonSet agent cannot run on Fargate: nothing runs, and nothing says so
""",
    """
# with: eks-module-21
resource "kubernetes_manifest" "agent" { # error: one pod per Fargate node stays Pending
  manifest = {
    apiVersion = "apps/v1"
    kind       = "DaemonSet"
    metadata   = { name = "agent", namespace = "kube-system" }
    spec = {
      selector = { matchLabels = { app = "agent" } }
      template = {
        metadata = { labels = { app = "agent" } }
        spec     = { tolerations = [{ operator = "Exists" }], containers = [{ name = "agent", image = "agent" }] }
      }
    }
  }
}
""",
    """
# with: eks-module
module "eks" { eks_managed_node_groups = { main = {} } }

resource "kubernetes_daemon_set_v1" "agent" { # warning: tolerates Fargate's taint and does not keep off its nodes
  for_each = toset(["logs", "metrics"])
  metadata { name = each.key }
  spec {
    selector { match_labels = { app = "agent" } }
    template {
      metadata { labels = { app = "agent" } }
      spec {
        toleration {
          key      = "eks.amazonaws.com/compute-type"
          operator = "Exists"
        }
        container {
          name  = "agent"
          image = "agent"
        }
      }
    }
  }
}
""",
    """
# with: daemonset
variable "agent" { type = bool }

resource "kubernetes_daemonset" "agent" { count = var.agent ? 1 : 0 } # undecided: may have no instance
""",
]

RULE = Rule(
    id="FGL420",
    name="daemonset",
    severities={
        Severity.ERROR: "Fargate is all there is",
        Severity.WARNING: "a mixed cluster, and it tolerates Fargate's taint",
    },
    summary="a DaemonSet on a Fargate-only cluster, or one that tolerates Fargate's taint on a mixed one",
    tables=("limits.node",),
)
