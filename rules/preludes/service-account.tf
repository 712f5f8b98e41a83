# A service account in the namespace default.
resource "kubernetes_service_account" "app" {
  metadata { name = "app" }
}
