# The endpoints that version 2 makes in its root: those that Fargate clusters need, of 68. Version 3 moved them all to the
# submodule. The module has a resource of its own for each (aws_vpc_endpoint.ecr_api[0]); here they are rows of a table:
# whether it is made, private DNS, groups, subnets, policy, the service and, if it is no interface, its kind.

locals {
  endpoint_table = {
    ecr_api              = [var.enable_ecr_api_endpoint, var.ecr_api_endpoint_private_dns_enabled, var.ecr_api_endpoint_security_group_ids, var.ecr_api_endpoint_subnet_ids, var.ecr_api_endpoint_policy, "ecr.api"]
    ecr_dkr              = [var.enable_ecr_dkr_endpoint, var.ecr_dkr_endpoint_private_dns_enabled, var.ecr_dkr_endpoint_security_group_ids, var.ecr_dkr_endpoint_subnet_ids, var.ecr_dkr_endpoint_policy, "ecr.dkr"]
    sts                  = [var.enable_sts_endpoint, var.sts_endpoint_private_dns_enabled, var.sts_endpoint_security_group_ids, var.sts_endpoint_subnet_ids, var.sts_endpoint_policy, "sts"]
    logs                 = [var.enable_logs_endpoint, var.logs_endpoint_private_dns_enabled, var.logs_endpoint_security_group_ids, var.logs_endpoint_subnet_ids, var.logs_endpoint_policy, "logs"]
    ec2                  = [var.enable_ec2_endpoint, var.ec2_endpoint_private_dns_enabled, var.ec2_endpoint_security_group_ids, var.ec2_endpoint_subnet_ids, var.ec2_endpoint_policy, "ec2"]
    ec2_autoscaling      = [var.enable_ec2_autoscaling_endpoint, var.ec2_autoscaling_endpoint_private_dns_enabled, var.ec2_autoscaling_endpoint_security_group_ids, var.ec2_autoscaling_endpoint_subnet_ids, var.ec2_autoscaling_endpoint_policy, "autoscaling"]
    elasticloadbalancing = [var.enable_elasticloadbalancing_endpoint, var.elasticloadbalancing_endpoint_private_dns_enabled, var.elasticloadbalancing_endpoint_security_group_ids, var.elasticloadbalancing_endpoint_subnet_ids, var.elasticloadbalancing_endpoint_policy, "elasticloadbalancing"]
    secretsmanager       = [var.enable_secretsmanager_endpoint, var.secretsmanager_endpoint_private_dns_enabled, var.secretsmanager_endpoint_security_group_ids, var.secretsmanager_endpoint_subnet_ids, var.secretsmanager_endpoint_policy, "secretsmanager"]
    kms                  = [var.enable_kms_endpoint, var.kms_endpoint_private_dns_enabled, var.kms_endpoint_security_group_ids, var.kms_endpoint_subnet_ids, var.kms_endpoint_policy, "kms"]
    ssm                  = [var.enable_ssm_endpoint, var.ssm_endpoint_private_dns_enabled, var.ssm_endpoint_security_group_ids, var.ssm_endpoint_subnet_ids, null, "ssm"]
    ssmmessages          = [var.enable_ssmmessages_endpoint, var.ssmmessages_endpoint_private_dns_enabled, var.ssmmessages_endpoint_security_group_ids, var.ssmmessages_endpoint_subnet_ids, null, "ssmmessages"]
    ec2messages          = [var.enable_ec2messages_endpoint, var.ec2messages_endpoint_private_dns_enabled, var.ec2messages_endpoint_security_group_ids, var.ec2messages_endpoint_subnet_ids, null, "ec2messages"]
    monitoring           = [var.enable_monitoring_endpoint, var.monitoring_endpoint_private_dns_enabled, var.monitoring_endpoint_security_group_ids, var.monitoring_endpoint_subnet_ids, var.monitoring_endpoint_policy, "monitoring"]
    efs                  = [var.enable_efs_endpoint, var.efs_endpoint_private_dns_enabled, var.efs_endpoint_security_group_ids, var.efs_endpoint_subnet_ids, var.efs_endpoint_policy, "elasticfilesystem"]
    sqs                  = [var.enable_sqs_endpoint, var.sqs_endpoint_private_dns_enabled, var.sqs_endpoint_security_group_ids, var.sqs_endpoint_subnet_ids, var.sqs_endpoint_policy, "sqs"]
    sns                  = [var.enable_sns_endpoint, var.sns_endpoint_private_dns_enabled, var.sns_endpoint_security_group_ids, var.sns_endpoint_subnet_ids, var.sns_endpoint_policy, "sns"]
    s3                   = [var.enable_s3_endpoint, var.s3_endpoint_private_dns_enabled, var.s3_endpoint_security_group_ids, var.s3_endpoint_subnet_ids, var.s3_endpoint_policy, "s3", var.s3_endpoint_type]
    dynamodb             = [var.enable_dynamodb_endpoint, var.dynamodb_endpoint_private_dns_enabled, var.dynamodb_endpoint_security_group_ids, var.dynamodb_endpoint_subnet_ids, var.dynamodb_endpoint_policy, "dynamodb", var.dynamodb_endpoint_type]
  }
  endpoints = { for key, row in local.endpoint_table : key => {
    service = row[5]
    kind    = try(row[6], "Interface")
    policy  = row[4]
    inside  = try(row[6], "Interface") != "Interface" ? null : { dns = row[1], groups = row[2], subnets = coalescelist(row[3], aws_subnet.private[*].id, [""]) }
  } if var.create_vpc && row[0] }

  # Gateways are routes in tables: those of all private and intra subnets, and of public ones unless S3's is kept off.
  gateways        = [for key, it in local.endpoints : key if it.kind == "Gateway"]
  public_gateways = [for key in local.gateways : key if key != "s3" || var.enable_public_s3_endpoint]
}

