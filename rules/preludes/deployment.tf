# One workload in the namespace default.
resource "kubernetes_deployment" "web" {
  metadata { name = "web" }
  spec {
    selector { match_labels = { app = "web" } }
    template {
      metadata { labels = { app = "web" } }
      spec {
        container {
          name  = "web"
          image = "nginx"
        }
      }
    }
  }
}
