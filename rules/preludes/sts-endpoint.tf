# An interface endpoint in the VPC of vpc.
resource "aws_vpc_endpoint" "sts" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
