# The cluster's and the nodes' own groups. Fargate pods use neither: they get the primary group that EKS makes.

locals {
  owns_cluster_group = local.on && (local.short ? var.create_security_group : var.create_cluster_security_group)
  owns_node_group    = local.on && var.create_node_security_group

  given_group   = local.short ? var.security_group_id : var.cluster_security_group_id
  cluster_group = local.owns_cluster_group ? aws_security_group.cluster[0].id : local.given_group
  node_group    = local.owns_node_group ? aws_security_group.node[0].id : var.node_security_group_id
  extra_groups  = [var.cluster_additional_security_group_ids, var.additional_security_group_ids]

  # What the module lets through by itself: direction, protocol, first port, the other side and, of a range, the last port.
  # The names matter: a rule of the caller's by the same name takes the place of the module's.
  recommended   = !var.stub_egress_by_port && var.node_security_group_enable_recommended_rules
  webhook_ports = concat([4443, 6443, 8443, 9443], var.stub_admits_10251 ? [10251] : [])
  node_table = merge(
    {
      ingress_cluster_443      = ["ingress", "tcp", 443, "cluster"]
      ingress_cluster_kubelet  = ["ingress", "tcp", 10250, "cluster"]
      ingress_self_coredns_tcp = ["ingress", "tcp", 53, "self"]
      ingress_self_coredns_udp = ["ingress", "udp", 53, "self"]
    },
    { for key, row in {
      ingress_nodes_ephemeral = ["ingress", "tcp", 1025, "self", 65535]
      egress_all              = ["egress", "-1", 0, "everybody"]
    } : key => row if local.recommended },
    { for port in local.webhook_ports : "ingress_cluster_${port}_webhook" => ["ingress", "tcp", port, "cluster"] if local.recommended },
    { for key, row in {
      egress_cluster_443      = ["egress", "tcp", 443, "cluster"]
      egress_self_coredns_tcp = ["egress", "tcp", 53, "self"]
      egress_self_coredns_udp = ["egress", "udp", 53, "self"]
      egress_https            = ["egress", "tcp", 443, "everybody"]
      egress_ntp_tcp          = ["egress", "tcp", 123, "clocks"]
      egress_ntp_udp          = ["egress", "udp", 123, "clocks"]
    } : key => row if var.stub_egress_by_port },
  )
  cluster_table = merge({ ingress_nodes_443 = ["ingress", "tcp", 443, "node"] }, { for key, row in {
    egress_nodes_443     = ["egress", "tcp", 443, "node"]
    egress_nodes_kubelet = ["egress", "tcp", 10250, "node"]
  } : key => row if var.stub_egress_by_port })

  ranges        = { everybody = ["0.0.0.0/0"], clocks = var.node_security_group_ntp_ipv4_cidr_block }
  node_rules    = { for key, row in local.node_table : key => { type = row[0], protocol = row[1], from_port = row[2], to_port = try(row[4], row[2]), side = row[3] } }
  cluster_rules = { for key, row in local.cluster_table : key => { type = row[0], protocol = row[1], from_port = row[2], to_port = row[2], side = row[3] } }

  # A rule of the caller's says what it needs, no more.
  silent = merge(
    { type = "ingress", protocol = "tcp", side = "", source_node_security_group = false, source_cluster_security_group = false },
    { for name in ["self", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "source_security_group_id"] : name => null },
  )
  more_cluster_rules = merge(var.cluster_security_group_additional_rules, var.security_group_additional_rules)
}

resource "aws_security_group" "cluster" {
  count  = local.owns_cluster_group ? 1 : 0
  vpc_id = var.vpc_id
}

resource "aws_security_group" "node" {
  count  = local.owns_node_group ? 1 : 0
  vpc_id = var.vpc_id
}

resource "aws_security_group_rule" "cluster" {
  for_each = { for key, rule in merge(local.cluster_rules, local.more_cluster_rules) : key => merge(local.silent, rule) if local.owns_cluster_group }

  security_group_id        = aws_security_group.cluster[0].id
  type                     = each.value.type
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  self                     = each.value.self
  cidr_blocks              = each.value.cidr_blocks
  ipv6_cidr_blocks         = each.value.ipv6_cidr_blocks
  prefix_list_ids          = each.value.prefix_list_ids
  source_security_group_id = each.value.side == "node" || each.value.source_node_security_group ? local.node_group : each.value.source_security_group_id
}

resource "aws_security_group_rule" "node" {
  for_each = { for key, rule in merge(local.node_rules, var.node_security_group_additional_rules) : key => merge(local.silent, rule) if local.owns_node_group }

  security_group_id        = aws_security_group.node[0].id
  type                     = each.value.type
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  self                     = each.value.side == "self" ? true : each.value.self
  cidr_blocks              = try(local.ranges[each.value.side], each.value.cidr_blocks)
  ipv6_cidr_blocks         = each.value.ipv6_cidr_blocks
  prefix_list_ids          = each.value.prefix_list_ids
  source_security_group_id = each.value.side == "cluster" || each.value.source_cluster_security_group ? local.cluster_group : each.value.source_security_group_id
}
