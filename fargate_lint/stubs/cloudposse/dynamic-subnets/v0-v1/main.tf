# One private and one public subnet in each zone named, with a NAT gateway for each unless switched off.

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

data "aws_availability_zones" "available" {}

locals {
  on    = module.this.enabled
  zones = var.availability_zones
  n     = local.on ? length(local.zones) : 0
  # Address ranges are cut for as many subnets as the region has zones, unless max_subnet_count says how many.
  reserved = var.max_subnet_count > 0 ? var.max_subnet_count : length(data.aws_availability_zones.available.names)
  bits     = ceil(log(local.reserved * 2, 2))
  nat      = local.on && var.nat_gateway_enabled
}

module "private_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["private"]
  tags       = merge(var.private_subnets_additional_tags, { (var.subnet_type_tag_key) = "private" })
  context    = module.this.context
}

module "public_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["public"]
  tags       = merge(var.public_subnets_additional_tags, { (var.subnet_type_tag_key) = "public" })
  context    = module.this.context
}

resource "aws_subnet" "private" {
  count = local.n

  vpc_id            = var.vpc_id
  availability_zone = element(local.zones, count.index)
  cidr_block        = cidrsubnet(var.cidr_block, local.bits, count.index)
  tags              = module.private_label.tags
}

resource "aws_subnet" "public" {
  count = local.n

  vpc_id                  = var.vpc_id
  availability_zone       = element(local.zones, count.index)
  cidr_block              = cidrsubnet(var.cidr_block, local.bits, local.reserved + count.index)
  map_public_ip_on_launch = var.map_public_ip_on_launch
  tags                    = module.public_label.tags
}

resource "aws_route_table" "private" {
  count = local.n

  vpc_id = var.vpc_id
}

resource "aws_route_table_association" "private" {
  count = local.n

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_route_table" "public" {
  count = local.n > 0 && var.vpc_default_route_table_id == "" ? 1 : 0

  vpc_id = var.vpc_id
}

resource "aws_route" "public" {
  count = length(aws_route_table.public)

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.igw_id
}

resource "aws_route_table_association" "public" {
  count = length(aws_route_table.public) > 0 ? local.n : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_route_table_association" "public_default" {
  count = length(aws_route_table.public) > 0 ? 0 : local.n

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = var.vpc_default_route_table_id
}

resource "aws_eip" "default" {
  count = local.nat ? local.n : 0
}

resource "aws_nat_gateway" "default" {
  count = local.nat ? local.n : 0

  allocation_id = aws_eip.default[count.index].id
  subnet_id     = aws_subnet.public[count.index].id
}

resource "aws_route" "default" {
  count = local.nat ? local.n : 0

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.default[count.index].id
}

output "private_subnet_ids" { value = aws_subnet.private[*].id }
output "public_subnet_ids" { value = aws_subnet.public[*].id }
output "private_subnet_cidrs" { value = aws_subnet.private[*].cidr_block }
output "public_subnet_cidrs" { value = aws_subnet.public[*].cidr_block }
output "private_route_table_ids" { value = aws_route_table.private[*].id }
output "public_route_table_ids" { value = aws_route_table.public[*].id }
output "nat_gateway_ids" { value = aws_nat_gateway.default[*].id }
output "availability_zones" { value = var.availability_zones }
