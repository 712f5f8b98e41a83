# A bastion in a public subnet of vpc-module-nat.
resource "aws_instance" "bastion" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  subnet_id              = module.vpc.public_subnets[0]
  vpc_security_group_ids = [aws_security_group.bastion.id]
}

resource "aws_security_group" "bastion" {
  vpc_id = module.vpc.vpc_id
}
