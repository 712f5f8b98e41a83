# A cluster in the VPC of vpc-module or vpc-module-nat.
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = module.vpc.private_subnets }
}
