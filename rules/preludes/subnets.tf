# Two subnets in the VPC of vpc.
resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = ["eu-central-1a", "eu-central-1b"][count.index]
}
