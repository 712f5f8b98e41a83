# Node groups of both kinds beside a profile, and group rules of the caller.

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
  version = "~> 20.0"

  cluster_name    = "demo"
  cluster_version = "1.27"
  vpc_id          = aws_vpc.net.id
  subnet_ids      = aws_subnet.private[*].id

  fargate_profiles = { default = { selectors = [{ namespace = "default" }] } }

  eks_managed_node_group_defaults = { instance_types = ["m6i.large"] }
  eks_managed_node_groups = {
    core = { min_size = 2, desired_size = 2, subnet_ids = [aws_subnet.private[0].id] }
    off  = { create = false }
  }
  self_managed_node_groups = { own = { max_size = 5 } }

  node_security_group_additional_rules = {
    dns = { type = "ingress", protocol = "udp", from_port = 53, to_port = 53, cidr_blocks = ["10.0.0.0/16"] }
  }
  cluster_security_group_additional_rules = {
    bastion = { type = "ingress", protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = ["10.0.9.0/24"] }
  }
}
