# The interface endpoints that pods need to start, in the VPC of vpc.
resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["sts", "ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
