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
  count = var.create ? 1 : 0

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
          test     = var.trust_condition_test
          variable = "${provider.value.issuer}:${condition.key}"
          values   = condition.value
        }
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name               = one([for whole in [var.name] : whole if !var.use_name_prefix])
  path               = var.path
  assume_role_policy = data.aws_iam_policy_document.this[0].json
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for key, arn in var.policies : key => arn if var.create }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

output "arn" { value = one(aws_iam_role.this[*].arn) }
output "name" { value = one(aws_iam_role.this[*].name) }

variable "create" { default = true }
variable "name" { default = "" }
variable "use_name_prefix" { default = true }
variable "path" { default = "/" }
variable "policies" { default = {} }
variable "oidc_providers" { default = {} }
variable "trust_condition_test" { default = "StringEquals" }
