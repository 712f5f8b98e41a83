# A label: the parts that name a thing, from the caller's inputs or the context handed down, and tags made of them.

locals {
  enabled   = var.enabled == null ? try(var.context.enabled, true) != false : var.enabled
  delimiter = var.delimiter == null ? try(coalesce(var.context.delimiter, "-"), "-") : var.delimiter
  order     = var.label_order == null ? try(coalescelist(var.context.label_order, local.usual_order), local.usual_order) : var.label_order

  usual_order = ["namespace", "tenant", "environment", "stage", "name", "attributes"]
  attributes  = compact(distinct(concat(try(coalesce(var.context.attributes, []), []), var.attributes == null ? [] : var.attributes)))

  given = {
    namespace   = var.namespace == null ? try(var.context.namespace, null) : var.namespace
    tenant      = var.tenant == null ? try(var.context.tenant, null) : var.tenant
    environment = var.environment == null ? try(var.context.environment, null) : var.environment
    stage       = var.stage == null ? try(var.context.stage, null) : var.stage
    name        = var.name == null ? try(var.context.name, null) : var.name
  }
  clean = { for key, text in local.given : key => text == null ? "" : lower(replace(text, "/[^-a-zA-Z0-9]/", "")) }
  parts = merge(local.clean, { attributes = join(local.delimiter, [for text in local.attributes : lower(replace(text, "/[^-a-zA-Z0-9]/", ""))]) })

  id = join(local.delimiter, [for key in local.order : local.parts[key] if local.parts[key] != ""])

  tags = merge(
    try(coalesce(var.context.tags, {}), {}),
    { for key, text in merge(local.parts, { name = local.id }) : title(key) => text if text != "" },
    var.tags == null ? {} : var.tags,
  )
}

output "enabled" { value = local.enabled }
output "id" { value = local.enabled ? local.id : "" }
output "id_full" { value = local.enabled ? local.id : "" }
output "namespace" { value = local.enabled ? local.clean.namespace : "" }
output "tenant" { value = local.enabled ? local.clean.tenant : "" }
output "environment" { value = local.enabled ? local.clean.environment : "" }
output "stage" { value = local.enabled ? local.clean.stage : "" }
output "name" { value = local.enabled ? local.clean.name : "" }
output "delimiter" { value = local.enabled ? local.delimiter : "" }
output "attributes" { value = local.enabled ? local.attributes : [] }
output "label_order" { value = local.order }
output "tags" { value = local.enabled ? local.tags : {} }
output "context" {
  value = merge(local.given, { enabled = local.enabled, delimiter = local.delimiter, attributes = local.attributes, label_order = local.order, tags = merge(try(coalesce(var.context.tags, {}), {}), var.tags == null ? {} : var.tags) })
}
