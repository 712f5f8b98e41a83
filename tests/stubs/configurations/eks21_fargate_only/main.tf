# Fargate only under version 21.

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

  addons = {
    coredns    = { configuration_values = jsonencode({ computeType = "Fargate" }) }
    kube-proxy = {}
    vpc-cni    = { before_compute = true }
  }
  fargate_profiles = {
    default     = { selectors = [{ namespace = "default" }] }
    kube-system = { name = "system", subnet_ids = null, selectors = [{ namespace = "kube-system" }], unknown_key = true }
    empty       = { subnet_ids = [], selectors = [{ namespace = "x", labels = { a = "b" } }] }
  }
}
