# Karpenter's IRSA role (aws_iam_role.irsa) and node role (aws_iam_role.this) of versions 18.31 to 19.

locals {
  controller = var.create && var.create_irsa
  nodes      = var.create && var.create_iam_role
  policies   = concat(["AmazonEC2ContainerRegistryReadOnly", "AmazonEKSWorkerNodePolicy"], var.iam_role_attach_cni_policy ? ["AmazonEKS_CNI_Policy"] : [])

  # What a token must say, by claim.
  issuer = try(regex("provider/(.*)$", var.irsa_oidc_provider_arn)[0], var.irsa_oidc_provider_arn)
  says   = { sub = formatlist("system:serviceaccount:%s", var.irsa_namespace_service_accounts), aud = ["sts.amazonaws.com"] }
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "irsa_assume_role" {
  count = local.controller ? 1 : 0

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.irsa_oidc_provider_arn]
    }

    dynamic "condition" {
      for_each = local.says
      content {
        test     = var.irsa_assume_role_condition_test
        variable = "${local.issuer}:${condition.key}"
        values   = condition.value
      }
    }
  }
}

resource "aws_iam_role" "irsa" {
  count = local.controller ? 1 : 0

  name               = var.irsa_use_name_prefix ? null : coalesce(var.irsa_name, "KarpenterIRSA-${var.cluster_name}")
  path               = var.irsa_path
  assume_role_policy = data.aws_iam_policy_document.irsa_assume_role[0].json
}

data "aws_iam_policy_document" "assume_role" {
  count = local.nodes ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  count = local.nodes ? 1 : 0

  name               = var.iam_role_use_name_prefix ? null : coalesce(var.iam_role_name, "Karpenter-${var.cluster_name}")
  path               = var.iam_role_path
  assume_role_policy = data.aws_iam_policy_document.assume_role[0].json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(local.nodes ? local.policies : [])

  role       = aws_iam_role.this[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for key, arn in var.iam_role_additional_policies : key => arn if local.nodes }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

output "irsa_arn" { value = one(aws_iam_role.irsa[*].arn) }
output "irsa_name" { value = one(aws_iam_role.irsa[*].name) }
output "role_arn" { value = try(aws_iam_role.this[0].arn, var.iam_role_arn) }
output "role_name" { value = one(aws_iam_role.this[*].name) }
