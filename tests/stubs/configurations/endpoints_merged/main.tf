# The usual merge() of a gateway and a loop; no group, so the VPC's default one.

provider "aws" {
  region = "us-east-1"
}

data "aws_availability_zones" "available" {}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, 3)
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 5.0"

  name = "net"
  cidr = "10.0.0.0/16"
  azs  = local.zones

  private_subnets = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
}

module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "~> 5.0"

  vpc_id = module.vpc.vpc_id

  endpoints = merge(
    { s3 = { service = "s3", service_type = "Gateway", route_table_ids = module.vpc.private_route_table_ids } },
    { for service in toset(["ecr.api", "ecr.dkr", "sts", "ec2", "logs"]) : replace(service, ".", "_") => {
      service             = service
      subnet_ids          = module.vpc.private_subnets
      private_dns_enabled = true
      tags                = { Name = service }
    } },
  )
}
