# Gateways, route tables, routes and associations of terraform-aws-modules/vpc/aws.

locals {
  # The tiers that have NAT gateways counted for them, by version, beside those for data.
  served = concat(
    ["database", "elasticache", "redshift"],
    [for tier, counts in { private = var.stub_nat_counts_private, public = var.stub_nat_counts_public, intra = var.stub_nat_counts_intra } : tier if counts],
  )
  widest = max([for tier in local.served : local.size[tier]]...)
  by_az  = var.one_nat_gateway_per_az ? length(var.azs) : var.stub_caps_nat_by_public ? min(local.widest, local.size.public) : local.widest
  # Counted whether NAT is on or not: private tables are made in this number, with or without a default route.
  n_nat = !var.create_vpc ? 0 : var.single_nat_gateway ? 1 : local.by_az
  nat   = var.enable_nat_gateway ? local.n_nat : 0

  n_public_tables  = var.create_multiple_public_route_tables ? local.n.public : min(1, local.n.public)
  n_intra_tables   = var.create_multiple_intra_route_tables ? local.n.intra : min(1, local.n.intra)
  n_private_tables = local.widest > 0 && (local.n.private > 0 || !var.stub_needs_private) ? local.n_nat : 0

  n_database_tables   = var.create_database_subnet_route_table ? (local.one_database_table ? min(1, local.n.database) : local.n.database) : 0
  one_database_table  = anytrue([var.stub_one_database_table, var.single_nat_gateway, var.create_database_internet_gateway_route])
  database_by_gateway = alltrue([var.create_igw, var.create_database_internet_gateway_route, !var.create_database_nat_gateway_route])
  database_by_nat     = alltrue([var.enable_nat_gateway, var.create_database_nat_gateway_route, !var.create_database_internet_gateway_route])

  public_tables   = aws_route_table.public[*].id
  private_tables  = aws_route_table.private[*].id
  intra_tables    = aws_route_table.intra[*].id
  database_tables = aws_route_table.database[*].id
  public_subnets  = aws_subnet.public[*].id
  nat_gateways    = aws_nat_gateway.this[*].id
  nat_addresses   = var.reuse_nat_ips ? var.external_nat_ip_ids : aws_eip.nat[*].id
}

resource "aws_internet_gateway" "this" {
  count  = var.create_igw ? min(1, local.n.public) : 0
  vpc_id = local.vpc_id
}

resource "aws_eip" "nat" {
  count = var.reuse_nat_ips ? 0 : local.nat
}

resource "aws_nat_gateway" "this" {
  count = local.nat

  allocation_id = element(local.nat_addresses, count.index)
  subnet_id     = element(local.public_subnets, count.index)

  depends_on = [aws_internet_gateway.this]
}

resource "aws_egress_only_internet_gateway" "this" {
  count  = var.create_egress_only_igw && var.enable_ipv6 && var.create_vpc ? min(1, local.widest) : 0
  vpc_id = local.vpc_id
}

# --- public ---------------------------------------------------------------------------------------------------------

resource "aws_route_table" "public" {
  count  = local.n_public_tables
  vpc_id = local.vpc_id
}

resource "aws_route_table_association" "public" {
  count = local.n.public

  subnet_id      = element(local.public_subnets, count.index)
  route_table_id = element(local.public_tables, count.index)
}

resource "aws_route" "public_internet_gateway" {
  # Before 5.11.0 only the first of several public tables gets the route.
  count = !var.create_igw ? 0 : min(local.n_public_tables, var.stub_routes_every_public_table ? local.n_public_tables : 1)

  route_table_id         = local.public_tables[count.index]
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

# --- private --------------------------------------------------------------------------------------------------------

resource "aws_route_table" "private" {
  count  = local.n_private_tables
  vpc_id = local.vpc_id
}

resource "aws_route_table_association" "private" {
  count = local.n.private

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = element(local.private_tables, count.index)
}

resource "aws_route" "private_nat_gateway" {
  count = var.create_private_nat_gateway_route ? local.nat : 0

  route_table_id         = element(local.private_tables, count.index)
  destination_cidr_block = var.nat_gateway_destination_cidr_block
  nat_gateway_id         = element(local.nat_gateways, count.index)
}

resource "aws_route" "private_ipv6_egress" {
  count = var.create_egress_only_igw && var.enable_ipv6 && local.n.private > 0 ? local.n_nat : 0

  route_table_id              = element(local.private_tables, count.index)
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
}

# --- intra: never a default route -------------------------------------------------------------------------------------

resource "aws_route_table" "intra" {
  count  = local.n_intra_tables
  vpc_id = local.vpc_id
}

resource "aws_route_table_association" "intra" {
  count = local.n.intra

  subnet_id      = aws_subnet.intra[count.index].id
  route_table_id = element(local.intra_tables, count.index)
}

# --- data tiers: tables of their own on request, else the private ones ------------------------------------------------

resource "aws_route_table" "database" {
  count  = local.n_database_tables
  vpc_id = local.vpc_id
}

resource "aws_route_table_association" "database" {
  count = local.n.database

  subnet_id      = aws_subnet.database[count.index].id
  route_table_id = element(coalescelist(local.database_tables, local.private_tables), count.index)
}

resource "aws_route" "database_internet_gateway" {
  count = local.database_by_gateway ? min(1, local.n_database_tables) : 0

  route_table_id         = aws_route_table.database[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "database_nat_gateway" {
  count = local.database_by_nat && local.n_database_tables > 0 ? (var.single_nat_gateway ? 1 : local.n.database) : 0

  route_table_id         = element(local.database_tables, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(local.nat_gateways, count.index)
}

resource "aws_route_table" "elasticache" {
  count  = var.create_elasticache_subnet_route_table ? min(1, local.n.elasticache) : 0
  vpc_id = local.vpc_id
}

resource "aws_route_table_association" "elasticache" {
  count = local.n.elasticache

  subnet_id      = aws_subnet.elasticache[count.index].id
  route_table_id = element(coalescelist(aws_route_table.elasticache[*].id, local.private_tables), count.index)
}

# --- a VPN gateway may announce routes --------------------------------------------------------------------------------

locals {
  has_vpn = var.create_vpc && (var.enable_vpn_gateway || var.vpn_gateway_id != "")
  vpn_id  = var.enable_vpn_gateway ? one(aws_vpn_gateway.this[*].id) : var.vpn_gateway_id
}

resource "aws_vpn_gateway" "this" {
  count  = alltrue([var.create_vpc, var.enable_vpn_gateway]) ? 1 : 0
  vpc_id = local.vpc_id
}

resource "aws_vpn_gateway_route_propagation" "public" {
  count = local.has_vpn && var.propagate_public_route_tables_vgw ? 1 : 0

  vpn_gateway_id = local.vpn_id
  route_table_id = local.public_tables[0]
}

resource "aws_vpn_gateway_route_propagation" "private" {
  count = local.has_vpn && var.propagate_private_route_tables_vgw ? local.n.private : 0

  vpn_gateway_id = local.vpn_id
  route_table_id = element(local.private_tables, count.index)
}

resource "aws_vpn_gateway_route_propagation" "intra" {
  count = local.has_vpn && var.propagate_intra_route_tables_vgw ? local.n.intra : 0

  vpn_gateway_id = local.vpn_id
  route_table_id = element(local.intra_tables, count.index)
}
