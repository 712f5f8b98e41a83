variable "create" { default = true }
variable "cluster_name" { default = null }
variable "name" { default = "" }
variable "subnet_ids" {
  type    = list(string)
  default = null
}
variable "create_iam_role" { default = true }
variable "iam_role_arn" { default = null }
variable "iam_role_attach_cni_policy" { default = true }
variable "iam_role_additional_policies" { default = {} }

variable "stub_settings" { default = {} }
variable "stub_null_is_unset" { default = false }
