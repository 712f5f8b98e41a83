"""A pod mounts a volume that Fargate cannot mount.

Why: Fargate mounts EFS volumes that were made beforehand, and nothing else: EBS and FSx volumes need a driver on the node. The
    pod stays Pending ("volumes not supported: … not supported because: PVC … not bound"). EFS volumes that a storage class
    makes when they are claimed need the driver's controller with node support: the claim stays Pending.
Fix: Use an EFS file system with a PersistentVolume made beforehand (``csi { driver = "efs.csi.aws.com" }``), S3, or a database.
Source: EKS User Guide, nodes/fargate, storage/ebs-csi and storage/efs-csi, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fargate_lint.rule import Estate, FargatePod, Rule, Severity, Verdict, VolumeFault, judge_pod


def check(estate: Estate) -> Iterator[Verdict]:
    for pod in estate.on_fargate.pods:
        yield from judge_pod(pod, pod.volumes(), partial(_message, pod))


def _message(pod: FargatePod, it: VolumeFault) -> str:
    what = it.storage.what if it.storage is not None else ""
    if it.is_never_mounted:
        return f"{pod.what}: {it.about} is {what}, which Fargate cannot mount: its pods stay Pending"
    return (
        f"{pod.what}: {it.about} is made by {what} when it is claimed; on Fargate only volumes made beforehand "
        "can be mounted: the claim stays Pending"
    )


VALID = [
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
          name = "data"
          persistent_volume_claim { claim_name = "data" }
        }
      }
    }
  }
}

resource "kubernetes_persistent_volume_claim" "data" {
  metadata { name = "data" }
  spec {
    access_modes       = ["ReadWriteOnce"]
    storage_class_name = ""
    volume_name        = kubernetes_persistent_volume.data.metadata[0].name
    resources { requests = { storage = "1Gi" } }
  }
}

resource "kubernetes_persistent_volume" "data" {
  metadata { name = "data" }
  spec {
    capacity     = { storage = "1Gi" }
    access_modes = ["ReadWriteMany"]
    persistent_volume_source {
      csi {
        driver        = "efs.csi.aws.com"
        volume_handle = "fs-1"
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
      volumes    = [{ name = "cache", emptyDir = {} }, { name = "secrets", csi = { driver = "secrets-store.csi.k8s.io" } }] # FGL606
      containers = [{ name = "tool", image = "busybox" }]
    }
  }
}
""",
    """
# with: deployment
# A volume of the claim's class is there beforehand: nothing is made by the class.
resource "kubernetes_deployment" "web" {
  spec {
    template {
      spec {
        volume {
          name = "data"
          persistent_volume_claim { claim_name = kubernetes_persistent_volume_claim.data.metadata[0].name }
        }
      }
    }
  }
}

resource "kubernetes_storage_class" "shared" {
  metadata { name = "shared" }
  storage_provisioner = "efs.csi.aws.com"
}

resource "kubernetes_persistent_volume_claim" "data" {
  metadata { name = "data" }
  spec {
    access_modes       = ["ReadWriteMany"]
    storage_class_name = kubernetes_storage_class.shared.metadata[0].name
    resources { requests = { storage = "1Gi" } }
  }
}

resource "kubernetes_persistent_volume" "data" {
  metadata { name = "data" }
  spec {
    capacity           = { storage = "1Gi" }
    access_modes       = ["ReadWriteMany"]
    storage_class_name = "shared"
    persistent_volume_source {
      csi {
        driver        = "efs.csi.aws.com"
        volume_handle = "fs-1"
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
        volume {
          name = "data"
          persistent_volume_claim { claim_name = "data" }
        }
      }
    }
  }
}

resource "kubernetes_persistent_volume_claim" "data" {
  metadata { name = "data" }
  spec {
    access_modes       = ["ReadWriteOnce"]
    storage_class_name = ""
    volume_name        = "data"
    resources { requests = { storage = "1Gi" } }
  }
}

resource "kubernetes_persistent_volume" "data" { # error: volume data is EBS, which Fargate cannot mount
  metadata { name = "data" }
  spec {
    capacity     = { storage = "1Gi" }
    access_modes = ["ReadWriteOnce"]
    persistent_volume_source {
      aws_elastic_block_store { volume_id = "vol-1" }
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
          persistent_volume_claim { claim_name = "data" }
        }
      }
    }
  }
}

resource "kubernetes_persistent_volume_claim" "data" {
  metadata { name = "data" }
  spec {
    access_modes       = ["ReadWriteOnce"]
    storage_class_name = kubernetes_storage_class.own.metadata[0].name
    resources { requests = { storage = "1Gi" } }
  }
}

resource "kubernetes_storage_class" "own" {
  metadata { name = "own" } # error: volume data is EBS
  storage_provisioner = "ebs.csi.aws.com"
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
      volumeClaimTemplates:
        - metadata: { name: data }
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: gp2 # error: StatefulSet queue: volume data is EBS
            resources: { requests: { storage: 1Gi } }
  YAML
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
          persistent_volume_claim { claim_name = "data" }
        }
      }
    }
  }
}

resource "kubernetes_persistent_volume_claim" "data" {
  metadata { name = "data" }
  spec {
    access_modes       = ["ReadWriteOnce"]
    storage_class_name = "own" # error: volume data is made by EFS when it is claimed
    resources { requests = { storage = "1Gi" } }
  }
}

resource "kubernetes_storage_class" "own" {
  metadata { name = "own" }
  storage_provisioner = "efs.csi.aws.com"
  parameters          = { provisioningMode = "efs-ap", fileSystemId = "fs-1" }
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
          persistent_volume_claim { claim_name = "data" } # undecided: the claim data is not declared here
        }
      }
    }
  }
}
""",
]

RULE = Rule(
    id="FGL603",
    name="pod-volume",
    severities={Severity.ERROR: "the volume is never mounted"},
    summary="a pod mounts EBS, or EFS that is made when it is claimed",
    tables=("limits.storage", "limits.storage_class"),
)