data "aws_vpc_endpoint_service" "this" {
  for_each = local.endpoints
  service  = each.value.service

  filter {
    name   = "service-type"
    values = [each.value.kind]
  }
}

resource "aws_vpc_endpoint" "this" {
  for_each = local.endpoints

  vpc_id              = local.vpc_id
  service_name        = data.aws_vpc_endpoint_service.this[each.key].service_name
  vpc_endpoint_type   = each.value.kind
  private_dns_enabled = try(each.value.inside.dns, null)
  security_group_ids  = try(each.value.inside.groups, null)
  subnet_ids          = try(each.value.inside.subnets, null)
  policy              = each.value.policy
}

resource "aws_vpc_endpoint_route_table_association" "private" {
  count = length(local.gateways) > 0 ? length(local.gateways) * local.n_private_tables : 0

  vpc_endpoint_id = aws_vpc_endpoint.this[local.gateways[floor(count.index / local.n_private_tables)]].id
  route_table_id  = element(local.private_tables, count.index)
}

resource "aws_vpc_endpoint_route_table_association" "intra" {
  count = length(local.gateways) > 0 ? length(local.gateways) * local.n_intra_tables : 0

  vpc_endpoint_id = aws_vpc_endpoint.this[local.gateways[floor(count.index / local.n_intra_tables)]].id
  route_table_id  = element(local.intra_tables, count.index)
}

resource "aws_vpc_endpoint_route_table_association" "public" {
  count = length(local.public_gateways) > 0 ? length(local.public_gateways) * local.n_public_tables : 0

  vpc_endpoint_id = aws_vpc_endpoint.this[local.public_gateways[floor(count.index / local.n_public_tables)]].id
  route_table_id  = element(local.public_tables, count.index)
}

output "vpc_endpoint_s3_id" { value = try(aws_vpc_endpoint.this["s3"].id, null) }
output "vpc_endpoint_dynamodb_id" { value = try(aws_vpc_endpoint.this["dynamodb"].id, null) }

