# A Fargate profile of the cluster of cluster.
resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "apps" }
}
