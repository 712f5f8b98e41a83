# A role for EKS Pod Identity and its associations with service accounts; its policies (attach_…) are left out.

locals {
  # What an association leaves out, or gives as null, the defaults say.
  wanted = { for key, own in var.associations : key => {
    for name in ["cluster_name", "namespace", "service_account"] : name => try(coalesce(own[name]), var.association_defaults[name], null)
  } if var.create }
}

data "aws_iam_policy_document" "assume" {
  count = var.create ? 1 : 0

  statement {
    actions = ["sts:TagSession", "sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name               = one([for whole in [var.name] : whole if !var.use_name_prefix])
  path               = var.path
  assume_role_policy = data.aws_iam_policy_document.assume[0].json
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = local.wanted

  cluster_name    = each.value.cluster_name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.this[0].arn
}

output "associations" { value = aws_eks_pod_identity_association.this }
output "iam_role_arn" { value = one(aws_iam_role.this[*].arn) }
output "iam_role_name" { value = one(aws_iam_role.this[*].name) }

variable "create" { default = true }
variable "name" { default = "" }
variable "use_name_prefix" { default = true }
variable "path" { default = "/" }
variable "associations" { default = {} }
variable "association_defaults" { default = {} }
