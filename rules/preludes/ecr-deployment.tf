# One workload in the namespace default whose image lies in ECR.
resource "kubernetes_deployment" "app" {
  metadata { name = "app" }
  spec {
    selector { match_labels = { app = "app" } }
    template {
      metadata { labels = { app = "app" } }
      spec {
        container {
          name  = "app"
          image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"
        }
      }
    }
  }
}