variable "enable_public_s3_endpoint" { default = true }
variable "s3_endpoint_type" { default = "Gateway" }
variable "dynamodb_endpoint_type" { default = "Gateway" }
variable "enable_ecr_api_endpoint" { default = false }
variable "ecr_api_endpoint_private_dns_enabled" { default = false }
variable "ecr_api_endpoint_security_group_ids" { default = [] }
variable "ecr_api_endpoint_subnet_ids" { default = [] }
variable "ecr_api_endpoint_policy" { default = null }
variable "enable_ecr_dkr_endpoint" { default = false }
variable "ecr_dkr_endpoint_private_dns_enabled" { default = false }
variable "ecr_dkr_endpoint_security_group_ids" { default = [] }
variable "ecr_dkr_endpoint_subnet_ids" { default = [] }
variable "ecr_dkr_endpoint_policy" { default = null }
variable "enable_sts_endpoint" { default = false }
variable "sts_endpoint_private_dns_enabled" { default = false }
variable "sts_endpoint_security_group_ids" { default = [] }
variable "sts_endpoint_subnet_ids" { default = [] }
variable "sts_endpoint_policy" { default = null }
variable "enable_logs_endpoint" { default = false }
variable "logs_endpoint_private_dns_enabled" { default = false }
variable "logs_endpoint_security_group_ids" { default = [] }
variable "logs_endpoint_subnet_ids" { default = [] }
variable "logs_endpoint_policy" { default = null }
variable "enable_ec2_endpoint" { default = false }
variable "ec2_endpoint_private_dns_enabled" { default = false }
variable "ec2_endpoint_security_group_ids" { default = [] }
variable "ec2_endpoint_subnet_ids" { default = [] }
variable "ec2_endpoint_policy" { default = null }
variable "enable_ec2_autoscaling_endpoint" { default = false }
variable "ec2_autoscaling_endpoint_private_dns_enabled" { default = false }
variable "ec2_autoscaling_endpoint_security_group_ids" { default = [] }
variable "ec2_autoscaling_endpoint_subnet_ids" { default = [] }
variable "ec2_autoscaling_endpoint_policy" { default = null }
variable "enable_elasticloadbalancing_endpoint" { default = false }
variable "elasticloadbalancing_endpoint_private_dns_enabled" { default = false }
variable "elasticloadbalancing_endpoint_security_group_ids" { default = [] }
variable "elasticloadbalancing_endpoint_subnet_ids" { default = [] }
variable "elasticloadbalancing_endpoint_policy" { default = null }
variable "enable_secretsmanager_endpoint" { default = false }
variable "secretsmanager_endpoint_private_dns_enabled" { default = false }
variable "secretsmanager_endpoint_security_group_ids" { default = [] }
variable "secretsmanager_endpoint_subnet_ids" { default = [] }
variable "secretsmanager_endpoint_policy" { default = null }
variable "enable_kms_endpoint" { default = false }
variable "kms_endpoint_private_dns_enabled" { default = false }
variable "kms_endpoint_security_group_ids" { default = [] }
variable "kms_endpoint_subnet_ids" { default = [] }
variable "kms_endpoint_policy" { default = null }
variable "enable_ssm_endpoint" { default = false }
variable "ssm_endpoint_private_dns_enabled" { default = false }
variable "ssm_endpoint_security_group_ids" { default = [] }
variable "ssm_endpoint_subnet_ids" { default = [] }
variable "enable_ssmmessages_endpoint" { default = false }
variable "ssmmessages_endpoint_private_dns_enabled" { default = false }
variable "ssmmessages_endpoint_security_group_ids" { default = [] }
variable "ssmmessages_endpoint_subnet_ids" { default = [] }
variable "enable_ec2messages_endpoint" { default = false }
variable "ec2messages_endpoint_private_dns_enabled" { default = false }
variable "ec2messages_endpoint_security_group_ids" { default = [] }
variable "ec2messages_endpoint_subnet_ids" { default = [] }
variable "enable_monitoring_endpoint" { default = false }
variable "monitoring_endpoint_private_dns_enabled" { default = false }
variable "monitoring_endpoint_security_group_ids" { default = [] }
variable "monitoring_endpoint_subnet_ids" { default = [] }
variable "monitoring_endpoint_policy" { default = null }
variable "enable_efs_endpoint" { default = false }
variable "efs_endpoint_private_dns_enabled" { default = false }
variable "efs_endpoint_security_group_ids" { default = [] }
variable "efs_endpoint_subnet_ids" { default = [] }
variable "efs_endpoint_policy" { default = null }
variable "enable_sqs_endpoint" { default = false }
variable "sqs_endpoint_private_dns_enabled" { default = false }
variable "sqs_endpoint_security_group_ids" { default = [] }
variable "sqs_endpoint_subnet_ids" { default = [] }
variable "sqs_endpoint_policy" { default = null }
variable "enable_sns_endpoint" { default = false }
variable "sns_endpoint_private_dns_enabled" { default = false }
variable "sns_endpoint_security_group_ids" { default = [] }
variable "sns_endpoint_subnet_ids" { default = [] }
variable "sns_endpoint_policy" { default = null }
variable "enable_s3_endpoint" { default = false }
variable "s3_endpoint_private_dns_enabled" { default = false }
variable "s3_endpoint_security_group_ids" { default = [] }
variable "s3_endpoint_subnet_ids" { default = [] }
variable "s3_endpoint_policy" { default = null }
variable "enable_dynamodb_endpoint" { default = false }
variable "dynamodb_endpoint_private_dns_enabled" { default = false }
variable "dynamodb_endpoint_security_group_ids" { default = [] }
variable "dynamodb_endpoint_subnet_ids" { default = [] }
variable "dynamodb_endpoint_policy" { default = null }
