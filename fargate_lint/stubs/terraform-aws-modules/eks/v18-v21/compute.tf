# Fargate profiles and node groups. What an entry says wins over the object of defaults (none in version 21), and that over
# the module's own inputs; the name and the create key are the entry's alone.

locals {
  made    = local.on && !local.outpost
  kept_on = { for key in ["create"] : key => true if !var.stub_reads_create }
}

module "fargate_profile" {
  source   = "./modules/fargate-profile"
  for_each = { for key, own in local.short ? merge(var.fargate_profiles, {}) : var.fargate_profiles : key => own if local.made }

  cluster_name      = aws_eks_cluster.this[0].name
  cluster_ip_family = local.ip_family
  name              = each.key
  subnet_ids        = var.subnet_ids
  stub_settings     = merge(var.fargate_profile_defaults, { create = true, name = each.key }, each.value, local.kept_on)
}

module "eks_managed_node_group" {
  source   = "./modules/eks-managed-node-group"
  for_each = { for key, own in local.short ? merge(var.eks_managed_node_groups, {}) : var.eks_managed_node_groups : key => own if local.made }

  cluster_name  = aws_eks_cluster.this[0].name
  name          = each.key
  subnet_ids    = var.subnet_ids
  stub_settings = merge(var.eks_managed_node_group_defaults, { create = true, name = each.key }, each.value, local.kept_on)
}

module "self_managed_node_group" {
  source   = "./modules/self-managed-node-group"
  for_each = { for key, own in local.short ? merge(var.self_managed_node_groups, {}) : var.self_managed_node_groups : key => own if local.on }

  cluster_name  = aws_eks_cluster.this[0].name
  name          = each.key
  subnet_ids    = var.subnet_ids
  stub_settings = merge(var.self_managed_node_group_defaults, { create = true, name = each.key }, each.value, local.kept_on)
}
