# The add-on for EBS volumes.
resource "aws_eks_addon" "csi" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "aws-ebs-csi-driver"
}
