provider "aws" {
  region = var.region
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.21.0"

  name = var.name
  cidr = var.cidr

  azs             = var.zones
  private_subnets = [for i, _ in var.zones : cidrsubnet(var.cidr, 4, i)]
  intra_subnets   = [for i, _ in var.zones : cidrsubnet(var.cidr, 8, i + 52)]

  private_subnet_tags = var.private_subnet_tags
}

module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "5.21.0"

  vpc_id     = module.vpc.vpc_id
  subnet_ids = module.vpc.intra_subnets

  create_security_group      = true
  security_group_name_prefix = "${var.name}-endpoints-"
  security_group_rules = {
    vpc = { cidr_blocks = [module.vpc.vpc_cidr_block] }
  }

  endpoints = merge(
    {
      s3 = {
        service         = "s3"
        service_type    = "Gateway"
        route_table_ids = module.vpc.private_route_table_ids
      }
    },
    {
      for service in var.services : replace(service, ".", "_") => {
        service             = service
        private_dns_enabled = true
      }
    },
  )
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.1"

  cluster_name    = var.name
  cluster_version = var.kubernetes_version

  vpc_id                   = module.vpc.vpc_id
  subnet_ids               = module.vpc.private_subnets
  control_plane_subnet_ids = module.vpc.intra_subnets

  cluster_endpoint_private_access = true
  cluster_endpoint_public_access  = false

  create_node_security_group               = false
  enable_cluster_creator_admin_permissions = true

  cluster_addons = {
    vpc-cni    = {}
    kube-proxy = {}
    coredns = {
      configuration_values = jsonencode({
        computeType = "Fargate"
        resources = {
          limits   = { cpu = "0.25", memory = "256M" }
          requests = { cpu = "0.25", memory = "256M" }
        }
      })
    }
  }

  fargate_profiles = {
    for name, namespaces in var.profiles : name => {
      selectors = [for namespace in namespaces : { namespace = namespace }]
    }
  }
}

resource "kubernetes_deployment_v1" "api" {
  metadata {
    name      = "api"
    namespace = "backend"
  }

  spec {
    selector {
      match_labels = { app = "api" }
    }

    template {
      metadata {
        labels = { app = "api" }
      }

      spec {
        container {
          name  = "api"
          image = "123456789012.dkr.ecr.${var.region}.amazonaws.com/api:7"

          resources {
            requests = { cpu = "1", memory = "2Gi" }
          }
        }
      }
    }
  }

  depends_on = [module.eks]
}
