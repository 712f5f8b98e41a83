# Managed node groups, keyed as the caller's map: an entry's own values win over the defaults object.

locals {
  usual  = merge({ iam_role_arn = var.default_iam_role_arn, subnets = var.subnets }, var.node_groups_defaults)
  groups = { for key, own in var.node_groups : key => merge(local.usual, own) if var.create_eks }
}

resource "aws_eks_node_group" "workers" {
  for_each = local.groups

  cluster_name  = var.cluster_name
  node_role_arn = each.value.iam_role_arn
  subnet_ids    = each.value.subnets
}

output "node_groups" { value = aws_eks_node_group.workers }
output "role_arns" { value = [for group in local.groups : group.iam_role_arn] }

variable "create_eks" { default = true }
variable "cluster_name" { default = "" }
variable "default_iam_role_arn" { default = "" }
variable "subnets" { default = [] }
variable "node_groups_defaults" { default = {} }
variable "node_groups" { default = {} }
