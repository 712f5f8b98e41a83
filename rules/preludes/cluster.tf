# A cluster in subnets of which nothing is known.
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}
