"""A pod is larger than Fargate has, or says nothing of its size.

Why: Fargate rounds a pod's requests (and 256 MiB of its own) up to one of its sizes; the largest has 16 vCPU and 120 GB, and a
    larger pod stays Pending ("Your request … is not supported by Fargate"). A pod without requests gets the smallest size,
    0.25 vCPU and 0.5 GB, and is throttled or killed for want of memory (OOMKilled) although nothing limits it.
Fix: Write ``resources.requests`` for every container, within 16 vCPU and 120 GB less 256 MiB.
Source: EKS User Guide, nodes/fargate-pod-configuration, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fargate_lint.rule import Estate, FargatePod, Limits, Rule, Severity, SizeFault, Verdict, judge_pod


def check(estate: Estate) -> Iterator[Verdict]:
    limits = estate.facts.limits
    for pod in estate.on_fargate.pods:
        yield from judge_pod(
            pod,
            pod.sizes(),
            partial(_message, pod, limits),
            lambda it: Severity.INFO if it.kind == "requests" else Severity.ERROR,
        )


def _message(pod: FargatePod, limits: Limits, it: SizeFault) -> str:
    if it.kind == "storage":
        most = f"{limits.node.largest_ephemeral_gib} GiB"
        return f"{pod.what} asks for {it.storage} of ephemeral storage; Fargate has {most}: its pods stay Pending"
    if it.kind == "requests":
        least = limits.smallest
        return (
            f"{pod.what} requests nothing: Fargate gives its pods {least.cpu / 1000} vCPU and {least.memories()[0]} MiB"
        )
    largest = limits.largest
    most = f"{largest.cpu // 1000} vCPU and {max(largest.memories()) // 1024} GB"
    return f"{pod.what} asks for {_shown(it)}; Fargate's largest pod has {most}: its pods stay Pending"


def _shown(it: SizeFault) -> str:
    cpu = f"{it.request.cpu / 1000:g} vCPU" if it.request.cpu else ""
    memory = f"{it.request.memory / 1024:g} GiB" if it.request.memory else ""
    return " and ".join(part for part in (cpu, memory) if part)


VALID = [
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        container {
          resources { requests = { cpu = "250m", memory = "512Mi" } }
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
      containers     = [{ name = "tool", image = "busybox", resources = { limits = { cpu = 16, memory = "119Gi" } } }]
      initContainers = [{ name = "first", image = "busybox" }]
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
          resources { requests = { cpu = "48" } }
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
        container {
          resources { requests = { cpu = "24", memory = "1Gi" } } # error: Deployment web asks for 24 vCPU and 1 GiB
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
      containers = [
        { name = "one", image = "busybox", resources = { requests = { memory = "64Gi" } } }, # error: Pod tool asks for 120 GiB
        { name = "two", image = "busybox", resources = { requests = { memory = "56Gi" } } },
      ]
    }
  }
}
""",
    """
# with: deployment
# file: terraform.tfvars
requests = { cpu = "1", memory = "200G" } # error: asks for 1 vCPU and 186.

# file: main.tf
variable "requests" { type = map(string) }

resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        container {
          resources { requests = var.requests }
        }
      }
    }
  }
}
""",
    """
# with: deployment
resource "kubernetes_deployment" "web" {} # info: Deployment web requests nothing
""",
    """
# with: deployment
variable "cpu" { type = string }

resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        container {
          resources { requests = { cpu = var.cpu } } # undecided: var.cpu has no value
        }
      }
    }
  }
}
""",
]

RULE = Rule(
    id="FGL604",
    name="pod-size",
    severities={
        Severity.ERROR: "more than the largest size",
        Severity.INFO: "nothing is requested",
    },
    summary="a pod asks for more than 16 vCPU or 120 GB, or for nothing",
    tables=("limits.size", "limits.node"),
)
