# A cluster of the community's module with a Fargate profile for every namespace.
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name     = "demo"
  subnet_ids       = ["subnet-1", "subnet-2"]
  fargate_profiles = { all = { selectors = [{ namespace = "*" }] } }
}
