locals {
  name   = "estuary"
  region = "eu-west-1"
  zones  = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

provider "aws" {
  region = local.region
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "6.6.0"

  name = local.name
  cidr = "10.110.0.0/16"

  azs             = local.zones
  private_subnets = ["10.110.0.0/19", "10.110.32.0/19", "10.110.64.0/19"]
  public_subnets  = ["10.110.128.0/22", "10.110.132.0/22", "10.110.136.0/22"]

  enable_nat_gateway = true
  single_nat_gateway = true

  public_subnet_tags = {
    "kubernetes.io/role/elb" = 1
  }

  private_subnet_tags = {
    "kubernetes.io/role/internal-elb" = 1
  }
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "21.19.0"

  name               = local.name
  kubernetes_version = "1.35"

  vpc_id     = module.vpc.vpc_id
  subnet_ids = module.vpc.private_subnets

  endpoint_private_access      = true
  endpoint_public_access       = true
  endpoint_public_access_cidrs = ["198.51.100.0/24"]

  create_node_security_group               = false
  enable_cluster_creator_admin_permissions = true

  addons = {
    vpc-cni    = {}
    kube-proxy = {}
    coredns = {
      configuration_values = jsonencode({ computeType = "Fargate" })
    }
  }

  fargate_profiles = {
    system = {
      selectors = [
        { namespace = "kube-system" },
      ]
    }
    apps = {
      name = "apps"
      selectors = [
        { namespace = "shop-?" },
        { namespace = "external-secrets" },
      ]
    }
  }
}

resource "helm_release" "external_secrets" {
  name             = "external-secrets"
  namespace        = "external-secrets"
  create_namespace = true
  repository       = "https://charts.external-secrets.io"
  chart            = "external-secrets"
  version          = "0.14.0"

  set = [
    { name = "webhook.port", value = "9443" },
    { name = "serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn", value = "arn:aws:iam::123456789012:role/secrets" },
  ]

  depends_on = [module.eks]
}

resource "helm_release" "lbc" {
  name       = "aws-load-balancer-controller"
  namespace  = "kube-system"
  repository = "https://aws.github.io/eks-charts"
  chart      = "aws-load-balancer-controller"
  version    = "1.13.0"

  values = [
    <<-EOT
    clusterName: ${module.eks.cluster_name}
    region: ${local.region}
    vpcId: ${module.vpc.vpc_id}
    defaultTargetType: ip
    serviceAccount:
      annotations:
        eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/lbc
    EOT
  ]

  depends_on = [module.eks]
}

resource "kubernetes_manifest" "shop" {
  manifest = {
    apiVersion = "apps/v1"
    kind       = "Deployment"
    metadata = {
      name      = "shop"
      namespace = "shop-a"
    }
    spec = {
      selector = { matchLabels = { app = "shop" } }
      template = {
        metadata = { labels = { app = "shop" } }
        spec = {
          containers = [{
            name  = "shop"
            image = "nginx:1.27"
            resources = {
              requests = { cpu = "250m", memory = "512Mi" }
            }
          }]
        }
      }
    }
  }

  depends_on = [module.eks]
}
