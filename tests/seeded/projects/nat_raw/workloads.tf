resource "kubernetes_namespace_v1" "teams" {
  for_each = toset(["team-red", "team-blue"])

  metadata {
    name = each.key
  }

  depends_on = [aws_eks_fargate_profile.apps]
}

resource "kubernetes_deployment_v1" "web" {
  for_each = kubernetes_namespace_v1.teams

  metadata {
    name      = "web"
    namespace = each.value.metadata[0].name
  }

  spec {
    selector {
      match_labels = { app = "web" }
    }

    template {
      metadata {
        labels = { app = "web", compute = "fargate" }
      }

      spec {
        container {
          name  = "web"
          image = "public.ecr.aws/nginx/nginx:1.27"

          resources {
            requests = { cpu = "250m", memory = "512Mi" }
          }
        }
      }
    }
  }
}

resource "kubernetes_service_v1" "web" {
  metadata {
    name      = "web"
    namespace = "team-red"
    annotations = {
      "service.beta.kubernetes.io/aws-load-balancer-type"            = "external"
      "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type" = "ip"
      "service.beta.kubernetes.io/aws-load-balancer-scheme"          = "internal"
    }
  }

  spec {
    type     = "LoadBalancer"
    selector = { app = "web" }

    port {
      port = 80
    }
  }
}

resource "helm_release" "lbc" {
  name       = "aws-load-balancer-controller"
  namespace  = "kube-system"
  repository = "https://aws.github.io/eks-charts"
  chart      = "aws-load-balancer-controller"
  version    = "1.13.0"

  set {
    name  = "clusterName"
    value = aws_eks_cluster.main.name
  }

  set {
    name  = "vpcId"
    value = aws_vpc.main.id
  }

  set {
    name  = "region"
    value = "us-east-1"
  }

  set {
    name  = "serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn"
    value = "arn:aws:iam::123456789012:role/lbc"
  }

  depends_on = [aws_eks_addon.coredns, aws_eks_fargate_profile.system]
}

resource "helm_release" "metrics" {
  name       = "metrics-server"
  namespace  = "kube-system"
  repository = "https://kubernetes-sigs.github.io/metrics-server"
  chart      = "metrics-server"
  version    = "3.12.2"

  set {
    name  = "containerPort"
    value = "10251"
  }

  depends_on = [aws_eks_fargate_profile.system]
}
