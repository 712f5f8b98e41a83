# Two add-ons of the cluster of cluster.
resource "aws_eks_addon" "this" {
  for_each     = toset(["coredns", "vpc-cni"])
  cluster_name = aws_eks_cluster.this.name
  addon_name   = each.key
}
