# Network of terraform-aws-modules/vpc/aws as far as rules read it: the VPC, its subnets and its default group. ACLs, flow
# logs and Redshift's and Outposts' subnets are left out; routes.tf holds how traffic leaves.

locals {
  vpc_id = one(aws_vpc.this[*].id)

  lists = {
    public      = var.public_subnets
    private     = var.private_subnets
    intra       = var.intra_subnets
    database    = var.database_subnets
    elasticache = var.elasticache_subnets
    redshift    = var.redshift_subnets
  }
  # From 4.0.0 a tier is as long as the longer of its IPv4 and IPv6 lists; before, only IPv4 counts.
  prefixes = {
    public   = var.public_subnet_ipv6_prefixes
    private  = var.private_subnet_ipv6_prefixes
    intra    = var.intra_subnet_ipv6_prefixes
    database = var.database_subnet_ipv6_prefixes
  }
  size = { for tier, list in local.lists : tier => max(length(list), var.stub_counts_ipv6 ? length(lookup(local.prefixes, tier, [])) : 0) }
  n    = { for tier, size in local.size : tier => var.create_vpc ? size : 0 }

  # azs may hold zone names ("eu-west-1a") or zone ids ("euw1-az1").
  zone_names = [for zone in var.azs : can(regex("^[a-z]{2}-", zone)) ? zone : null]
  zone_ids   = [for zone in var.azs : can(regex("^[a-z]{2}-", zone)) ? null : zone]

  stem = {
    public      = "${var.name}-${var.public_subnet_suffix}-"
    private     = "${var.name}-${var.private_subnet_suffix}-"
    intra       = "${var.name}-${var.intra_subnet_suffix}-"
    database    = "${var.name}-${var.database_subnet_suffix}-"
    elasticache = "${var.name}-${var.elasticache_subnet_suffix}-"
  }
}

resource "aws_vpc" "this" {
  count = var.create_vpc ? 1 : 0

  cidr_block           = !var.use_ipam_pool ? var.cidr : null
  enable_dns_hostnames = var.enable_dns_hostnames
  enable_dns_support   = var.enable_dns_support
  instance_tenancy     = var.instance_tenancy

  tags = merge({ Name = var.name }, var.tags, var.vpc_tags)
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  count = var.create_vpc ? length(var.secondary_cidr_blocks) : 0

  vpc_id     = local.vpc_id
  cidr_block = var.secondary_cidr_blocks[count.index]
}

resource "aws_subnet" "public" {
  # One gateway per zone with fewer public subnets than zones: the module makes none at all.
  count = var.one_nat_gateway_per_az && local.n.public < length(var.azs) ? 0 : local.n.public

  vpc_id                  = local.vpc_id
  cidr_block              = element(concat(local.lists.public, [""]), count.index)
  availability_zone       = element(local.zone_names, count.index)
  availability_zone_id    = element(local.zone_ids, count.index)
  map_public_ip_on_launch = var.map_public_ip_on_launch

  tags = merge(
    { Name = try(var.public_subnet_names[count.index], "${local.stem.public}${element(var.azs, count.index)}") },
    merge(var.tags, var.public_subnet_tags),
    [for zone, tags in var.public_subnet_tags_per_az : tags if zone == element(var.azs, count.index)]...
  )
}

resource "aws_subnet" "private" {
  count = local.n.private

  vpc_id               = local.vpc_id
  cidr_block           = element(concat(local.lists.private, [""]), count.index)
  availability_zone    = element(local.zone_names, count.index)
  availability_zone_id = element(local.zone_ids, count.index)

  tags = merge(
    { Name = try(var.private_subnet_names[count.index], "${local.stem.private}${element(var.azs, count.index)}") },
    merge(var.tags, var.private_subnet_tags),
    [for zone, tags in var.private_subnet_tags_per_az : tags if zone == element(var.azs, count.index)]...
  )
}

resource "aws_subnet" "intra" {
  count = local.n.intra

  vpc_id               = local.vpc_id
  cidr_block           = element(concat(local.lists.intra, [""]), count.index)
  availability_zone    = element(local.zone_names, count.index)
  availability_zone_id = element(local.zone_ids, count.index)

  tags = merge({ Name = try(var.intra_subnet_names[count.index], "${local.stem.intra}${element(var.azs, count.index)}") }, merge(var.tags, var.intra_subnet_tags))
}

