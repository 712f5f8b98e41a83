# The blueprint of version 4: version 18 of the EKS module with profiles and node groups of its own shape.

module "aws_eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "18.29.1"

  create                                  = var.create_eks
  cluster_name                            = var.cluster_name
  cluster_version                         = var.cluster_version
  vpc_id                                  = var.vpc_id
  subnet_ids                              = var.private_subnet_ids
  control_plane_subnet_ids                = var.control_plane_subnet_ids
  cluster_endpoint_private_access         = var.cluster_endpoint_private_access
  cluster_endpoint_public_access          = var.cluster_endpoint_public_access
  cluster_endpoint_public_access_cidrs    = var.cluster_endpoint_public_access_cidrs
  cluster_service_ipv4_cidr               = var.cluster_service_ipv4_cidr
  cluster_ip_family                       = var.cluster_ip_family
  cluster_enabled_log_types               = var.cluster_enabled_log_types
  create_iam_role                         = var.create_iam_role
  iam_role_arn                            = var.iam_role_arn
  iam_role_path                           = var.iam_role_path
  create_cluster_security_group           = var.create_cluster_security_group
  cluster_security_group_id               = var.cluster_security_group_id
  cluster_additional_security_group_ids   = var.cluster_additional_security_group_ids
  cluster_security_group_additional_rules = var.cluster_security_group_additional_rules
  create_node_security_group              = var.create_node_security_group
  node_security_group_additional_rules    = var.node_security_group_additional_rules
  enable_irsa                             = var.enable_irsa
}

module "aws_eks_fargate_profiles" {
  source   = "./modules/aws-eks-fargate-profiles"
  for_each = var.fargate_profiles

  cluster_name    = module.aws_eks.cluster_id
  fargate_profile = each.value

  depends_on = [kubernetes_config_map.aws_auth]
}

module "aws_eks_managed_node_groups" {
  source   = "./modules/aws-eks-managed-node-groups"
  for_each = var.managed_node_groups

  cluster_name = module.aws_eks.cluster_id
  managed_ng   = each.value
  subnet_ids   = var.private_subnet_ids

  depends_on = [kubernetes_config_map.aws_auth]
}

module "aws_eks_self_managed_node_groups" {
  source   = "./modules/aws-eks-self-managed-node-groups"
  for_each = var.self_managed_node_groups

  cluster_name    = module.aws_eks.cluster_id
  self_managed_ng = each.value
  subnet_ids      = var.private_subnet_ids

  depends_on = [kubernetes_config_map.aws_auth]
}

# Names of the profiles' roles are known before the roles are made, so that the map can come first.
locals {
  pods = [for own in var.fargate_profiles : {
    rolearn  = try(own.iam_role_arn, join("", ["arn:aws:iam::", data.aws_caller_identity.current.account_id, ":role/", var.cluster_name, "-", own.fargate_profile_name]))
    username = "system:node:{{SessionName}}"
    groups   = formatlist("system:%s", ["bootstrappers", "nodes", "node-proxier"])
  }]
}

data "aws_caller_identity" "current" {}

resource "kubernetes_config_map" "aws_auth" {
  count = var.create_eks ? 1 : 0
  data  = { for key, list in { Roles = concat(local.pods, var.map_roles), Users = var.map_users, Accounts = var.map_accounts } : "map${key}" => yamlencode(list) }

  metadata {
    namespace = "kube-system"
    name      = "aws-auth"
  }
}

output "eks_cluster_id" { value = module.aws_eks.cluster_id }
output "eks_cluster_arn" { value = module.aws_eks.cluster_arn }
output "eks_cluster_endpoint" { value = module.aws_eks.cluster_endpoint }
output "eks_cluster_certificate_authority_data" { value = module.aws_eks.cluster_certificate_authority_data }
output "eks_cluster_version" { value = module.aws_eks.cluster_version }
output "eks_oidc_provider_arn" { value = module.aws_eks.oidc_provider_arn }
output "oidc_provider" { value = module.aws_eks.oidc_provider }
output "cluster_primary_security_group_id" { value = module.aws_eks.cluster_primary_security_group_id }
output "cluster_security_group_id" { value = module.aws_eks.cluster_security_group_id }
output "worker_node_security_group_id" { value = module.aws_eks.node_security_group_id }
output "fargate_profiles" { value = module.aws_eks_fargate_profiles }
output "managed_node_groups" { value = [module.aws_eks_managed_node_groups] }
output "self_managed_node_groups" { value = [module.aws_eks_self_managed_node_groups] }
