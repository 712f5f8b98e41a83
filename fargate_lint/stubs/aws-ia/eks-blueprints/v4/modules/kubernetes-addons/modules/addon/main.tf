# One Helm release; what the caller gives in its helm_config comes first.

locals {
  said = merge({ create_namespace = null, values = var.values, set = [] }, var.row, var.helm_config)
}

resource "helm_release" "addon" {
  count = var.on && !var.by_gitops ? 1 : 0

  name             = local.said.name
  namespace        = local.said.namespace
  create_namespace = local.said.create_namespace
  chart            = local.said.chart
  version          = local.said.version
  repository       = local.said.repository
  values           = local.said.values

  dynamic "set" {
    for_each = concat(var.set, local.said.set)
    content {
      name  = set.value.name
      value = set.value.value
    }
  }
}

variable "on" { default = false }
variable "by_gitops" { default = false }
variable "row" { default = {} }
variable "helm_config" { default = {} }
variable "values" { default = [] }
variable "set" { default = [] }
