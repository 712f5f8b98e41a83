# Node groups, access entries and rules under version 21.

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
  version = "~> 21.0"

  name               = "demo"
  kubernetes_version = "1.33"
  vpc_id             = aws_vpc.net.id
  subnet_ids         = aws_subnet.private[*].id

  endpoint_public_access                   = true
  enable_cluster_creator_admin_permissions = true

  fargate_profiles         = { default = { selectors = [{ namespace = "default" }] } }
  eks_managed_node_groups  = { core = { min_size = 2 } }
  self_managed_node_groups = { own = {} }

  access_entries = {
    ops = { principal_arn = "arn:aws:iam::111122223333:role/ops", kubernetes_groups = ["ops"] }
  }
  node_security_group_additional_rules = {
    dns = { protocol = "udp", from_port = 53, to_port = 53, cidr_blocks = ["10.0.0.0/16"] }
  }
}
