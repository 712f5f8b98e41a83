# One NAT gateway per zone, and subnet tags for load balancers.

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
  public_subnets  = ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"]

  enable_nat_gateway     = true
  one_nat_gateway_per_az = true

  public_subnet_tags  = { "kubernetes.io/role/elb" = "1", tier = "public" }
  private_subnet_tags = { "kubernetes.io/role/internal-elb" = 1, "kubernetes.io/cluster/demo" = "shared" }
  tags                = { team = "net" }
}
