# DHCP options of the VPC of vpc.
resource "aws_vpc_dhcp_options" "this" { domain_name_servers = ["AmazonProvidedDNS"] }

resource "aws_vpc_dhcp_options_association" "this" {
  vpc_id          = aws_vpc.this.id
  dhcp_options_id = aws_vpc_dhcp_options.this.id
}
