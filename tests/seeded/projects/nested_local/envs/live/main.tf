provider "aws" {
  region = var.region
}

module "platform" {
  source   = "../../modules/platform"
  for_each = var.platforms

  name       = each.key
  region     = var.region
  cidr       = each.value.cidr
  zones      = each.value.zones
  dns        = each.value.dns
  services   = var.services
  namespaces = each.value.namespaces
  release    = each.value.release
  subnet_tags = {
    (var.internal_tag) = "1"
  }
}
