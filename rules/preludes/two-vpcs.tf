# Two VPCs with two subnets each, and a cluster in the first.
resource "aws_vpc" "one" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc" "two" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "one" {
  count      = 2
  vpc_id     = aws_vpc.one.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_subnet" "two" {
  for_each   = { a = "10.1.0.0/24", b = "10.1.1.0/24" }
  vpc_id     = aws_vpc.two.id
  cidr_block = each.value
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = aws_subnet.one[*].id }
}
