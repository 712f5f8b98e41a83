# Worker groups and a node group under version 17; workers and the primary group admit each other.

provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "net" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  count = 3

  vpc_id     = aws_vpc.net.id
  cidr_block = cidrsubnet(aws_vpc.net.cidr_block, 8, count.index)
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 17.0"

  cluster_name    = "demo"
  cluster_version = "1.21"
  vpc_id          = aws_vpc.net.id
  subnets         = aws_subnet.private[*].id

  manage_aws_auth                                    = false
  worker_create_cluster_primary_security_group_rules = true
  cluster_endpoint_private_access                    = true
  cluster_create_endpoint_private_access_sg_rule     = true
  cluster_endpoint_private_access_cidrs              = ["10.0.0.0/16"]

  fargate_profiles = { default = { selectors = [{ namespace = "default" }] } }
  node_groups      = { core = { desired_capacity = 2, max_capacity = 3 } }
  worker_groups    = [{ instance_type = "m5.large", asg_max_size = 2 }]
}
