# A Fargate profile of the cluster of cluster, and its pod execution role.
resource "aws_iam_role" "pods" {
  name               = "demo-pods"
  assume_role_policy = "{}"
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = aws_iam_role.pods.arn
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "apps" }
}
