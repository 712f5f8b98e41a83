# Profiles with defaults, a role of one's own, one profile switched off, extra policies.

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

  cluster_endpoint_public_access       = true
  cluster_endpoint_public_access_cidrs = ["203.0.113.0/24"]
  create_cluster_security_group        = false
  create_node_security_group           = false
  enable_irsa                          = false

  fargate_profile_defaults = {
    iam_role_name = "pods"
    subnet_ids    = [aws_subnet.private[1].id]
  }
  fargate_profiles = {
    one   = { selectors = [{ namespace = "one" }] }
    two   = { create_iam_role = false, iam_role_arn = "arn:aws:iam::111122223333:role/own", selectors = [{ namespace = "two" }] }
    three = { create = false, selectors = [{ namespace = "three" }] }
  }
}
