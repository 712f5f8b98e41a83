"""A pod says how it is to be spread, which has no effect on Fargate.

Why: Every pod on Fargate gets a node of its own, in one of the profile's subnets: topologySpreadConstraints are not supported
    and affinity between pods is without meaning. Replicas may all land in one zone, although the configuration says otherwise.
Fix: Give the profile subnets in several zones; for an even spread make one profile a zone, told apart by labels.
Source: EKS User Guide, nodes/fargate-profile, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fargate_lint.rule import Estate, FargatePod, Rule, Severity, Verdict, WithoutEffect, judge_pod


def check(estate: Estate) -> Iterator[Verdict]:
    for pod in estate.on_fargate.pods:
        yield from judge_pod(pod, pod.spread(), partial(_message, pod))


def _message(pod: FargatePod, it: WithoutEffect) -> str:
    if it.field == "topologySpreadConstraints":
        return f"{pod.what}: {it.field} have no effect on Fargate; the profile's subnets spread pods"
    return f"{pod.what}: {it.field} has no effect on Fargate, where every pod has a node of its own"


VALID = [
    """
# with: deployment
""",
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec { node_selector = { "topology.kubernetes.io/zone" = "eu-central-1a" } }
    }
  }
}
""",
    """
# with: eks-module-21 deployment
module "eks" { eks_managed_node_groups = { main = {} } }

resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        topology_spread_constraint {
          max_skew     = 1
          topology_key = "topology.kubernetes.io/zone"
        }
      }
    }
  }
}
""",
]

INVALID = [
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        topology_spread_constraint { # info: Deployment web: topologySpreadConstraints have no effect
          max_skew     = 1
          topology_key = "topology.kubernetes.io/zone"
        }
      }
    }
  }
}
""",
    """
# with: eks-module-everywhere
resource "kubernetes_manifest" "tool" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "tool", namespace = "tools" }
    spec = {
      topologySpreadConstraints = [{ maxSkew = 1, topologyKey = "zone" }] # info: Pod tool: topologySpreadConstraints
      containers                = [{ name = "tool", image = "busybox" }]
    }
  }
}
""",
    """
resource "kubectl_manifest" "tool" {
  yaml_body = <<-YAML
    apiVersion: v1
    kind: Pod
    metadata: { name: build }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution: # info: Pod build: podAntiAffinity has no effect
            - { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: build } } }
      containers: [{ name: build, image: gcc }]
  YAML
}
""",
    """
# with: eks-module deployment
variable "where" { type = string }

module "eks" {
  fargate_profiles        = { system = { selectors = [{ namespace = "default", labels = { run = var.where } }] } }
  eks_managed_node_groups = { main = {} }
}

resource "kubernetes_deployment" "web" {
  spec {
    template {
      metadata { labels = { app = "web", run = "fargate" } }
      spec {
        topology_spread_constraint { # undecided: var.where has no value
          max_skew     = 1
          topology_key = "topology.kubernetes.io/zone"
        }
      }
    }
  }
}
""",
]

RULE = Rule(
    id="FGL605",
    name="pod-spread",
    severities={Severity.INFO: "the wish has no effect"},
    summary="topology spread or pod affinity, which have no effect on Fargate",
)
