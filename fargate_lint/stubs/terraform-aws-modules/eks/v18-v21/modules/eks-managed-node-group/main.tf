# One managed node group and its role: that EC2 capacity exists, where, and under which role.

locals {
  own = merge({
    create                       = var.create
    subnet_ids                   = var.subnet_ids
    create_iam_role              = var.create_iam_role
    iam_role_arn                 = var.iam_role_arn
    iam_role_attach_cni_policy   = var.iam_role_attach_cni_policy
    iam_role_additional_policies = var.iam_role_additional_policies
  }, var.stub_settings)

  on         = coalesce(local.own.create, true)
  wants_role = coalesce(local.own.create_iam_role, true)
  makes_role = local.on && local.wants_role
  networks   = coalesce(local.own.iam_role_attach_cni_policy, true)
  policies   = concat(["AmazonEC2ContainerRegistryReadOnly", "AmazonEKSWorkerNodePolicy"], local.networks ? ["AmazonEKS_CNI_Policy"] : [])
}

data "aws_partition" "current" {}

resource "aws_eks_node_group" "this" {
  count = local.on ? 1 : 0

  cluster_name  = var.cluster_name
  node_role_arn = local.wants_role ? aws_iam_role.this[0].arn : local.own.iam_role_arn
  subnet_ids    = var.stub_null_is_unset && local.own.subnet_ids == null ? var.subnet_ids : local.own.subnet_ids
}

data "aws_iam_policy_document" "assume_role_policy" {
  count = local.makes_role ? 1 : 0

  statement {
    sid     = "EKSNodeAssumeRole"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  count              = local.makes_role ? 1 : 0
  assume_role_policy = data.aws_iam_policy_document.assume_role_policy[0].json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(local.makes_role ? local.policies : [])

  role       = aws_iam_role.this[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = try({ for key, arn in local.own.iam_role_additional_policies : key => arn if local.makes_role }, {})

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

output "node_group_arn" { value = one(aws_eks_node_group.this[*].arn) }
output "node_group_id" { value = one(aws_eks_node_group.this[*].id) }
output "node_group_status" { value = one(aws_eks_node_group.this[*].status) }
output "node_group_resources" { value = one(aws_eks_node_group.this[*].resources) }
output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, local.own.iam_role_arn) }
output "iam_role_name" { value = one(aws_iam_role.this[*].name) }
