# A group for endpoints with named rules, ranges, another group and itself.

provider "aws" { region = "us-east-1" }
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_security_group" "o" { vpc_id = aws_vpc.v.id }
module "sg" {
  source                                = "terraform-aws-modules/security-group/aws"
  version                               = "~> 5.0"
  name                                  = "endpoints"
  vpc_id                                = aws_vpc.v.id
  ingress_cidr_blocks                   = ["10.0.0.0/16"]
  ingress_rules                         = ["https-443-tcp", "dns-udp"]
  ingress_with_cidr_blocks              = [{ from_port = 8080, to_port = 8090, protocol = "tcp", cidr_blocks = "10.1.0.0/16,10.2.0.0/16" }, { rule = "ssh-tcp" }]
  ingress_with_source_security_group_id = [{ rule = "https-443-tcp", source_security_group_id = aws_security_group.o.id }]
  ingress_with_self                     = [{ rule = "all-all" }]
  egress_rules                          = ["all-all"]
}

