# One Fargate profile with exactly one selector, and its pod execution role.

module "this" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  enabled     = var.enabled
  namespace   = var.namespace
  tenant      = var.tenant
  environment = var.environment
  stage       = var.stage
  name        = var.name
  delimiter   = var.delimiter
  attributes  = var.attributes
  label_order = var.label_order
  tags        = var.tags
  context     = var.context
}

data "aws_partition" "current" {}

locals {
  pulls        = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
  make_profile = module.this.enabled && var.fargate_profile_enabled
  make_role    = module.this.enabled && var.fargate_pod_execution_role_enabled
  role_arn     = local.make_role ? aws_iam_role.default[0].arn : var.fargate_pod_execution_role_arn
  role_name    = local.make_role ? aws_iam_role.default[0].name : var.fargate_pod_execution_role_name
  own_name     = try(coalesce(var.fargate_pod_execution_role_name, var.fargate_profile_iam_role_name), null)
}

module "fargate_profile_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = [var.kubernetes_namespace]
  context    = module.this.context
}

module "role_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["fargate"]
  context    = module.this.context
}

data "aws_iam_policy_document" "assume_role" {
  count = local.make_role ? 1 : 0

  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["eks-fargate-pods.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "default" {
  count = local.make_role ? 1 : 0

  name               = local.own_name != null ? local.own_name : local.make_profile ? "${module.role_label.id}${var.iam_role_kubernetes_namespace_delimiter}${var.kubernetes_namespace}" : module.role_label.id
  assume_role_policy = data.aws_iam_policy_document.assume_role[0].json
}

resource "aws_iam_role_policy_attachment" "amazon_eks_fargate_pod_execution_role_policy" {
  count = local.make_role ? 1 : 0

  role       = aws_iam_role.default[0].name
  policy_arn = local.pulls
}

resource "aws_eks_fargate_profile" "default" {
  count = local.make_profile ? 1 : 0

  cluster_name           = var.cluster_name
  fargate_profile_name   = coalesce(var.fargate_profile_name, module.fargate_profile_label.id)
  pod_execution_role_arn = local.role_arn
  subnet_ids             = var.subnet_ids

  selector {
    namespace = var.kubernetes_namespace
    labels    = var.kubernetes_labels
  }
}

output "eks_fargate_profile_id" { value = one(aws_eks_fargate_profile.default[*].id) }
output "eks_fargate_profile_arn" { value = one(aws_eks_fargate_profile.default[*].arn) }
output "eks_fargate_profile_status" { value = one(aws_eks_fargate_profile.default[*].status) }
output "eks_fargate_profile_role_arn" { value = local.role_arn }
output "eks_fargate_profile_role_name" { value = local.role_name }
output "eks_fargate_pod_execution_role_arn" { value = local.role_arn }
output "eks_fargate_pod_execution_role_name" { value = local.role_name }
