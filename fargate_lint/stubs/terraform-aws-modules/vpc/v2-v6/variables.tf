# Defaults are those of 4.0.0 and later; stub.toml overrides them for earlier ones.
variable "create_vpc" { default = true }
variable "name" { default = "" }
variable "tags" { default = {} }
variable "vpc_tags" { default = {} }
variable "azs" {
  type    = list(string)
  default = []
}
variable "cidr" { default = "10.0.0.0/16" }
variable "secondary_cidr_blocks" {
  type    = list(string)
  default = []
}
variable "instance_tenancy" { default = "default" }
variable "use_ipam_pool" { default = false }
variable "enable_ipv6" { default = false }
variable "enable_dns_hostnames" { default = true }
variable "enable_dns_support" { default = true }

variable "public_subnets" {
  type    = list(string)
  default = []
}
variable "private_subnets" {
  type    = list(string)
  default = []
}
variable "intra_subnets" {
  type    = list(string)
  default = []
}
variable "database_subnets" {
  type    = list(string)
  default = []
}
variable "elasticache_subnets" {
  type    = list(string)
  default = []
}
variable "redshift_subnets" {
  type    = list(string)
  default = []
}
variable "public_subnet_ipv6_prefixes" { default = [] }
variable "private_subnet_ipv6_prefixes" { default = [] }
variable "intra_subnet_ipv6_prefixes" { default = [] }
variable "database_subnet_ipv6_prefixes" { default = [] }
variable "public_subnet_names" { default = [] }
variable "private_subnet_names" { default = [] }
variable "intra_subnet_names" { default = [] }
variable "database_subnet_names" { default = [] }
variable "elasticache_subnet_names" { default = [] }
variable "public_subnet_suffix" { default = "public" }
variable "private_subnet_suffix" { default = "private" }
variable "intra_subnet_suffix" { default = "intra" }
variable "database_subnet_suffix" { default = "db" }
variable "elasticache_subnet_suffix" { default = "elasticache" }
variable "public_subnet_tags" { default = {} }
variable "private_subnet_tags" { default = {} }
variable "intra_subnet_tags" { default = {} }
variable "database_subnet_tags" { default = {} }
variable "elasticache_subnet_tags" { default = {} }
variable "public_subnet_tags_per_az" { default = {} }
variable "private_subnet_tags_per_az" { default = {} }
variable "map_public_ip_on_launch" { default = false }

variable "enable_nat_gateway" { default = false }
variable "single_nat_gateway" { default = false }
variable "one_nat_gateway_per_az" { default = false }
variable "reuse_nat_ips" { default = false }
variable "external_nat_ip_ids" {
  type    = list(string)
  default = []
}
variable "external_nat_ips" {
  type    = list(string)
  default = []
}
variable "nat_gateway_destination_cidr_block" { default = "0.0.0.0/0" }
variable "create_private_nat_gateway_route" { default = true }
variable "create_igw" { default = true }
variable "create_egress_only_igw" { default = true }
variable "create_multiple_public_route_tables" { default = false }
variable "create_multiple_intra_route_tables" { default = false }
variable "create_database_subnet_route_table" { default = false }
variable "create_database_internet_gateway_route" { default = false }
variable "create_database_nat_gateway_route" { default = false }
variable "create_elasticache_subnet_route_table" { default = false }
variable "enable_vpn_gateway" { default = false }
variable "vpn_gateway_id" { default = "" }
variable "propagate_public_route_tables_vgw" { default = false }
variable "propagate_private_route_tables_vgw" { default = false }
variable "propagate_intra_route_tables_vgw" { default = false }

variable "manage_default_security_group" { default = true }
variable "default_security_group_ingress" { default = [] }
variable "default_security_group_egress" { default = [] }
variable "manage_default_network_acl" { default = true }
variable "manage_default_route_table" { default = true }
variable "default_route_table_routes" { default = [] }
variable "default_route_table_propagating_vgws" { default = [] }
variable "enable_dhcp_options" { default = false }
variable "dhcp_options_domain_name" { default = "" }
variable "dhcp_options_domain_name_servers" { default = ["AmazonProvidedDNS"] }

# What changed inside the module without a change of its inputs.
variable "stub_one_database_table" { default = false }
variable "stub_caps_nat_by_public" { default = false }
variable "stub_counts_ipv6" { default = true }
variable "stub_needs_private" { default = true }
variable "stub_nat_counts_private" { default = true }
variable "stub_nat_counts_public" { default = true }
variable "stub_nat_counts_intra" { default = false }
variable "stub_routes_every_public_table" { default = true }
