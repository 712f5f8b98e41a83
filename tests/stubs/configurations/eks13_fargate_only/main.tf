# Fargate only under versions 14 to 16: one namespace per profile.

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
  version = "~> 16.0"

  cluster_name    = "demo"
  cluster_version = "1.21"
  vpc_id          = aws_vpc.net.id
  subnets         = aws_subnet.private[*].id

  # All entries have the same shape: Terraform refuses others.
  fargate_profiles = {
    default = { namespace = "default", labels = { tier = "app" }, subnets = aws_subnet.private[*].id }
    system  = { namespace = "kube-system", labels = { k8s-app = "kube-dns" }, subnets = [aws_subnet.private[0].id] }
  }
}
