# The aws-auth ConfigMap of 18.20 to 19.21, which the module makes only on request: it has the profiles' roles then.

locals {
  own_nodes = concat(values(module.eks_managed_node_group)[*].iam_role_arn, values(module.self_managed_node_group)[*].iam_role_arn)
  own_pods  = values(module.fargate_profile)[*].fargate_profile_pod_execution_role_arn

  members = concat(
    [for arn in concat(local.own_nodes, var.aws_auth_node_iam_role_arns_non_windows) : { arn = arn, session = "EC2PrivateDNSName", more = [] }],
    [for arn in concat(local.own_pods, var.aws_auth_fargate_profile_pod_execution_role_arns) : { arn = arn, session = "SessionName", more = ["system:node-proxier"] }],
  )
  mapped_roles = concat(
    [for it in local.members : { rolearn = it.arn, username = "system:node:{{${it.session}}}", groups = concat(["system:bootstrappers", "system:nodes"], it.more) }],
    var.aws_auth_roles,
  )
  aws_auth = { for key, list in { Roles = local.mapped_roles, Users = var.aws_auth_users, Accounts = var.aws_auth_accounts } : "map${key}" => yamlencode(list) }
}

resource "kubernetes_config_map" "aws_auth" {
  count = local.on && var.create_aws_auth_configmap ? 1 : 0
  data  = local.aws_auth

  metadata {
    namespace = "kube-system"
    name      = "aws-auth"
  }
}

resource "kubernetes_config_map_v1_data" "aws_auth" {
  count = local.on && var.manage_aws_auth_configmap ? 1 : 0
  data  = local.aws_auth

  metadata {
    namespace = "kube-system"
    name      = "aws-auth"
  }
}
