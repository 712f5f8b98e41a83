# A role for the pods of one service account.
resource "aws_eks_pod_identity_association" "api" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "apps"
  service_account = "api"
  role_arn        = "arn:aws:iam::111122223333:role/api"
}
