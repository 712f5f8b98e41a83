variable "create" { default = true }
variable "cluster_name" { default = null }
variable "cluster_ip_family" { default = "ipv4" }
variable "name" { default = "" }
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "selectors" { default = [] }
variable "create_iam_role" { default = true }
variable "iam_role_arn" { default = null }
variable "iam_role_name" { default = "" }
variable "iam_role_path" { default = null }
variable "iam_role_use_name_prefix" { default = true }
variable "iam_role_attach_cni_policy" { default = true }
variable "iam_role_additional_policies" { default = {} }

variable "stub_settings" { default = {} }
variable "stub_attaches_cni" { default = true }
variable "stub_null_is_unset" { default = false }
variable "stub_source_arn" { default = true }
