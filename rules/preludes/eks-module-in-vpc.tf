# A cluster of the community's module in the VPC of vpc-module or vpc-module-nat.
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name     = "demo"
  vpc_id           = module.vpc.vpc_id
  subnet_ids       = module.vpc.private_subnets
  fargate_profiles = { apps = { selectors = [{ namespace = "apps" }] } }
}
