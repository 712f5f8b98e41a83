# The cluster, its role and its add-ons in versions 18 to 21 of the EKS module. Version 21 calls most inputs by shorter names
# (stub_short_names); what else changed is told by the defaults in stub.toml. Left out, for no rule reads it: encryption,
# logs, tags, Outposts beyond their being there. What waits for the cluster in the module is here given the cluster itself.

locals {
  on      = var.create
  short   = var.stub_short_names
  managed = "arn:${data.aws_partition.current.partition}:iam::aws:policy/"

  name      = local.short ? var.name : var.cluster_name
  ip_family = local.short ? var.ip_family : var.cluster_ip_family
  placed    = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)
  outpost   = try(length(var.outpost_config), 0) > 0

  # At most one of the two is written: no version has both names.
  compute   = merge(var.cluster_compute_config, var.compute_config)
  auto_mode = try(coalesce(local.compute.enabled, false), false)
  pools     = try([for pool in local.compute.node_pools : pool], [])
  auto_role = local.on && local.auto_mode && var.create_node_iam_role
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_iam_session_context" "current" {
  count = local.on ? 1 : 0
  arn   = data.aws_caller_identity.current.arn
}

resource "aws_eks_cluster" "this" {
  count = local.on ? 1 : 0

  name                          = local.name
  version                       = local.short ? var.kubernetes_version : var.cluster_version
  role_arn                      = local.makes_role ? aws_iam_role.this[0].arn : var.iam_role_arn
  enabled_cluster_log_types     = local.short ? var.enabled_log_types : var.cluster_enabled_log_types
  bootstrap_self_managed_addons = local.auto_mode && var.bootstrap_self_managed_addons == null ? false : var.bootstrap_self_managed_addons

  vpc_config {
    endpoint_private_access = local.short ? var.endpoint_private_access : var.cluster_endpoint_private_access
    endpoint_public_access  = local.short ? var.endpoint_public_access : var.cluster_endpoint_public_access
    public_access_cidrs     = local.short ? var.endpoint_public_access_cidrs : var.cluster_endpoint_public_access_cidrs
    security_group_ids      = compact(distinct(flatten([local.extra_groups, local.cluster_group])))
    subnet_ids              = local.placed
  }

  kubernetes_network_config {
    ip_family         = local.ip_family
    service_ipv4_cidr = local.short ? var.service_ipv4_cidr : var.cluster_service_ipv4_cidr
  }

  dynamic "access_config" {
    for_each = [for mode in [var.authentication_mode] : mode if var.stub_access_entries]
    content {
      authentication_mode                         = access_config.value
      bootstrap_cluster_creator_admin_permissions = false
    }
  }

  dynamic "compute_config" {
    for_each = [for own in [local.compute] : own if length(own) > 0]
    content {
      enabled       = local.auto_mode
      node_pools    = local.auto_mode ? local.pools : null
      node_role_arn = local.auto_mode && length(local.pools) > 0 ? try(coalesce(compute_config.value.node_role_arn, local.auto_role_arn), local.auto_role_arn) : null
    }
  }

  depends_on = [aws_iam_role_policy_attachment.this]
}

# --- roles: the cluster's, and that of auto mode's nodes --------------------------------------------------------------

locals {
  makes_role    = local.on && var.create_iam_role
  auto_role_arn = one(aws_iam_role.eks_auto[*].arn)

  cluster_policies = flatten([
    "AmazonEKSClusterPolicy",
    local.auto_mode ? [for part in ["Compute", "BlockStorage", "LoadBalancing", "Networking"] : "AmazonEKS${part}Policy"] : [],
    !local.auto_mode && var.enable_security_groups_for_pods ? ["AmazonEKSVPCResourceController"] : [],
  ])
}

