# One Fargate profile and its pod execution role.

locals {
  # A cluster hands over its settings as one object; whoever calls this submodule, one by one.
  own = merge({
    create                       = var.create
    name                         = var.name
    subnet_ids                   = var.subnet_ids
    selectors                    = var.selectors
    create_iam_role              = var.create_iam_role
    iam_role_arn                 = var.iam_role_arn
    iam_role_name                = var.iam_role_name
    iam_role_path                = var.iam_role_path
    iam_role_use_name_prefix     = var.iam_role_use_name_prefix
    iam_role_attach_cni_policy   = var.iam_role_attach_cni_policy
    iam_role_additional_policies = var.iam_role_additional_policies
  }, var.stub_settings)

  on         = coalesce(local.own.create, true)
  wants_role = coalesce(local.own.create_iam_role, true)
  makes_role = local.on && local.wants_role
  prefixed   = coalesce(local.own.iam_role_use_name_prefix, true)
  role_name  = try(coalesce(local.own.iam_role_name, local.own.name), "fargate-profile")

  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  cni = {
    ipv4 = "arn:${local.partition}:iam::aws:policy/AmazonEKS_CNI_Policy"
    ipv6 = "arn:${local.partition}:iam::${local.account}:policy/AmazonEKS_CNI_IPv6_Policy"
  }
  policies = merge(
    { AmazonEKSFargatePodExecutionRolePolicy = "arn:${local.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy" },
    { for key in ["AmazonEKS_CNI_Policy"] : key => try(local.cni[var.cluster_ip_family], local.cni.ipv4) if var.stub_attaches_cni && coalesce(local.own.iam_role_attach_cni_policy, true) },
  )
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

resource "aws_eks_fargate_profile" "this" {
  count = local.on ? 1 : 0

  cluster_name           = var.cluster_name
  fargate_profile_name   = local.own.name == null ? var.name : local.own.name
  pod_execution_role_arn = local.wants_role ? aws_iam_role.this[0].arn : local.own.iam_role_arn
  # A null is kept, and leaves the profile without subnets, until 21 makes it stand for the cluster's.
  subnet_ids = var.stub_null_is_unset && local.own.subnet_ids == null ? var.subnet_ids : local.own.subnet_ids

  dynamic "selector" {
    for_each = try([for wanted in local.own.selectors : wanted], [])
    content {
      namespace = selector.value.namespace
      labels    = try(selector.value.labels, null)
    }
  }
}

data "aws_iam_policy_document" "assume_role_policy" {
  count = local.makes_role ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks-fargate-pods.amazonaws.com"]
    }

    dynamic "condition" {
      for_each = [for kind in ["fargateprofile"] : kind if var.stub_source_arn]
      content {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:eks:${data.aws_region.current.name}:${local.account}:${condition.value}/${var.cluster_name}/*"]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = local.makes_role ? 1 : 0

  name               = local.prefixed ? null : local.role_name
  name_prefix        = local.prefixed ? "${local.role_name}-" : null
  path               = local.own.iam_role_path
  assume_role_policy = data.aws_iam_policy_document.assume_role_policy[0].json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for key, arn in local.policies : key => arn if local.makes_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

# A list before 19.0.0, a map from then on.
resource "aws_iam_role_policy_attachment" "additional" {
  for_each = try({ for key, arn in local.own.iam_role_additional_policies : key => arn if local.makes_role }, {})

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

output "fargate_profile_arn" { value = one(aws_eks_fargate_profile.this[*].arn) }
output "fargate_profile_id" { value = one(aws_eks_fargate_profile.this[*].id) }
output "fargate_profile_status" { value = one(aws_eks_fargate_profile.this[*].status) }
output "fargate_profile_pod_execution_role_arn" { value = one(aws_eks_fargate_profile.this[*].pod_execution_role_arn) }
output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, local.own.iam_role_arn) }
output "iam_role_name" { value = one(aws_iam_role.this[*].name) }
