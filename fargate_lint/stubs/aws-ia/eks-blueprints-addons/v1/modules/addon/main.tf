# One add-on: a Helm release, and a role for its service accounts where OIDC providers are known. Within the blueprint the
# row of its table (stub_row) and over it the caller's input object (stub_user) say what others pass by name.

locals {
  said = merge({
    name                 = var.name
    namespace            = var.namespace
    create_namespace     = var.create_namespace
    chart                = var.chart
    chart_version        = var.chart_version
    repository           = var.repository
    values               = var.values
    set_sensitive        = var.set_sensitive
    create_role          = var.create_role
    role_name            = var.role_name
    role_name_use_prefix = var.role_name_use_prefix
    role_path            = var.role_path
    role_policies        = var.role_policies
  }, var.stub_row, var.stub_user)

  accounts = [for it in try(var.stub_row.accounts, []) : { path = it.path, told = it.told, provider_arn = it.provider, service_account = try(var.stub_user[it.key], it.name) }]
  named    = [for it in local.accounts : { name = "${it.path}.name", value = it.service_account } if it.told]
  # Where the chart's values hold the role.
  role_paths = concat(var.set_irsa_names, [for it in local.accounts : "${it.path}.annotations.eks\\.amazonaws\\.com/role-arn"])

  trusted    = concat(values(var.oidc_providers), local.accounts)
  wants_role = alltrue([var.create, local.said.create_role, length(local.trusted) > 0])
  role_name  = try(coalesce(local.said.role_name, local.said.name), "irsa")
}

resource "helm_release" "this" {
  count = alltrue([var.create, var.create_release]) ? 1 : 0

  name             = local.said.name
  namespace        = local.said.namespace
  create_namespace = local.said.create_namespace
  chart            = local.said.chart
  version          = local.said.chart_version
  repository       = local.said.repository
  values           = local.said.values

  dynamic "set" {
    for_each = concat(
      [for it in concat(local.named, var.set, try(var.stub_user.set, [])) : { name = it.name, value = it.value }],
      [for path in local.role_paths : { name = path, value = aws_iam_role.this[0].arn } if local.wants_role],
    )
    content {
      name  = set.value.name
      value = set.value.value
    }
  }

  dynamic "set_sensitive" {
    for_each = local.said.set_sensitive
    content {
      name  = set_sensitive.value.name
      value = set_sensitive.value.value
    }
  }
}

data "aws_iam_policy_document" "assume" {
  count = local.wants_role ? 1 : 0

  dynamic "statement" {
    for_each = local.trusted
    iterator = trust
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [trust.value.provider_arn]
      }

      dynamic "condition" {
        for_each = { sub = "system:serviceaccount:${try(trust.value.namespace, local.said.namespace)}:${trust.value.service_account}", aud = "sts.amazonaws.com" }
        content {
          test     = "StringEquals"
          variable = "${try(regex("provider/(.*)$", trust.value.provider_arn)[0], trust.value.provider_arn)}:${condition.key}"
          values   = [condition.value]
        }
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = local.wants_role ? 1 : 0

  name               = local.said.role_name_use_prefix ? null : local.role_name
  path               = local.said.role_path
  assume_role_policy = data.aws_iam_policy_document.assume[0].json
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for key, arn in local.said.role_policies : key => arn if local.wants_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

output "name" { value = one(helm_release.this[*].name) }
output "namespace" { value = one(helm_release.this[*].namespace) }
output "chart" { value = one(helm_release.this[*].chart) }
output "version" { value = one(helm_release.this[*].version) }
output "values" { value = one(helm_release.this[*].values) }
output "iam_role_arn" { value = one(aws_iam_role.this[*].arn) }
output "iam_role_name" { value = one(aws_iam_role.this[*].name) }

variable "create" { default = true }
variable "create_release" { default = true }
variable "name" { default = "" }
variable "namespace" { default = null }
variable "create_namespace" { default = null }
variable "chart" { default = "" }
variable "chart_version" { default = null }
variable "repository" { default = null }
variable "values" { default = null }
variable "set" { default = [] }
variable "set_sensitive" { default = [] }
variable "set_irsa_names" { default = [] }
variable "create_role" { default = false }
variable "role_name" { default = null }
variable "role_name_use_prefix" { default = true }
variable "role_path" { default = "/" }
variable "role_policies" { default = {} }
variable "oidc_providers" { default = {} }

variable "stub_row" { default = {} }
variable "stub_user" { default = {} }
