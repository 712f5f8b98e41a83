# One managed node group.

locals {
  own   = merge({ create_iam_role = true }, var.managed_ng)
  place = try(coalescelist(local.own.subnet_ids, var.subnet_ids), var.subnet_ids)
}

resource "aws_eks_node_group" "managed_ng" {
  cluster_name  = var.cluster_name
  node_role_arn = local.own.create_iam_role ? aws_iam_role.managed_ng[0].arn : local.own.iam_role_arn
  subnet_ids    = local.place
}

data "aws_iam_policy_document" "managed_ng_assume_role_policy" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "managed_ng" {
  count              = local.own.create_iam_role ? 1 : 0
  assume_role_policy = data.aws_iam_policy_document.managed_ng_assume_role_policy.json
}

variable "managed_ng" { default = {} }
variable "cluster_name" { default = null }
variable "subnet_ids" { default = [] }
