# A chart of which nothing is known, in the namespace default.
resource "helm_release" "app" {
  name  = "app"
  chart = "oci://registry.example.com/charts/app"
}
