# A VPC of the community's module, without a way out.
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.0.0/24", "10.0.1.0/24"]
}
