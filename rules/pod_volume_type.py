"""A pod uses a volume of a type that Fargate does not support.

Why: Pods stay Pending; their event says "Pod not supported on Fargate: volumes not supported: … is of an unsupported volume
    Type". A Fargate node runs no CSI driver but that of EFS, so volumes that a driver fills for the pod (Secrets Store,
    cert-manager) and cloud disks named in the pod are refused.
Fix: Use emptyDir, configMap, secret, projected, downwardAPI or a claim on static EFS; for secrets of AWS the External Secrets
    Operator, which makes Kubernetes secrets of them.
Source: EKS User Guide, nodes/fargate; pachyderm/pachyderm#4522, aws/containers-roadmap#1764, cert-manager/website#324, checked
    2026-11-28
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fargate_lint.rule import Estate, FargatePod, Rule, Severity, Verdict, VolumeType, judge_pod


def check(estate: Estate) -> Iterator[Verdict]:
    for pod in estate.on_fargate.pods:
        yield from judge_pod(pod, pod.volume_types(), partial(_message, pod))


def _message(pod: FargatePod, it: VolumeType) -> str:
    return f"{it.about} of {pod.what} is of type {it.kind}, not supported on Fargate: its pods stay Pending"


VALID = [
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        volume {
          name = "cache"
          empty_dir {}
        }
        volume {
          name = "settings"
          config_map { name = "settings" }
        }
        volume {
          name = "data"
          persistent_volume_claim { claim_name = "data" } # FGL603 asks what is behind it
        }
      }
    }
  }
}
""",
    """
resource "kubectl_manifest" "tool" {
  yaml_body = <<-YAML
    apiVersion: batch/v1
    kind: CronJob
    metadata: { name: report }
    spec:
      schedule: "@daily"
      jobTemplate:
        spec:
          template:
            spec:
              containers: [{ name: report, image: busybox }]
              volumes:
                - name: token
                  projected: { sources: [{ serviceAccountToken: { path: token } }] }
                - name: labels
                  downwardAPI: { items: [] }
                - name: password
                  secret: { secretName: password }
  YAML
}
""",
    """
# A static volume of EFS is a CSI volume too, but behind a claim.
resource "kubernetes_manifest" "volume" {
  manifest = {
    apiVersion = "v1"
    kind       = "PersistentVolume"
    metadata   = { name = "shared" }
    spec = {
      capacity    = { storage = "1Gi" }
      accessModes = ["ReadWriteMany"]
      csi         = { driver = "efs.csi.aws.com", volumeHandle = "fs-1" }
    }
  }
}

resource "kubernetes_manifest" "tool" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "tool", namespace = "default" }
    spec = {
      volumes    = [{ name = "shared", persistentVolumeClaim = { claimName = "shared" } }]
      containers = [{ name = "tool", image = "busybox" }]
    }
  }
}
""",
    """
# On a mixed cluster the profile does not take these pods: they run on nodes.
# with: eks-module deployment
module "eks" { eks_managed_node_groups = { main = {} } }

resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        volume {
          name = "secrets"
          csi { driver = "secrets-store.csi.k8s.io" }
        }
      }
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
        volume {
          name = "share"
          nfs { # undecided: whether Fargate takes a volume of type nfs is not documented
            server = "10.0.0.5"
            path   = "/"
          }
        }
      }
    }
  }
}
""",
    """
variable "volumes" { type = any }

resource "kubernetes_manifest" "tool" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "tool", namespace = "default" }
    spec = {
      volumes    = var.volumes # undecided: var.volumes has no value
      containers = [{ name = "tool", image = "busybox" }]
    }
  }
}
""",
    """
# The driver of EFS is there, but no one says whether it takes a volume without a claim; of another only the name is not known.
variable "driver" { type = string }

resource "kubernetes_manifest" "tool" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "tool", namespace = "default" }
    spec = {
      volumes = [
        { name = "shared", csi = { driver = "efs.csi.aws.com" } }, # undecided: a volume of EFS in a pod itself
        { name = "other", csi = { driver = var.driver } },         # undecided: var.driver has no value
      ]
      containers = [{ name = "tool", image = "busybox" }]
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
        volume {
          name = "secrets"
          csi { # error: volume secrets of Deployment web is of type csi (secrets-store.csi.k8s.io), not supported on Fargate
            driver    = "secrets-store.csi.k8s.io"
            read_only = true
          }
        }
      }
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
        volume {
          name = "data"
          aws_elastic_block_store { volume_id = "vol-1" } # error: volume data of Deployment web is of type awsElasticBlockStore
        }
      }
    }
  }
}
""",
    """
resource "kubectl_manifest" "tool" {
  yaml_body = <<-YAML
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: { name: queue }
    spec:
      serviceName: queue
      selector: { matchLabels: { app: queue } }
      template:
        metadata: { labels: { app: queue } }
        spec:
          containers: [{ name: queue, image: redis }]
          volumes:
            - name: tls
              csi: { driver: csi.cert-manager.io, readOnly: true } # error: volume tls of StatefulSet queue is of type csi (csi.cert-manager.io)
  YAML
}
""",
    """
# with: eks-module-everywhere
# file: terraform.tfvars
volumes = [
  { name = "cache", emptyDir = {} },
  { name = "scratch", ephemeral = { volumeClaimTemplate = { spec = { storageClassName = "gp2" } } } }, # error: type ephemeral
]

# file: main.tf
variable "volumes" { type = any }

resource "kubernetes_manifest" "tool" {
  for_each = toset(["one"])
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = each.key, namespace = "tools" }
    spec = {
      volumes    = var.volumes
      containers = [{ name = "tool", image = "busybox" }]
    }
  }
}
""",
]

RULE = Rule(
    id="FGL606",
    name="pod-volume-type",
    severities={Severity.ERROR: "its pods stay Pending"},
    summary="a pod uses a volume of a type that Fargate does not support",
    tables=("limits.volume",),
)
