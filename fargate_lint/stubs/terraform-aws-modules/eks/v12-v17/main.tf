# The cluster, its role and its Fargate profiles in versions 12 to 17 of the EKS module. It has no add-ons: EKS's own CoreDNS
# is always there.

locals {
  on      = var.create_eks
  managed = "arn:${data.aws_partition.current.partition}:iam::aws:policy/"

  # The module passes one empty name on where there is no subnet at all.
  pod_subnets = coalescelist(var.fargate_subnets, var.subnets, [""])

  owns_role  = local.on && var.manage_cluster_iam_resources
  role_has   = concat(["AmazonEKSClusterPolicy", "AmazonEKSServicePolicy"], [for name in ["AmazonEKSVPCResourceController"] : name if var.stub_vpc_resource_controller])
  role_found = one(data.aws_iam_role.custom_cluster_iam_role[*].arn)
}

data "aws_partition" "current" {}

resource "aws_eks_cluster" "this" {
  count = local.on ? 1 : 0

  name                      = var.cluster_name
  version                   = var.cluster_version
  role_arn                  = local.owns_role ? aws_iam_role.cluster[0].arn : local.role_found
  enabled_cluster_log_types = var.cluster_enabled_log_types

  vpc_config {
    endpoint_private_access = var.cluster_endpoint_private_access
    endpoint_public_access  = var.cluster_endpoint_public_access
    public_access_cidrs     = var.cluster_endpoint_public_access_cidrs
    security_group_ids      = compact([local.cluster_group])
    subnet_ids              = var.subnets
  }

  kubernetes_network_config {
    service_ipv4_cidr = var.cluster_service_ipv4_cidr
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

data "aws_iam_role" "custom_cluster_iam_role" {
  count = !var.manage_cluster_iam_resources ? 1 : 0
  name  = var.cluster_iam_role_name
}

data "aws_iam_policy_document" "cluster_assume_role_policy" {
  statement {
    sid     = "EKSClusterAssumeRole"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "cluster" {
  count = local.owns_role ? 1 : 0

  path               = var.iam_path
  assume_role_policy = data.aws_iam_policy_document.cluster_assume_role_policy.json
}

resource "aws_iam_role_policy_attachment" "cluster" {
  for_each = toset(local.owns_role ? local.role_has : [])

  role       = aws_iam_role.cluster[0].name
  policy_arn = "${local.managed}${each.key}"
}

resource "aws_iam_openid_connect_provider" "oidc_provider" {
  count = local.on && var.enable_irsa ? 1 : 0

  url            = aws_eks_cluster.this[0].identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

module "fargate" {
  source = "./modules/fargate"

  create_eks                        = local.on && var.stub_has_fargate
  cluster_name                      = one(aws_eks_cluster.this[*].name)
  subnets                           = local.pod_subnets
  fargate_profiles                  = var.fargate_profiles
  create_fargate_pod_execution_role = var.create_fargate_pod_execution_role
  fargate_pod_execution_role_name   = var.fargate_pod_execution_role_name
  iam_path                          = var.iam_path
}

# The aws-auth ConfigMap, made unless manage_aws_auth is off: nodes, pods on Fargate, then the caller's.
locals {
  joined = concat(
    [for arn in distinct(concat(aws_iam_role.workers[*].arn, module.node_groups.role_arns)) : { arn = arn, session = "EC2PrivateDNSName", more = [] }],
    [for role in module.fargate.aws_auth_roles : { arn = role.worker_role_arn, session = "SessionName", more = ["system:node-proxier"] }],
  )
  mapped_roles = concat(
    [for it in local.joined : { rolearn = it.arn, username = "system:node:{{${it.session}}}", groups = concat(["system:bootstrappers", "system:nodes"], it.more) }],
    var.map_roles,
  )
}

resource "kubernetes_config_map" "aws_auth" {
  count = local.on && var.manage_aws_auth ? 1 : 0
  data  = { for key, list in { Roles = distinct(local.mapped_roles), Users = var.map_users, Accounts = var.map_accounts } : "map${key}" => yamlencode(list) }

  metadata {
    namespace = "kube-system"
    name      = "aws-auth"
  }
}
