"""A pod asks for something that Fargate does not take.

Why: Fargate's scheduler rejects the pod with the event "Pod not supported on Fargate: …" (fields not supported: HostNetwork,
    Privileged, Capabilities added, port contains HostIP or HostPort; volumes not supported: … of an unsupported volume Type),
    and it stays Pending for ever. There is no host on Fargate that the pod could share.
Fix: Remove the field. Agents that need the host belong on EC2 nodes, or into a sidecar container.
Source: EKS User Guide, nodes/fargate; aws/containers-roadmap#1517; aws-efs-csi-driver#1179, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fargate_lint.rule import Estate, FargatePod, RefusedField, Rule, Severity, Verdict, judge_pod


def check(estate: Estate) -> Iterator[Verdict]:
    for pod in estate.on_fargate.pods:
        yield from judge_pod(pod, pod.rejected(), partial(_message, pod), _severity)


def _severity(it: RefusedField) -> Severity | None:
    return it.limit.severity if it.limit is not None else None


def _message(pod: FargatePod, it: RefusedField) -> str:
    asked = f"{pod.what} asks for {it.asked}" + (f" ({it.part})" if it.part else "")
    event = f" ({it.limit.event})" if it.limit is not None else ""
    return f"{asked}, which Fargate does not take: its pods stay Pending{event}"


VALID = [
    """
# EKS's own CoreDNS asks for this one.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web", namespace = "default" }
    spec = { containers = [{
      name            = "web"
      image           = "nginx"
      securityContext = { allowPrivilegeEscalation = false, capabilities = { add = ["NET_BIND_SERVICE"], drop = ["ALL"] } }
    }] }
  }
}
""",
    """
# A container has this one by default; whether it may be asked for is not known.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web", namespace = "default" }
    spec = { containers = [{
      name            = "web"
      image           = "nginx"
      securityContext = { capabilities = { add = ["NET_BIND_SERVICE", "CHOWN"] } } # undecided: whether Fargate takes a pod that adds CHOWN
    }] }
  }
}
""",
    """
# with: deployment
""",
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        volume {
          name = "tmp"
          empty_dir {}
        }
        container {
          port { container_port = 8080 }
          security_context {
            privileged                 = false
            allow_privilege_escalation = false
            capabilities { drop = ["ALL"] }
          }
        }
      }
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
      spec { host_network = true }
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
      hostNetwork = false
      containers  = [{ name = "tool", image = "busybox", ports = [{ containerPort = 80, hostPort = 0 }] }]
    }
  }
}
""",
]

INVALID = [
    """
# Not the name that Kubernetes knows.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web", namespace = "default" }
    spec = { containers = [{
      name            = "web"
      image           = "nginx"
      securityContext = { capabilities = { add = ["CAP_CHOWN"] } } # error: asks for capability CAP_CHOWN
    }] }
  }
}
""",
    """
# Written out, it is refused; left out, it is not.
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "web", namespace = "default" }
    spec = { containers = [{
      name            = "web"
      image           = "nginx"
      securityContext = { allowPrivilegeEscalation = true } # error: asks for allowPrivilegeEscalation
    }] }
  }
}
""",
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec { host_network = true } # error: Deployment web asks for hostNetwork
    }
  }
}
""",
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        container {
          port {
            container_port = 8080
            host_port      = 8080 # error: asks for hostPort (container web)
          }
          security_context {
            allow_privilege_escalation = true # error: asks for allowPrivilegeEscalation
            capabilities { add = ["NET_ADMIN"] } # error: asks for capability NET_ADMIN
          }
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
      hostPID    = true # error: Pod tool asks for hostPID
      volumes    = [{ name = "run", hostPath = { path = "/run" } }] # error: asks for hostPath (volume run)
      containers = [{ name = "tool", image = "busybox" }]
    }
  }
}
""",
    """
resource "kubectl_manifest" "tool" {
  yaml_body = <<-YAML
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: clean
    spec:
      schedule: "0 1 * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: clean
                  image: busybox
                  securityContext:
                    privileged: true # error: CronJob clean asks for privileged
  YAML
}
""",
    """
# with: deployment
variable "host" { type = bool }

resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec { host_network = var.host } # undecided: var.host has no value
    }
  }
}
""",
]

RULE = Rule(
    id="FGL601",
    name="pod-unsupported",
    severities={Severity.ERROR: "a field that Fargate's scheduler rejects"},
    summary="a pod asks for something that Fargate rejects: host namespaces and ports, privileges, hostPath",
    tables=("limits.field", "limits.capability"),
)
