# Defaults are those of 17.24; stub.toml overrides them for earlier versions.
variable "create_eks" { default = true }
variable "cluster_name" {
  type    = string
  default = ""
}
variable "cluster_version" {
  type    = string
  default = null
}
variable "cluster_enabled_log_types" { default = [] }
variable "cluster_service_ipv4_cidr" { default = null }
variable "vpc_id" { default = null }
variable "subnets" {
  type    = list(string)
  default = []
}
variable "fargate_subnets" {
  type    = list(string)
  default = []
}
variable "cluster_endpoint_private_access" { default = false }
variable "cluster_endpoint_public_access" { default = true }
variable "cluster_endpoint_public_access_cidrs" { default = ["0.0.0.0/0"] }
variable "cluster_create_endpoint_private_access_sg_rule" { default = false }
variable "cluster_endpoint_private_access_cidrs" { default = null }
variable "cluster_endpoint_private_access_sg" { default = null }
variable "enable_irsa" { default = false }

variable "cluster_create_security_group" { default = true }
variable "cluster_security_group_id" { default = "" }
variable "cluster_egress_cidrs" { default = ["0.0.0.0/0"] }
variable "worker_create_security_group" { default = true }
variable "worker_security_group_id" { default = "" }
variable "workers_egress_cidrs" { default = ["0.0.0.0/0"] }
variable "worker_sg_ingress_from_port" { default = 1025 }
variable "worker_create_cluster_primary_security_group_rules" { default = false }

variable "manage_cluster_iam_resources" { default = true }
variable "manage_worker_iam_resources" { default = true }
variable "attach_worker_cni_policy" { default = true }
variable "workers_additional_policies" { default = [] }
variable "cluster_iam_role_name" { default = "" }
variable "iam_path" { default = "/" }

variable "manage_aws_auth" { default = true }
variable "map_roles" { default = [] }
variable "map_users" { default = [] }
variable "map_accounts" { default = [] }

variable "fargate_profiles" { default = {} }
variable "create_fargate_pod_execution_role" { default = true }
variable "fargate_pod_execution_role_name" { default = null }
variable "node_groups" { default = {} }
variable "node_groups_defaults" { default = {} }
variable "worker_groups" { default = [] }
variable "worker_groups_launch_template" { default = [] }
variable "workers_group_defaults" { default = {} }

# What changed inside the module without a change of its inputs.
variable "stub_has_fargate" { default = true }
variable "stub_vpc_resource_controller" { default = true }
