# Fargate only under version 17.

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

  # All entries have the same shape: before 17.19 Terraform refuses others.
  fargate_profiles = {
    default = { name = "default", subnets = aws_subnet.private[*].id, selectors = [{ namespace = "default", labels = { tier = "app" } }] }
    other   = { name = "other", subnets = [aws_subnet.private[0].id], selectors = [{ namespace = "kube-system", labels = { k8s-app = "kube-dns" } }] }
  }
}
