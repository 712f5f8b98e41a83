# One profile, whose keys have names of their own: fargate_profile_name, fargate_profile_namespaces, k8s_labels.

locals {
  own       = merge({ create_iam_role = true, additional_iam_policies = [] }, var.fargate_profile)
  pulls     = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
  role_name = "${var.cluster_name}-${local.own.fargate_profile_name}"
}

data "aws_partition" "current" {}

resource "aws_eks_fargate_profile" "eks_fargate" {
  cluster_name           = var.cluster_name
  fargate_profile_name   = local.own.fargate_profile_name
  pod_execution_role_arn = local.own.create_iam_role ? aws_iam_role.fargate[0].arn : local.own.iam_role_arn
  subnet_ids             = local.own.subnet_ids

  dynamic "selector" {
    for_each = local.own.fargate_profile_namespaces
    iterator = wanted
    content {
      namespace = wanted.value.namespace
      labels    = lookup(wanted.value, "k8s_labels", null)
    }
  }
}

data "aws_iam_policy_document" "fargate_assume_role_policy" {
  count = local.own.create_iam_role ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks-fargate-pods.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "fargate" {
  count = local.own.create_iam_role ? 1 : 0

  name               = local.role_name
  assume_role_policy = data.aws_iam_policy_document.fargate_assume_role_policy[0].json
}

resource "aws_iam_role_policy_attachment" "fargate_pod_execution_role_policy" {
  for_each = { for i, arn in concat([local.pulls], local.own.additional_iam_policies) : i => arn if local.own.create_iam_role }

  role       = aws_iam_role.fargate[0].name
  policy_arn = each.value
}

variable "fargate_profile" { default = {} }
variable "cluster_name" { default = null }

output "eks_fargate_profile_id" { value = aws_eks_fargate_profile.eks_fargate.id }
output "eks_fargate_profile_arn" { value = aws_eks_fargate_profile.eks_fargate.arn }
output "eks_fargate_profile_role_name" { value = one(aws_iam_role.fargate[*].name) }
