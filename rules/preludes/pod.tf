# One pod in the namespace default.
resource "kubernetes_pod" "web" {
  metadata { name = "web" }
  spec {
    container {
      name  = "web"
      image = "nginx"
    }
  }
}
