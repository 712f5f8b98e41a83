# Endpoints of terraform-aws-modules/vpc/aws//modules/vpc-endpoints. The key is free text: the service decides.

locals {
  # Of an endpoint of which nothing is said. The key "create" is read from 3.14.0 on; before, every endpoint is made.
  plain = merge({ service_type = "Interface", subnet_ids = [], security_group_ids = [] }, {
    for name in ["service", "service_name", "policy", "private_dns_enabled", "route_table_ids"] : name => null
  })
  asked = { for key, it in var.endpoints : key => merge(local.plain, it) if var.create && try(it.create || !var.stub_reads_create, true) }

  makes_group = var.create && var.create_security_group
  own_group   = aws_security_group.this[*].id
  named       = { for key, it in local.asked : key => it.service_endpoint if var.stub_reads_service_endpoint && can(it.service_endpoint) }

  # What the one kind reads, the other ignores. Both lists are the caller's for all endpoints, then for this one.
  inside = { for key, it in local.asked : key => {
    dns     = it.private_dns_enabled
    subnets = distinct(concat(var.subnet_ids, try(tolist(it.subnet_ids), [])))
    groups  = distinct(concat(var.security_group_ids, local.own_group, try(tolist(it.security_group_ids), [])))
  } if it.service_type == "Interface" }
}

data "aws_vpc_endpoint_service" "this" {
  for_each = { for key, it in local.asked : key => it if var.region == null }

  service      = each.value.service
  service_name = each.value.service_name

  filter {
    name   = "service-type"
    values = [each.value.service_type]
  }
}

resource "aws_vpc_endpoint" "this" {
  for_each = local.asked

  vpc_id              = var.vpc_id
  vpc_endpoint_type   = each.value.service_type
  service_name        = try(local.named[each.key], data.aws_vpc_endpoint_service.this[each.key].service_name)
  policy              = each.value.policy
  route_table_ids     = each.value.service_type == "Gateway" ? each.value.route_table_ids : null
  private_dns_enabled = try(local.inside[each.key].dns, null)
  subnet_ids          = try(local.inside[each.key].subnets, null)
  security_group_ids  = try(local.inside[each.key].groups, null)
}

resource "aws_security_group" "this" {
  count = local.makes_group ? 1 : 0

  name        = var.security_group_name
  name_prefix = var.security_group_name_prefix
  description = var.security_group_description
  vpc_id      = var.vpc_id
}

resource "aws_security_group_rule" "this" {
  for_each = { for key, rule in var.security_group_rules : key => merge(local.usual, rule) if local.makes_group }

  security_group_id        = local.own_group[0]
  type                     = each.value.type
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  self                     = each.value.self
  cidr_blocks              = each.value.cidr_blocks
  ipv6_cidr_blocks         = each.value.ipv6_cidr_blocks
  prefix_list_ids          = each.value.prefix_list_ids
  source_security_group_id = each.value.source_security_group_id
}

locals {
  # A rule admits HTTPS unless it says otherwise.
  usual = merge(
    { type = "ingress", protocol = "tcp", from_port = 443, to_port = 443 },
    { for name in ["self", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "source_security_group_id"] : name => null },
  )
}

output "endpoints" { value = aws_vpc_endpoint.this }
output "security_group_id" { value = one(aws_security_group.this[*].id) }
output "security_group_arn" { value = one(aws_security_group.this[*].arn) }
