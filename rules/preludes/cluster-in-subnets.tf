# A cluster in the subnets of subnets.
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = aws_subnet.private[*].id }
}
