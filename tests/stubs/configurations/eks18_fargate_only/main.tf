# Fargate only, CoreDNS as an add-on; written so that 18, 19 and 20 take it.

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

  cluster_addons = {
    coredns    = { configuration_values = jsonencode({ computeType = "Fargate" }) }
    kube-proxy = {}
    vpc-cni    = { before_compute = true }
  }

  fargate_profiles = {
    default     = { selectors = [{ namespace = "default" }] }
    kube-system = { name = "system", selectors = [{ namespace = "kube-system", labels = { k8s-app = "kube-dns" } }], subnet_ids = [aws_subnet.private[0].id] }
  }
}
