# The endpoints that pods need to start, by the community's module; with vpc-module.
module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "5.5.2"

  vpc_id = module.vpc.vpc_id
  endpoints = {
    s3      = { service = "s3", service_type = "Gateway", route_table_ids = module.vpc.private_route_table_ids }
    ecr_api = { service = "ecr.api", private_dns_enabled = true }
    ecr_dkr = { service = "ecr.dkr", private_dns_enabled = true }
    sts     = { service = "sts", private_dns_enabled = true }
  }
}
