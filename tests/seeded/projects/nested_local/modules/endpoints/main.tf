variable "name" { type = string }
variable "region" { type = string }
variable "vpc_id" { type = string }
variable "allow" { type = list(string) }
variable "subnet_ids" { type = list(string) }
variable "route_tables" { type = list(string) }
variable "services" { type = map(object({ private_dns = bool })) }

module "firewall" {
  source = "./firewall"

  name   = "${var.name}-endpoints"
  vpc_id = var.vpc_id
  allow  = [{ port = 443, cidrs = var.allow }]
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.services

  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = each.value.private_dns
  subnet_ids          = var.subnet_ids
  security_group_ids  = [module.firewall.id]
}

resource "aws_vpc_endpoint" "s3" {
  count = length(var.route_tables) > 0 ? 1 : 0

  vpc_id          = var.vpc_id
  service_name    = "com.amazonaws.${var.region}.s3"
  route_table_ids = var.route_tables
}
