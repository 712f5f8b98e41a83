# One role and one Fargate profile per namespace, all with the same labels.

data "aws_partition" "current" {}

locals {
  # A single namespace, behind a switch, before 2.1.4.
  namespaces = toset(var.enabled ? concat(var.namespaces, compact([var.namespace])) : [])

  pulls = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
  names = { for namespace in local.namespaces : namespace => join("-", compact([var.prefix, var.cluster_name, "fargate", namespace, var.suffix])) }
}

data "aws_iam_policy_document" "assume" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["eks-fargate-pods.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.namespaces

  name               = local.names[each.key]
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "attachment_main" {
  for_each = local.namespaces

  role       = aws_iam_role.this[each.key].name
  policy_arn = local.pulls
}

resource "aws_eks_fargate_profile" "this" {
  for_each = local.namespaces

  cluster_name           = var.cluster_name
  fargate_profile_name   = local.names[each.key]
  pod_execution_role_arn = aws_iam_role.this[each.key].arn
  subnet_ids             = var.subnet_ids

  selector {
    namespace = each.key
    labels    = var.labels
  }
}

output "eks_fargate_profile_arn" { value = [for profile in aws_eks_fargate_profile.this : profile.arn] }
output "eks_fargate_profile_id" { value = [for profile in aws_eks_fargate_profile.this : profile.id] }
output "eks_fargate_profile_status" { value = [for profile in aws_eks_fargate_profile.this : profile.status] }
output "eks_fargate_profile_role_arn" { value = [for role in aws_iam_role.this : role.arn] }
output "eks_fargate_profile_role_name" { value = [for role in aws_iam_role.this : role.name] }