resource "aws_subnet" "database" {
  count = local.n.database

  vpc_id               = local.vpc_id
  cidr_block           = element(concat(local.lists.database, [""]), count.index)
  availability_zone    = element(local.zone_names, count.index)
  availability_zone_id = element(local.zone_ids, count.index)

  tags = merge({ Name = try(var.database_subnet_names[count.index], "${local.stem.database}${element(var.azs, count.index)}") }, merge(var.tags, var.database_subnet_tags))
}

resource "aws_subnet" "elasticache" {
  count = local.n.elasticache

  vpc_id               = local.vpc_id
  cidr_block           = element(concat(local.lists.elasticache, [""]), count.index)
  availability_zone    = element(local.zone_names, count.index)
  availability_zone_id = element(local.zone_ids, count.index)

  tags = merge({ Name = try(var.elasticache_subnet_names[count.index], "${local.stem.elasticache}${element(var.azs, count.index)}") }, merge(var.tags, var.elasticache_subnet_tags))
}

# --- what a VPC comes with, taken over: the default group, ACL and table ----------------------------------------------

locals {
  # A rule of the default group holds its lists as one text with commas, and leaves out what it does not need.
  unwritten = { self = null, from_port = 0, to_port = 0, protocol = "-1" }
  as_text   = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"]
  said      = { ingress = var.default_security_group_ingress, egress = var.default_security_group_egress }
  default_rules = { for way, rules in local.said : way => [for rule in flatten([rules == null ? [] : rules]) : merge(local.unwritten, rule, {
    for name in local.as_text : name => [for part in split(",", try(rule[name], "")) : part if part != ""]
  })] }

  # A route of the default table likewise names one target of several.
  targets = ["egress_only_gateway_id", "gateway_id", "nat_gateway_id", "network_interface_id", "transit_gateway_id", "vpc_endpoint_id", "vpc_peering_connection_id"]
}

resource "aws_default_security_group" "this" {
  count  = alltrue([var.create_vpc, var.manage_default_security_group]) ? 1 : 0
  vpc_id = local.vpc_id

  dynamic "ingress" {
    for_each = local.default_rules.ingress
    iterator = rule
    content {
      self             = rule.value.self
      protocol         = rule.value.protocol
      from_port        = rule.value.from_port
      to_port          = rule.value.to_port
      cidr_blocks      = rule.value.cidr_blocks
      ipv6_cidr_blocks = rule.value.ipv6_cidr_blocks
      prefix_list_ids  = rule.value.prefix_list_ids
      security_groups  = rule.value.security_groups
    }
  }

  dynamic "egress" {
    for_each = local.default_rules.egress
    iterator = rule
    content {
      self             = rule.value.self
      protocol         = rule.value.protocol
      from_port        = rule.value.from_port
      to_port          = rule.value.to_port
      cidr_blocks      = rule.value.cidr_blocks
      ipv6_cidr_blocks = rule.value.ipv6_cidr_blocks
      prefix_list_ids  = rule.value.prefix_list_ids
      security_groups  = rule.value.security_groups
    }
  }
}

resource "aws_default_network_acl" "this" {
  count = alltrue([var.create_vpc, var.manage_default_network_acl]) ? 1 : 0

  default_network_acl_id = aws_vpc.this[0].default_network_acl_id
}

resource "aws_default_route_table" "default" {
  count = alltrue([var.create_vpc, var.manage_default_route_table]) ? 1 : 0

  default_route_table_id = aws_vpc.this[0].default_route_table_id
  propagating_vgws       = var.default_route_table_propagating_vgws

  dynamic "route" {
    for_each = [for row in var.default_route_table_routes : merge({ for name in concat(["ipv6_cidr_block"], local.targets) : name => null }, row)]
    iterator = row
    content {
      cidr_block                = row.value.cidr_block
      ipv6_cidr_block           = row.value.ipv6_cidr_block
      egress_only_gateway_id    = row.value.egress_only_gateway_id
      gateway_id                = row.value.gateway_id
      nat_gateway_id            = row.value.nat_gateway_id
      network_interface_id      = row.value.network_interface_id
      transit_gateway_id        = row.value.transit_gateway_id
      vpc_endpoint_id           = row.value.vpc_endpoint_id
      vpc_peering_connection_id = row.value.vpc_peering_connection_id
    }
  }
}

resource "aws_vpc_dhcp_options" "this" {
  count = alltrue([var.create_vpc, var.enable_dhcp_options]) ? 1 : 0

  domain_name         = var.dhcp_options_domain_name
  domain_name_servers = var.dhcp_options_domain_name_servers
}

resource "aws_vpc_dhcp_options_association" "this" {
  count = length(aws_vpc_dhcp_options.this)

  vpc_id          = local.vpc_id
  dhcp_options_id = aws_vpc_dhcp_options.this[0].id
}