data "aws_iam_policy_document" "assume_role_policy" {
  count = local.makes_role ? 1 : 0

  statement {
    sid     = "EKSClusterAssumeRole"
    actions = var.stub_tags_sessions ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  count = local.makes_role ? 1 : 0

  path               = var.iam_role_path
  assume_role_policy = data.aws_iam_policy_document.assume_role_policy[0].json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(local.makes_role ? local.cluster_policies : [])

  role       = aws_iam_role.this[0].name
  policy_arn = "${local.managed}${each.key}"
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for key, arn in var.iam_role_additional_policies : key => arn if local.makes_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

data "aws_iam_policy_document" "node_assume_role_policy" {
  count = local.auto_role ? 1 : 0

  statement {
    sid     = "EKSAutoNodeAssumeRole"
    actions = ["sts:TagSession", "sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "eks_auto" {
  count = local.auto_role ? 1 : 0

  assume_role_policy = data.aws_iam_policy_document.node_assume_role_policy[0].json
}

resource "aws_iam_role_policy_attachment" "eks_auto" {
  for_each = toset(local.auto_role ? ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"] : [])

  role       = aws_iam_role.eks_auto[0].name
  policy_arn = "${local.managed}${each.key}"
}

resource "aws_iam_openid_connect_provider" "oidc_provider" {
  count = local.on && var.enable_irsa && !local.outpost ? 1 : 0

  url            = aws_eks_cluster.this[0].identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

# --- add-ons. One that goes before compute waits for no node; before 19.9.0 that key is not read. -----------------------

locals {
  # stub_addon: the keys that the version reads, and what it says where they are absent.
  addon_terms = merge(var.stub_addon, { for key in ["resolve_conflicts_on_create"] : key => "NONE" if var.bootstrap_self_managed_addons == false })

  addons = { for key, own in merge(var.cluster_addons, var.addons) : key => {
    name  = try(coalesce(own.name, key), key)
    early = var.stub_reads_before_compute && try(coalesce(own.before_compute, false), false)
    terms = { for term, usual in local.addon_terms : term => try(own[term], usual) }
    pods  = try([for role in own.pod_identity_association : role], [])
    # In 18 the version is left to EKS; from then on the module asks for the newest or the default one.
    version = try(coalesce(own.addon_version), data.aws_eks_addon_version.this[key].version, null)
  } if local.on && !local.outpost }
}

data "aws_eks_addon_version" "this" {
  for_each = { for key, own in merge(var.cluster_addons, var.addons) : key => own if var.stub_looks_up_addon_version && local.on && !local.outpost }

  addon_name         = try(coalesce(each.value.name, each.key), each.key)
  kubernetes_version = aws_eks_cluster.this[0].version
}

resource "aws_eks_addon" "this" {
  for_each = { for key, addon in local.addons : key => addon if !addon.early }

  cluster_name                = aws_eks_cluster.this[0].name
  addon_name                  = each.value.name
  addon_version               = each.value.version
  configuration_values        = lookup(each.value.terms, "configuration_values", null)
  service_account_role_arn    = lookup(each.value.terms, "service_account_role_arn", null)
  preserve                    = lookup(each.value.terms, "preserve", null)
  resolve_conflicts           = lookup(each.value.terms, "resolve_conflicts", null)
  resolve_conflicts_on_create = lookup(each.value.terms, "resolve_conflicts_on_create", null)
  resolve_conflicts_on_update = lookup(each.value.terms, "resolve_conflicts_on_update", null)

  dynamic "pod_identity_association" {
    for_each = each.value.pods
    iterator = role
    content {
      role_arn        = role.value.role_arn
      service_account = role.value.service_account
    }
  }

  depends_on = [module.self_managed_node_group, module.eks_managed_node_group, module.fargate_profile]
}

resource "aws_eks_addon" "before_compute" {
  for_each = { for key, addon in local.addons : key => addon if addon.early }

  cluster_name                = aws_eks_cluster.this[0].name
  addon_name                  = each.value.name
  addon_version               = each.value.version
  configuration_values        = lookup(each.value.terms, "configuration_values", null)
  service_account_role_arn    = lookup(each.value.terms, "service_account_role_arn", null)
  preserve                    = lookup(each.value.terms, "preserve", null)
  resolve_conflicts           = lookup(each.value.terms, "resolve_conflicts", null)
  resolve_conflicts_on_create = lookup(each.value.terms, "resolve_conflicts_on_create", null)
  resolve_conflicts_on_update = lookup(each.value.terms, "resolve_conflicts_on_update", null)

  dynamic "pod_identity_association" {
    for_each = each.value.pods
    iterator = role
    content {
      role_arn        = role.value.role_arn
      service_account = role.value.service_account
    }
  }
}
