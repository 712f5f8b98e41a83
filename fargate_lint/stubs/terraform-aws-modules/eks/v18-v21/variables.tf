# Names up to version 20 and, where 21 has others, those of 21. Defaults are those of 20.37; stub.toml has the other ones.

variable "create" { default = true }
variable "vpc_id" { default = null }
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "control_plane_subnet_ids" {
  type    = list(string)
  default = []
}
variable "authentication_mode" { default = "API_AND_CONFIG_MAP" }
variable "bootstrap_self_managed_addons" { default = null }
variable "outpost_config" { default = {} }
variable "enable_irsa" { default = true }
variable "create_iam_role" { default = true }
variable "iam_role_arn" { default = null }
variable "iam_role_path" { default = null }
variable "iam_role_additional_policies" { default = {} }
variable "create_node_iam_role" { default = true }
variable "enable_security_groups_for_pods" { default = true }

variable "cluster_name" {
  type    = string
  default = ""
}
variable "cluster_version" {
  type    = string
  default = null
}
variable "cluster_enabled_log_types" {
  type    = list(string)
  default = ["audit", "api", "authenticator"]
}
variable "cluster_endpoint_private_access" { default = true }
variable "cluster_endpoint_public_access" { default = false }
variable "cluster_endpoint_public_access_cidrs" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}
variable "cluster_ip_family" { default = "ipv4" }
variable "cluster_service_ipv4_cidr" { default = null }
variable "cluster_compute_config" { default = {} }
variable "create_cluster_security_group" { default = true }
variable "cluster_security_group_id" { default = "" }
variable "cluster_additional_security_group_ids" { default = [] }
variable "cluster_security_group_additional_rules" { default = {} }
variable "cluster_addons" { default = {} }

variable "name" {
  type    = string
  default = ""
}
variable "kubernetes_version" {
  type    = string
  default = null
}
variable "enabled_log_types" {
  type    = list(string)
  default = ["audit", "api", "authenticator"]
}
variable "endpoint_private_access" { default = true }
variable "endpoint_public_access" { default = false }
variable "endpoint_public_access_cidrs" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}
variable "ip_family" { default = "ipv4" }
variable "service_ipv4_cidr" { default = null }
variable "compute_config" { default = {} }
variable "create_security_group" { default = true }
variable "security_group_id" { default = "" }
variable "additional_security_group_ids" { default = [] }
variable "security_group_additional_rules" { default = {} }
variable "addons" { default = {} }

variable "create_node_security_group" { default = true }
variable "node_security_group_id" { default = "" }
variable "node_security_group_additional_rules" { default = {} }
variable "node_security_group_enable_recommended_rules" { default = true }
variable "node_security_group_ntp_ipv4_cidr_block" { default = ["0.0.0.0/0"] }

variable "access_entries" { default = {} }
variable "enable_cluster_creator_admin_permissions" { default = false }
variable "create_aws_auth_configmap" { default = false }
variable "manage_aws_auth_configmap" { default = false }
variable "aws_auth_roles" { default = [] }
variable "aws_auth_users" { default = [] }
variable "aws_auth_accounts" { default = [] }
variable "aws_auth_node_iam_role_arns_non_windows" { default = [] }
variable "aws_auth_fargate_profile_pod_execution_role_arns" { default = [] }

variable "fargate_profiles" { default = {} }
variable "fargate_profile_defaults" { default = {} }
variable "eks_managed_node_groups" { default = {} }
variable "eks_managed_node_group_defaults" { default = {} }
variable "self_managed_node_groups" { default = {} }
variable "self_managed_node_group_defaults" { default = {} }

# What changed inside the module without a change of its inputs.
variable "stub_short_names" { default = false }
variable "stub_reads_create" { default = true }
variable "stub_reads_before_compute" { default = true }
variable "stub_looks_up_addon_version" { default = true }
variable "stub_addon" { default = { configuration_values = null, service_account_role_arn = null, preserve = true, resolve_conflicts_on_create = "OVERWRITE", resolve_conflicts_on_update = "OVERWRITE" } }
variable "stub_access_entries" { default = true }
variable "stub_tags_sessions" { default = true }
variable "stub_egress_by_port" { default = false }
variable "stub_admits_10251" { default = false }
variable "stub_cluster_id_is_name" { default = false }
