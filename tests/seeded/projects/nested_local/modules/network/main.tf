variable "name" { type = string }
variable "cidr" { type = string }
variable "zones" { type = map(number) }
variable "dns" { type = any }
variable "tags" { type = map(string) }

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = var.dns.support
  enable_dns_hostnames = var.dns.hostnames
  tags                 = { Name = var.name }
}

resource "aws_subnet" "this" {
  for_each = var.zones

  vpc_id               = aws_vpc.this.id
  availability_zone_id = each.key
  cidr_block           = cidrsubnet(var.cidr, 4, each.value)
  tags                 = merge({ Name = "${var.name}-${each.key}" }, var.tags)
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "this" {
  for_each = aws_subnet.this

  subnet_id      = each.value.id
  route_table_id = aws_route_table.this.id
}

output "vpc_id" {
  value = aws_vpc.this.id
}

output "subnet_ids" {
  value = [for s in aws_subnet.this : s.id]
}

output "route_table_id" {
  value = aws_route_table.this.id
}
