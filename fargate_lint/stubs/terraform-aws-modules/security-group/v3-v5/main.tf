# A security group and its rules, as terraform-aws-modules/security-group/aws spells them. No egress unless asked for.

locals {
  makes_group = var.create && var.create_sg
  own_groups  = concat(aws_security_group.this[*].id, aws_security_group.this_name_prefix[*].id)
  group_id    = var.create_sg ? one(local.own_groups) : var.security_group_id

  # First port, last port and protocol by name: the names in common use that do not spell their port out, as
  # "https-443-tcp" does. Of any other name nothing is known here, so that nothing is said of what it admits.
  known_ports = {
    all-all       = [-1, -1, "-1"]
    all-icmp      = [-1, -1, "icmp"]
    all-ipv6-icmp = [-1, -1, "58"]
    all-tcp       = [0, 65535, "tcp"]
    all-udp       = [0, 65535, "udp"]
    dns-tcp       = [53, 53, "tcp"]
    dns-udp       = [53, 53, "udp"]
    mysql-tcp     = [3306, 3306, "tcp"]
    nfs-tcp       = [2049, 2049, "tcp"]
    ntp-udp       = [123, 123, "udp"]
    redis-tcp     = [6379, 6379, "tcp"]
    ssh-tcp       = [22, 22, "tcp"]
  }
  spelled = { for name in distinct(flatten([for way in local.ways : [way.rules, [for it in way.entries : it.said.rule if can(it.said.rule)]]])) : name => regexall("-(\\d+)-(tcp|udp)$", name) }
  ports = { for name, found in local.spelled : name => try(
    [for i in range(3) : var.rules[name][i]],
    local.known_ports[name],
    [found[0][0], found[0][0], found[0][1]],
    [for i in range(3) : data.aws_region.unlisted.description],
  ) }

  # What is wanted each way: names of rules for the ranges of all, and entries, each with what it admits.
  ways = {
    ingress = {
      rules = concat(var.ingress_rules, slice(var.computed_ingress_rules, 0, var.number_of_computed_ingress_rules))
      all   = { v4 = var.ingress_cidr_blocks, v6 = var.ingress_ipv6_cidr_blocks, lists = var.ingress_prefix_list_ids }
      entries = concat(
        [for it in concat(var.ingress_with_cidr_blocks, slice(var.computed_ingress_with_cidr_blocks, 0, var.number_of_computed_ingress_with_cidr_blocks)) : { said = it, v4 = try(compact(split(",", it.cidr_blocks)), var.ingress_cidr_blocks) }],
        [for it in var.ingress_with_ipv6_cidr_blocks : { said = it, v6 = try(compact(split(",", it.ipv6_cidr_blocks)), var.ingress_ipv6_cidr_blocks) }],
        [for it in var.ingress_with_prefix_list_ids : { said = it, lists = try(compact(split(",", it.prefix_list_ids)), var.ingress_prefix_list_ids) }],
        [for it in concat(var.ingress_with_source_security_group_id, slice(var.computed_ingress_with_source_security_group_id, 0, var.number_of_computed_ingress_with_source_security_group_id)) : { said = it, group = it.source_security_group_id }],
        [for it in concat(var.ingress_with_self, slice(var.computed_ingress_with_self, 0, var.number_of_computed_ingress_with_self)) : { said = it, self = try(it.self, true) }],
      )
    }
    egress = {
      rules = concat(var.egress_rules, slice(var.computed_egress_rules, 0, var.number_of_computed_egress_rules))
      all   = { v4 = var.egress_cidr_blocks, v6 = var.egress_ipv6_cidr_blocks, lists = var.egress_prefix_list_ids }
      entries = concat(
        [for it in concat(var.egress_with_cidr_blocks, slice(var.computed_egress_with_cidr_blocks, 0, var.number_of_computed_egress_with_cidr_blocks)) : { said = it, v4 = try(compact(split(",", it.cidr_blocks)), var.egress_cidr_blocks) }],
        [for it in var.egress_with_ipv6_cidr_blocks : { said = it, v6 = try(compact(split(",", it.ipv6_cidr_blocks)), var.egress_ipv6_cidr_blocks) }],
        [for it in var.egress_with_prefix_list_ids : { said = it, lists = try(compact(split(",", it.prefix_list_ids)), var.egress_prefix_list_ids) }],
        [for it in concat(var.egress_with_source_security_group_id, slice(var.computed_egress_with_source_security_group_id, 0, var.number_of_computed_egress_with_source_security_group_id)) : { said = it, group = it.source_security_group_id }],
        [for it in concat(var.egress_with_self, slice(var.computed_egress_with_self, 0, var.number_of_computed_egress_with_self)) : { said = it, self = try(it.self, true) }],
      )
    }
  }
  rows = { for name, way in local.ways : name => concat([for rule in way.rules : merge(way.all, { said = { rule = rule } })], way.entries) }
}

data "aws_region" "unlisted" {}

resource "aws_security_group" "this" {
  count = local.makes_group && !var.use_name_prefix ? 1 : 0

  name   = var.name
  vpc_id = var.vpc_id
}

resource "aws_security_group" "this_name_prefix" {
  count = local.makes_group && var.use_name_prefix ? 1 : 0

  name_prefix = join("", [var.name, "-"])
  vpc_id      = var.vpc_id
}

resource "aws_security_group_rule" "ingress" {
  count = var.create ? length(local.rows.ingress) : 0

  security_group_id        = local.group_id
  type                     = "ingress"
  from_port                = try(local.rows.ingress[count.index].said.from_port, local.ports[local.rows.ingress[count.index].said.rule][0], "")
  to_port                  = try(local.rows.ingress[count.index].said.to_port, local.ports[local.rows.ingress[count.index].said.rule][1], "")
  protocol                 = try(local.rows.ingress[count.index].said.protocol, local.ports[local.rows.ingress[count.index].said.rule][2], "")
  cidr_blocks              = try(local.rows.ingress[count.index].v4, null)
  ipv6_cidr_blocks         = try(local.rows.ingress[count.index].v6, null)
  prefix_list_ids          = try(local.rows.ingress[count.index].lists, null)
  source_security_group_id = try(local.rows.ingress[count.index].group, null)
  self                     = try(local.rows.ingress[count.index].self, null)
}

resource "aws_security_group_rule" "egress" {
  count = var.create ? length(local.rows.egress) : 0

  security_group_id        = local.group_id
  type                     = "egress"
  from_port                = try(local.rows.egress[count.index].said.from_port, local.ports[local.rows.egress[count.index].said.rule][0], "")
  to_port                  = try(local.rows.egress[count.index].said.to_port, local.ports[local.rows.egress[count.index].said.rule][1], "")
  protocol                 = try(local.rows.egress[count.index].said.protocol, local.ports[local.rows.egress[count.index].said.rule][2], "")
  cidr_blocks              = try(local.rows.egress[count.index].v4, null)
  ipv6_cidr_blocks         = try(local.rows.egress[count.index].v6, null)
  prefix_list_ids          = try(local.rows.egress[count.index].lists, null)
  source_security_group_id = try(local.rows.egress[count.index].group, null)
  self                     = try(local.rows.egress[count.index].self, null)
}

output "security_group_id" { value = local.group_id }
output "security_group_arn" { value = one(concat(aws_security_group.this[*].arn, aws_security_group.this_name_prefix[*].arn)) }
# The name of version 3.
output "this_security_group_id" { value = local.group_id }
