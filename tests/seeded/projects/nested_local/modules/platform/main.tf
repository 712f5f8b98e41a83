variable "name" { type = string }
variable "region" { type = string }
variable "cidr" { type = string }
variable "zones" { type = map(number) }
variable "dns" { type = object({ support = bool, hostnames = bool }) }
variable "services" { type = any }
variable "namespaces" { type = map(string) }
variable "release" { type = string }
variable "subnet_tags" { type = map(string) }

module "network" {
  source = "../network"

  name  = var.name
  cidr  = var.cidr
  zones = var.zones
  dns   = var.dns
  tags  = var.subnet_tags
}

module "endpoints" {
  source = "../endpoints"

  name         = var.name
  region       = var.region
  vpc_id       = module.network.vpc_id
  allow        = [var.cidr]
  subnet_ids   = module.network.subnet_ids
  route_tables = [module.network.route_table_id]
  services     = var.services
}

module "cluster" {
  source = "../cluster"

  name       = var.name
  release    = var.release
  subnet_ids = module.network.subnet_ids
  namespaces = var.namespaces
}

module "orders" {
  source = "../workload"

  name       = "orders"
  namespace  = module.cluster.namespaces["orders"]
  registry   = "123456789012.dkr.ecr.${var.region}.amazonaws.com"
  depends_on = [module.cluster]
}
