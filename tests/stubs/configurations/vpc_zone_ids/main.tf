# Zone ids instead of names, names of subnets, a second address range, DHCP options.

provider "aws" {
  region = "us-east-1"
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 5.0"

  name = "net"
  cidr = "10.0.0.0/16"
  azs  = ["use1-az1", "use1-az2", "use1-az4"]

  private_subnets = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
  public_subnets  = ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"]

  secondary_cidr_blocks = ["100.64.0.0/16"]
  private_subnet_names  = ["one", "two"]

  enable_dhcp_options              = true
  dhcp_options_domain_name_servers = ["10.0.0.53", "AmazonProvidedDNS"]
}
