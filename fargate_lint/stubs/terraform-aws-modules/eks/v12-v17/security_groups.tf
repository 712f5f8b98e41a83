# The groups of the cluster and of its workers, and what they let through. Fargate pods have the primary group that EKS makes.

locals {
  owns_cluster_group = local.on && var.cluster_create_security_group
  owns_worker_group  = local.on && var.worker_create_security_group

  cluster_group = local.owns_cluster_group ? aws_security_group.cluster[0].id : var.cluster_security_group_id
  worker_group  = local.owns_worker_group ? aws_security_group.workers[0].id : var.worker_security_group_id
  primary_group = try(aws_eks_cluster.this[0].vpc_config[0].cluster_security_group_id, null)

  opens     = alltrue([local.on, var.cluster_endpoint_private_access, var.cluster_create_endpoint_private_access_sg_rule])
  open_for  = try([for range in var.cluster_endpoint_private_access_cidrs : range if local.opens], [])
  open_from = try([for id in var.cluster_endpoint_private_access_sg : id if local.opens], [])

  # Each rule: whose group, of what protocol, between which ports, and for whom (a group or ranges).
  rules = merge(
    { for key, row in {
      out     = { protocol = "-1", ports = [0, 0], to = var.cluster_egress_cidrs }
      workers = { protocol = "tcp", ports = [443, 443], group = local.worker_group }
    } : "cluster_${key}" => merge(row, { owner = local.cluster_group }) if local.owns_cluster_group && (key == "out" || var.worker_create_security_group) },
    { for key, row in {
      out           = { protocol = "-1", ports = [0, 0], to = var.workers_egress_cidrs }
      self          = { protocol = "-1", ports = [0, 65535], group = local.worker_group }
      cluster       = { protocol = "tcp", ports = [var.worker_sg_ingress_from_port, 65535], group = local.cluster_group }
      cluster_https = { protocol = "tcp", ports = [443, 443], group = local.cluster_group }
    } : "workers_${key}" => merge(row, { owner = local.worker_group }) if local.owns_worker_group },
    # Asked for, the workers and the primary group (that of Fargate pods) admit each other.
    { for key, pair in {
      primary_workers = [local.primary_group, local.worker_group]
      workers_primary = [local.worker_group, local.primary_group]
    } : key => { owner = pair[0], group = pair[1], protocol = "all", ports = [0, 65535] } if local.owns_worker_group && var.worker_create_cluster_primary_security_group_rules },
    { for i, id in local.open_from : "private_group_${i}" => { owner = local.primary_group, group = id, protocol = "tcp", ports = [443, 443] } },
    { for range in local.open_for : "private_${range}" => { owner = local.primary_group, from = [range], protocol = "tcp", ports = [443, 443] } },
  )
}

resource "aws_security_group" "cluster" {
  count  = local.owns_cluster_group ? 1 : 0
  vpc_id = var.vpc_id
}

resource "aws_security_group" "workers" {
  count  = local.owns_worker_group ? 1 : 0
  vpc_id = var.vpc_id
}

resource "aws_security_group_rule" "this" {
  for_each = local.rules

  security_group_id        = each.value.owner
  type                     = can(each.value.to) ? "egress" : "ingress"
  protocol                 = each.value.protocol
  from_port                = each.value.ports[0]
  to_port                  = each.value.ports[1]
  cidr_blocks              = try(each.value.to, each.value.from, null)
  source_security_group_id = try(each.value.group, null)
}
