# One self-managed group: an Auto Scaling group, its role and, from 20.0.0, the role's way into the cluster.

locals {
  own = merge({
    create                       = var.create
    subnet_ids                   = var.subnet_ids
    min_size                     = var.min_size
    max_size                     = var.max_size
    create_autoscaling_group     = var.create_autoscaling_group
    create_access_entry          = var.create_access_entry
    create_iam_instance_profile  = var.create_iam_instance_profile
    iam_role_arn                 = var.iam_role_arn
    iam_role_attach_cni_policy   = var.iam_role_attach_cni_policy
    iam_role_additional_policies = var.iam_role_additional_policies
  }, var.stub_settings)

  on         = coalesce(local.own.create, true)
  wants_role = coalesce(local.own.create_iam_instance_profile, true)
  makes_role = local.on && local.wants_role
  networks   = coalesce(local.own.iam_role_attach_cni_policy, true)
  mark       = "kubernetes.io/cluster/${var.cluster_name}"
  policies   = concat(["AmazonEC2ContainerRegistryReadOnly", "AmazonEKSWorkerNodePolicy"], local.networks ? ["AmazonEKS_CNI_Policy"] : [])
}

data "aws_partition" "current" {}

resource "aws_autoscaling_group" "this" {
  count = local.on && coalesce(local.own.create_autoscaling_group, true) ? 1 : 0

  vpc_zone_identifier = var.stub_null_is_unset && local.own.subnet_ids == null ? var.subnet_ids : local.own.subnet_ids
  min_size            = try(coalesce(local.own.min_size), var.min_size)
  max_size            = try(coalesce(local.own.max_size), var.max_size)

  tag {
    key                 = local.mark
    value               = "owned"
    propagate_at_launch = true
  }
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

resource "aws_eks_access_entry" "this" {
  count = local.on && var.stub_access_entries && coalesce(local.own.create_access_entry, true) ? 1 : 0

  cluster_name  = var.cluster_name
  principal_arn = local.wants_role ? aws_iam_role.this[0].arn : local.own.iam_role_arn
  type          = "EC2_LINUX"
}

output "autoscaling_group_arn" { value = one(aws_autoscaling_group.this[*].arn) }
output "autoscaling_group_id" { value = one(aws_autoscaling_group.this[*].id) }
output "autoscaling_group_name" { value = one(aws_autoscaling_group.this[*].name) }
output "iam_role_arn" { value = one(aws_iam_role.this[*].arn) }
output "iam_role_name" { value = one(aws_iam_role.this[*].name) }
