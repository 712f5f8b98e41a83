# A gateway endpoint in the VPC of vpc, on no table.
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
}
