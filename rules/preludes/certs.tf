# cert-manager in a namespace of its own.
resource "helm_release" "certs" {
  name       = "cert-manager"
  namespace  = "cert-manager"
  repository = "https://charts.jetstack.io"
  chart      = "cert-manager"
}
