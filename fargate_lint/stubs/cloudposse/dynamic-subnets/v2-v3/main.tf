# Private and public subnets of every zone. Address ranges depend on how many zones the region has unless they are given or
# max_subnet_count is: then they are not written here, and stay unknown.

module "this" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  enabled     = var.enabled
  namespace   = var.namespace
  tenant      = var.tenant
  environment = var.environment
  stage       = var.stage
  name        = var.name
  delimiter   = var.delimiter
  attributes  = var.attributes
  label_order = var.label_order
  tags        = var.tags
  context     = var.context
}

data "aws_availability_zones" "default" {}

locals {
  on      = module.this.enabled
  private = local.on && var.private_subnets_enabled
  public  = local.on && var.public_subnets_enabled

  possible = length(var.availability_zones) > 0 ? var.availability_zones : sort(data.aws_availability_zones.default.names)
  ids      = var.availability_zone_ids
  zones    = length(local.ids) > 0 ? local.ids : local.possible
  chosen   = var.max_subnet_count == 0 ? local.zones : slice(local.zones, 0, min(var.max_subnet_count, length(local.zones)))

  private_each  = var.private_subnets_per_az_count == null ? var.subnets_per_az_count : var.private_subnets_per_az_count
  public_each   = var.public_subnets_per_az_count == null ? var.subnets_per_az_count : var.public_subnets_per_az_count
  private_zones = flatten([for zone in local.chosen : [for i in range(local.private_each) : zone]])
  public_zones  = flatten([for zone in local.chosen : [for i in range(local.public_each) : zone]])

  given_private = try(var.ipv4_cidrs[0].private, [])
  given_public  = try(var.ipv4_cidrs[0].public, [])
  given         = length(local.given_private) + length(local.given_public) > 0
  reserved      = var.max_subnet_count == 0 ? length(data.aws_availability_zones.default.names) : var.max_subnet_count
  n_private     = local.private ? local.private_each * local.reserved : 0
  n_public      = local.public ? local.public_each * local.reserved : 0
  bits          = ceil(log(max(local.n_private + local.n_public, 2), 2))

  private_cidrs = local.given ? local.given_private : [for i in range(local.n_private) : cidrsubnet(var.ipv4_cidr_block[0], local.bits, i)]
  public_cidrs  = local.given ? local.given_public : [for i in range(local.n_private, local.n_private + local.n_public) : cidrsubnet(var.ipv4_cidr_block[0], local.bits, i)]

  public_tables = aws_route_table.public[*].id
  nat_gateways  = aws_nat_gateway.default[*].id

  has_nat = local.private && (var.nat_instance_enabled == true ? var.nat_gateway_enabled == true : var.nat_gateway_enabled != false)
  # One per zone in 2.x; in 3.x as many per zone as there are chosen public subnets.
  n_nat = !local.has_nat ? 0 : var.stub_nat_by_index ? min(length(local.chosen), var.max_nats) * length(var.nat_gateway_public_subnet_indices) : min(length(local.private_zones), var.max_nats)
}

module "private_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = [var.private_label]
  tags       = merge(var.private_subnets_additional_tags, var.subnet_type_tag_key == null ? {} : { (var.subnet_type_tag_key) = var.private_label })
  context    = module.this.context
}

module "public_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = [var.public_label]
  tags       = merge(var.public_subnets_additional_tags, var.subnet_type_tag_key == null ? {} : { (var.subnet_type_tag_key) = var.public_label })
  context    = module.this.context
}

resource "aws_subnet" "private" {
  count = local.private ? length(local.private_zones) : 0

  vpc_id               = var.vpc_id
  availability_zone    = length(local.ids) > 0 ? null : local.private_zones[count.index]
  availability_zone_id = length(local.ids) > 0 ? local.private_zones[count.index] : null
  cidr_block           = local.private_cidrs[count.index]
  # The real Name has the zone in short form ("use1a").
  tags = merge(module.private_label.tags, { Name = "${module.private_label.id}-${local.private_zones[count.index]}" })
}

resource "aws_subnet" "public" {
  count = local.public ? length(local.public_zones) : 0

  vpc_id                  = var.vpc_id
  availability_zone       = length(local.ids) > 0 ? null : local.public_zones[count.index]
  availability_zone_id    = length(local.ids) > 0 ? local.public_zones[count.index] : null
  cidr_block              = local.public_cidrs[count.index]
  map_public_ip_on_launch = var.map_public_ip_on_launch
  tags                    = merge(module.public_label.tags, { Name = "${module.public_label.id}-${local.public_zones[count.index]}" })
}

resource "aws_route_table" "private" {
  count = local.private && var.private_route_table_enabled ? length(local.private_zones) : 0

  vpc_id = var.vpc_id
}

resource "aws_route_table_association" "private" {
  count = local.private && var.private_route_table_enabled ? length(local.private_zones) : 0

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_route_table" "public" {
  count = local.public && var.public_route_table_enabled ? (var.public_route_table_per_subnet_enabled == true ? length(local.public_zones) : 1) : 0

  vpc_id = var.vpc_id
}

resource "aws_route_table_association" "public" {
  count = local.public && var.public_route_table_enabled ? length(local.public_zones) : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = element(local.public_tables, count.index)
}

resource "aws_route" "public" {
  count = local.public && length(var.igw_id) > 0 ? length(aws_route_table.public) : 0

  route_table_id         = aws_route_table.public[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.igw_id[0]
}

resource "aws_eip" "default" {
  count = length(var.nat_elastic_ips) == 0 ? local.n_nat : 0
}

resource "aws_nat_gateway" "default" {
  count = local.n_nat

  allocation_id = length(var.nat_elastic_ips) == 0 ? aws_eip.default[count.index].id : null
  subnet_id     = aws_subnet.public[count.index].id
}

resource "aws_route" "nat4" {
  count = local.has_nat ? length(aws_route_table.private) : 0

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(local.nat_gateways, count.index)
}

output "private_subnet_ids" { value = aws_subnet.private[*].id }
output "public_subnet_ids" { value = aws_subnet.public[*].id }
output "private_subnet_cidrs" { value = aws_subnet.private[*].cidr_block }
output "public_subnet_cidrs" { value = aws_subnet.public[*].cidr_block }
output "private_route_table_ids" { value = aws_route_table.private[*].id }
output "public_route_table_ids" { value = aws_route_table.public[*].id }
output "nat_gateway_ids" { value = aws_nat_gateway.default[*].id }
output "availability_zones" { value = local.chosen }
output "az_private_subnets_map" { value = { for zone in local.chosen : zone => [for i, it in local.private_zones : aws_subnet.private[i].id if it == zone] } }
output "az_public_subnets_map" { value = { for zone in local.chosen : zone => [for i, it in local.public_zones : aws_subnet.public[i].id if it == zone] } }
