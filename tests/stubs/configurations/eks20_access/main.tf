# Access entries, creator admin, auto mode off, self-managed add-ons off (20 and later names).

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

  bootstrap_self_managed_addons            = false
  enable_cluster_creator_admin_permissions = true
  authentication_mode                      = "API"

  access_entries = {
    ops = {
      principal_arn = "arn:aws:iam::111122223333:role/ops"
      policy_associations = {
        view = { policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", access_scope = { type = "namespace", namespaces = ["default"] } }
      }
    }
  }
  fargate_profiles = { default = { selectors = [{ namespace = "default" }] } }
}
