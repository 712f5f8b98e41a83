# All Fargate profiles of a cluster, under one shared pod execution role.

locals {
  on        = var.create_eks && length(var.fargate_profiles) > 0
  makes     = local.on && var.create_fargate_pod_execution_role
  role_arn  = one(concat(aws_iam_role.eks_fargate_pod[*].arn, data.aws_iam_role.custom_fargate_iam_role[*].arn))
  partition = data.aws_partition.current.partition

  # An entry is one selector itself before 17.0.0, and has a list of them from then on.
  wanted = { for key, own in var.fargate_profiles : key => concat(
    try([for it in own.selectors : it if var.stub_many_selectors], []),
    [for it in [own] : it if !var.stub_many_selectors],
  ) }
}

data "aws_partition" "current" {}

resource "aws_eks_fargate_profile" "this" {
  for_each = { for key, own in var.fargate_profiles : key => own if local.on }

  cluster_name           = var.cluster_name
  fargate_profile_name   = try(each.value.name, join("-", [var.cluster_name, "fargate", replace(each.key, "_", "-")]))
  pod_execution_role_arn = local.role_arn
  subnet_ids             = var.stub_reads_subnets ? try(each.value.subnets, var.subnets) : var.subnets

  dynamic "selector" {
    for_each = local.wanted[each.key]
    content {
      namespace = selector.value.namespace
      labels    = try(selector.value.labels, {})
    }
  }
}

data "aws_iam_role" "custom_fargate_iam_role" {
  count = local.on && !local.makes ? 1 : 0
  name  = var.fargate_pod_execution_role_name
}

data "aws_iam_policy_document" "eks_fargate_pod_assume_role" {
  count = local.makes ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks-fargate-pods.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "eks_fargate_pod" {
  count = local.makes ? 1 : 0

  path               = var.iam_path
  assume_role_policy = data.aws_iam_policy_document.eks_fargate_pod_assume_role[0].json
}

resource "aws_iam_role_policy_attachment" "eks_fargate_pod" {
  count = local.makes ? 1 : 0

  role       = aws_iam_role.eks_fargate_pod[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
}

output "fargate_profile_ids" { value = values(aws_eks_fargate_profile.this)[*].id }
output "fargate_profile_arns" { value = values(aws_eks_fargate_profile.this)[*].arn }
output "iam_role_name" { value = one(aws_iam_role.eks_fargate_pod[*].name) }
output "iam_role_arn" { value = local.role_arn }
output "aws_auth_roles" { value = [for arn in [local.role_arn] : { worker_role_arn = arn, platform = "fargate" } if local.on] }

variable "create_eks" { default = true }
variable "cluster_name" { default = "" }
variable "subnets" { default = [] }
variable "fargate_profiles" { default = {} }
variable "create_fargate_pod_execution_role" { default = true }
variable "fargate_pod_execution_role_name" { default = null }
variable "iam_path" { default = "/" }

variable "stub_many_selectors" { default = true }
variable "stub_reads_subnets" { default = true }
