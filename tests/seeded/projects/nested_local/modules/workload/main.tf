variable "name" { type = string }
variable "namespace" { type = string }
variable "registry" { type = string }

resource "kubernetes_namespace" "this" {
  metadata {
    name = var.namespace
  }
}

resource "kubernetes_deployment" "this" {
  metadata {
    name      = var.name
    namespace = kubernetes_namespace.this.metadata[0].name
  }

  spec {
    selector {
      match_labels = { app = var.name }
    }

    template {
      metadata {
        labels = { app = var.name }
      }

      spec {
        container {
          name  = var.name
          image = "${var.registry}/${var.name}:1"

          resources {
            requests = { cpu = "250m", memory = "512Mi" }
          }
        }
      }
    }
  }
}
