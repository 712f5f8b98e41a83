# A role that service accounts assume through the cluster's OIDC provider. Its own policies (attach_…) are left out: rules
# ask who may take the role, not what it may do.

locals {
  # What a token must say, by claim, for each provider.
  trusted = [for it in values(var.oidc_providers) : {
    arn    = it.provider_arn
    issuer = try(regex("provider/(.*)$", it.provider_arn)[0], it.provider_arn)
    says   = { sub = formatlist("system:serviceaccount:%s", it.namespace_service_accounts), aud = ["sts.amazonaws.com"] }
  }]
}

data "aws_iam_policy_document" "this" {
  count = var.create_role ? 1 : 0

  dynamic "statement" {
    for_each = local.trusted
    iterator = provider
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [provider.value.arn]
      }

      dynamic "condition" {
        for_each = provider.value.says
        content {
          test     = var.assume_role_condition_test
          variable = "${provider.value.issuer}:${condition.key}"
          values   = condition.value
        }
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create_role ? 1 : 0

  name               = var.role_name
  name_prefix        = var.role_name_prefix
  path               = var.role_path
  assume_role_policy = data.aws_iam_policy_document.this[0].json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for key, arn in var.role_policy_arns : key => arn if var.create_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

output "iam_role_arn" { value = one(aws_iam_role.this[*].arn) }
output "iam_role_name" { value = one(aws_iam_role.this[*].name) }

variable "create_role" { default = true }
variable "role_name" { default = null }
variable "role_name_prefix" { default = null }
variable "role_path" { default = "/" }
variable "role_policy_arns" { default = {} }
variable "oidc_providers" { default = {} }
variable "assume_role_condition_test" { default = "StringEquals" }
