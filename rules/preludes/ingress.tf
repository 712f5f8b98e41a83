# An Ingress of the AWS Load Balancer Controller in the namespace default.
resource "kubernetes_ingress_v1" "web" {
  metadata { name = "web" }
  spec { ingress_class_name = "alb" }
}
