# A claim, and the workload that mounts it.
resource "kubernetes_persistent_volume_claim" "data" {
  metadata { name = "data" }
  spec {
    access_modes       = ["ReadWriteOnce"]
    storage_class_name = "own"
    resources { requests = { storage = "1Gi" } }
  }
}

resource "kubernetes_deployment" "web" {
  metadata { name = "web" }
  spec {
    selector { match_labels = { app = "web" } }
    template {
      metadata { labels = { app = "web" } }
      spec {
        volume {
          name = "data"
          persistent_volume_claim { claim_name = "data" }
        }
        container {
          name  = "web"
          image = "nginx"
        }
      }
    }
  }
}
