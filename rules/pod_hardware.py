"""A pod wants hardware that Fargate does not have: a GPU, Arm or Windows nodes.

Why: No Fargate node has a GPU or a Neuron chip, and all are Linux on x86: the pod stays Pending ("0/n nodes are available: …
    Insufficient nvidia.com/gpu", or "didn't match Pod's node affinity/selector").
Fix: Run it on an EC2 node group, or drop the node selector and build the image for linux/amd64.
Source: EKS User Guide, nodes/fargate, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fargate_lint.rule import Estate, FargatePod, LackingHardware, Rule, Severity, Verdict, judge_pod


def check(estate: Estate) -> Iterator[Verdict]:
    for pod in estate.on_fargate.pods:
        yield from judge_pod(pod, pod.hardware(), partial(_message, pod))


def _message(pod: FargatePod, it: LackingHardware) -> str:
    if it.label:
        return f"{pod.what} wants {it.what} nodes ({it.label}), which Fargate does not have: its pods stay Pending"
    return f"{pod.what} asks for {it.what} ({it.resource}): Fargate has none, so its pods stay Pending"


VALID = [
    """
# with: deployment
""",
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec { node_selector = { "kubernetes.io/arch" = "amd64", "kubernetes.io/os" = "linux" } }
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
        container {
          resources { limits = { "nvidia.com/gpu" = "1" } }
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
      spec { node_selector = { "kubernetes.io/arch" = "arm64" } } # error: Deployment web wants Arm nodes
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
      containers = [{
        name      = "tool"
        image     = "cuda"
        resources = { limits = { "nvidia.com/gpu" = 1 } } # error: asks for a GPU (nvidia.com/gpu)
      }]
    }
  }
}
""",
    """
# with: deployment
# file: terraform.tfvars
os = "windows" # error: Deployment web wants Windows nodes

# file: main.tf
variable "os" { type = string }

resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec { node_selector = { "kubernetes.io/os" = var.os } }
    }
  }
}
""",
    """
resource "kubectl_manifest" "tool" { # error: Pod build wants Arm nodes
  yaml_body = <<-YAML
    apiVersion: v1
    kind: Pod
    metadata: { name: build }
    spec:
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - { key: kubernetes.io/arch, operator: In, values: [arm64] }
      containers: [{ name: build, image: gcc }]
  YAML
}
""",
    """
# with: deployment
variable "arch" { type = string }

resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec { node_selector = { "kubernetes.io/arch" = var.arch } } # undecided: var.arch has no value
    }
  }
}
""",
]

RULE = Rule(
    id="FGL602",
    name="pod-hardware",
    severities={Severity.ERROR: "no such node or resource"},
    summary="a pod wants a GPU, Arm, Windows or other hardware that Fargate does not have",
    tables=("limits.selector", "limits.resource"),
)
