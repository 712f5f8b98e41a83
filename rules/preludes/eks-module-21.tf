# A cluster of the community's module, version 21.
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "21.3.0"

  name             = "demo"
  subnet_ids       = ["subnet-1", "subnet-2"]
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}
