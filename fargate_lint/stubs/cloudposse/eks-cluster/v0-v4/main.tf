# Cluster, access and add-ons. The name is the label's id; from 4.0.0 on access is by entries only unless told otherwise.

module "this" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  enabled     = var.enabled
  namespace   = var.namespace
  tenant      = var.tenant
  environment = var.environment
  stage       = var.stage
  name        = var.name
  delimiter   = var.delimiter
  attributes  = var.attributes
  label_order = var.label_order
  tags        = var.tags
  context     = var.context
}

data "aws_partition" "current" {}

locals {
  on       = module.this.enabled
  own_role = local.on && var.create_eks_service_role
  role_arn = local.own_role ? one(aws_iam_role.default[*].arn) : var.eks_cluster_service_role_arn

  # Of an add-on, and of an entry, of which nothing more is said.
  addon_usual = { for name in ["addon_version", "configuration_values", "service_account_role_arn"] : name => null }
  entry_usual = { type = "STANDARD", kubernetes_groups = null }
}

module "label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = var.cluster_attributes
  context    = module.this.context
}

resource "aws_eks_cluster" "default" {
  count = local.on ? 1 : 0

  name                          = module.label.id
  role_arn                      = local.role_arn
  version                       = var.kubernetes_version
  enabled_cluster_log_types     = var.enabled_cluster_log_types
  bootstrap_self_managed_addons = var.bootstrap_self_managed_addons_enabled

  vpc_config {
    subnet_ids              = var.subnet_ids
    security_group_ids      = var.associated_security_group_ids
    endpoint_private_access = var.endpoint_private_access
    endpoint_public_access  = var.endpoint_public_access
    public_access_cidrs     = var.public_access_cidrs
  }

  dynamic "access_config" {
    for_each = var.stub_access_entries ? [1] : []
    content {
      authentication_mode                         = try(var.access_config.authentication_mode, "API")
      bootstrap_cluster_creator_admin_permissions = try(var.access_config.bootstrap_cluster_creator_admin_permissions, false)
    }
  }

  dynamic "kubernetes_network_config" {
    for_each = [for range in [var.service_ipv4_cidr] : range if range != null]
    content {
      service_ipv4_cidr = kubernetes_network_config.value
    }
  }
}

resource "aws_iam_openid_connect_provider" "default" {
  count = local.on && var.oidc_provider_enabled ? 1 : 0

  url            = aws_eks_cluster.default[0].identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_eks_addon" "cluster" {
  for_each = { for addon in var.addons : addon.addon_name => merge(local.addon_usual, addon) if local.on }

  cluster_name             = aws_eks_cluster.default[0].name
  addon_name               = each.key
  addon_version            = each.value.addon_version
  configuration_values     = var.stub_passes_configuration_values ? each.value.configuration_values : null
  service_account_role_arn = each.value.service_account_role_arn

  depends_on = [var.addons_depends_on]
}

data "aws_iam_policy_document" "assume_role" {
  count = local.own_role ? 1 : 0

  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "default" {
  count = local.own_role ? 1 : 0

  name               = module.label.id
  assume_role_policy = data.aws_iam_policy_document.assume_role[0].json
}

resource "aws_iam_role_policy_attachment" "amazon_eks_cluster_policy" {
  count = local.own_role ? 1 : 0

  role       = aws_iam_role.default[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEKSClusterPolicy"
}

# --- access entries (4.0.0 and later) -------------------------------------------------------------------------------

resource "aws_eks_access_entry" "map" {
  for_each = { for arn, entry in var.access_entry_map : arn => merge(local.entry_usual, entry) if local.on }

  cluster_name      = aws_eks_cluster.default[0].id
  principal_arn     = each.key
  type              = each.value.type
  kubernetes_groups = each.value.kubernetes_groups
}

resource "aws_eks_access_entry" "standard" {
  count = local.on ? length(var.access_entries) : 0

  cluster_name      = aws_eks_cluster.default[0].id
  principal_arn     = var.access_entries[count.index].principal_arn
  type              = "STANDARD"
  kubernetes_groups = try(var.access_entries[count.index].kubernetes_groups, null)
}

resource "aws_eks_access_policy_association" "list" {
  count = local.on ? length(var.access_policy_associations) : 0

  cluster_name  = aws_eks_cluster.default[0].id
  principal_arn = var.access_policy_associations[count.index].principal_arn
  policy_arn    = var.access_policy_associations[count.index].policy_arn

  access_scope {
    type       = try(var.access_policy_associations[count.index].access_scope.type, "cluster")
    namespaces = try(var.access_policy_associations[count.index].access_scope.namespaces, null)
  }
}

output "eks_cluster_id" { value = one(aws_eks_cluster.default[*].id) }
output "eks_cluster_arn" { value = one(aws_eks_cluster.default[*].arn) }
output "eks_cluster_endpoint" { value = one(aws_eks_cluster.default[*].endpoint) }
output "eks_cluster_version" { value = one(aws_eks_cluster.default[*].version) }
output "eks_cluster_certificate_authority_data" { value = try(aws_eks_cluster.default[0].certificate_authority[0].data, null) }
output "eks_cluster_identity_oidc_issuer" { value = try(aws_eks_cluster.default[0].identity[0].oidc[0].issuer, null) }
output "eks_cluster_identity_oidc_issuer_arn" { value = one(aws_iam_openid_connect_provider.default[*].arn) }
output "eks_cluster_managed_security_group_id" { value = try(aws_eks_cluster.default[0].vpc_config[0].cluster_security_group_id, null) }
output "eks_cluster_role_arn" { value = local.role_arn }
