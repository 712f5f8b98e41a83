# A cluster whose Fargate profiles are made by a module that cannot be seen (no aws_eks_fargate_profile is in sight).
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}

module "fargate_profiles" {
  source       = "example/eks-fargate-profiles/aws"
  cluster_name = aws_eks_cluster.this.name
}
