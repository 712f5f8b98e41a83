# Three subnets in the VPC of vpc, two of them in one zone.
resource "aws_subnet" "private" {
  for_each          = { a = "eu-central-1a", b = "eu-central-1b", again = "eu-central-1a" }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, index(["a", "b", "again"], each.key))
  availability_zone = each.value
}
