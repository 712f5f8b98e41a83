# Auto mode.

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
  version = "~> 20.31"

  cluster_name    = "demo"
  cluster_version = "1.33"
  vpc_id          = aws_vpc.net.id
  subnet_ids      = aws_subnet.private[*].id

  cluster_compute_config = {
    enabled    = true
    node_pools = ["general-purpose"]
  }
}
