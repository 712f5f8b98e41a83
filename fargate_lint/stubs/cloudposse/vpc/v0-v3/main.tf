# A VPC with an internet gateway and an emptied default group. Up to 1.2.0 switches also have older names.

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

locals {
  dns_hostnames = var.enable_dns_hostnames == null ? var.dns_hostnames_enabled : var.enable_dns_hostnames
  dns_support   = var.enable_dns_support == null ? var.dns_support_enabled : var.enable_dns_support
  gateway       = var.enable_internet_gateway == null ? var.internet_gateway_enabled : var.enable_internet_gateway
  emptied       = var.enable_default_security_group_with_custom_rules == null ? var.default_security_group_deny_all : var.enable_default_security_group_with_custom_rules
  cidr          = var.ipv4_primary_cidr_block == null ? var.cidr_block : var.ipv4_primary_cidr_block
}

resource "aws_vpc" "default" {
  count = module.this.enabled ? 1 : 0

  cidr_block           = local.cidr
  instance_tenancy     = var.instance_tenancy
  enable_dns_hostnames = local.dns_hostnames
  enable_dns_support   = local.dns_support
  tags                 = module.this.tags
}

resource "aws_internet_gateway" "default" {
  count = module.this.enabled && local.gateway ? 1 : 0

  vpc_id = aws_vpc.default[0].id
}

resource "aws_default_security_group" "default" {
  count = module.this.enabled && local.emptied ? 1 : 0

  vpc_id = aws_vpc.default[0].id
}

output "vpc_id" { value = one(aws_vpc.default[*].id) }
output "vpc_arn" { value = one(aws_vpc.default[*].arn) }
output "vpc_cidr_block" { value = one(aws_vpc.default[*].cidr_block) }
output "vpc_ipv6_cidr_block" { value = one(aws_vpc.default[*].ipv6_cidr_block) }
output "vpc_main_route_table_id" { value = one(aws_vpc.default[*].main_route_table_id) }
output "vpc_default_route_table_id" { value = one(aws_vpc.default[*].default_route_table_id) }
output "vpc_default_security_group_id" { value = one(aws_vpc.default[*].default_security_group_id) }
output "vpc_default_network_acl_id" { value = one(aws_vpc.default[*].default_network_acl_id) }
output "igw_id" { value = one(aws_internet_gateway.default[*].id) }
