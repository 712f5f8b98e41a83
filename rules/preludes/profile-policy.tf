# A Fargate profile of the cluster of cluster, and its pod execution role with AWS's policy.
resource "aws_iam_role" "pods" {
  name = "pods"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks-fargate-pods.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "pods" {
  role       = aws_iam_role.pods.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = aws_iam_role.pods.arn
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "apps" }
}
