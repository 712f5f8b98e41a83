# A DaemonSet in the namespace default.
resource "kubernetes_daemonset" "agent" {
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
