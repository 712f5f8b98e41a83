# The ConfigMap that Fargate's log router reads.
resource "kubernetes_config_map" "logs" {
  metadata {
    name      = "aws-logging"
    namespace = "aws-observability"
  }
  data = {}
}
