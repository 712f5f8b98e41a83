variable "name" { type = string }
variable "release" { type = string }
variable "subnet_ids" { type = list(string) }
variable "namespaces" { type = map(string) }

data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

resource "aws_iam_role" "cluster" {
  name               = "${var.name}-cluster"
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", { service = "eks.amazonaws.com", source = null })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_iam_role" "pods" {
  name = "${var.name}-pods"
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", {
    service = "eks-fargate-pods.amazonaws.com"
    source  = "arn:aws:eks:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}:fargateprofile/${var.name}/*"
  })
}

resource "aws_iam_role_policy_attachment" "pods" {
  role       = aws_iam_role.pods.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  version  = var.release
  role_arn = aws_iam_role.cluster.arn

  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_fargate_profile" "this" {
  for_each = { for namespace, profile in var.namespaces : profile => namespace }

  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = aws_iam_role.pods.arn
  subnet_ids             = var.subnet_ids

  selector {
    namespace = each.value
  }
}

locals {
  coredns = {
    computeType  = "Fargate"
    replicaCount = 2
  }
}

resource "aws_eks_addon" "coredns" {
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = "coredns"
  configuration_values = jsonencode(local.coredns)
  depends_on           = [aws_eks_fargate_profile.this]
}

output "namespaces" {
  value = { for namespace, profile in var.namespaces : profile => namespace }
}
