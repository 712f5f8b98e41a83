# Who may speak to the API server, from version 20 on: the caller's entries and, if asked for, whoever applies.

locals {
  creator = {
    principal_arn       = one(data.aws_iam_session_context.current[*].issuer_arn)
    policy_associations = { admin = { policy_arn = "arn:${data.aws_partition.current.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", access_scope = { type = "cluster" } } }
  }
  entries = merge({ for key in ["cluster_creator"] : key => local.creator if var.enable_cluster_creator_admin_permissions }, var.access_entries)

  groups = { for key, entry in local.entries : key => try(entry.kubernetes_groups, null) }

  # One row for each policy of each entry.
  grants = merge([for key, entry in local.entries : try({
    for name, policy in entry.policy_associations : "${key}_${name}" => merge(policy, { holder = entry.principal_arn })
  }, {})]...)
}

resource "aws_eks_access_entry" "this" {
  for_each = { for key, entry in local.entries : key => entry if local.on }

  cluster_name      = aws_eks_cluster.this[0].id
  principal_arn     = each.value.principal_arn
  type              = try(coalesce(each.value.type), "STANDARD")
  kubernetes_groups = local.groups[each.key]
}

resource "aws_eks_access_policy_association" "this" {
  for_each = { for key, grant in local.grants : key => grant if local.on }

  cluster_name  = aws_eks_cluster.this[0].id
  principal_arn = each.value.holder
  policy_arn    = each.value.policy_arn

  access_scope {
    type       = each.value.access_scope.type
    namespaces = try(each.value.access_scope.namespaces, [])
  }

  depends_on = [aws_eks_access_entry.this]
}
