variable "create" { default = true }
variable "create_autoscaling_group" { default = true }
variable "create_access_entry" { default = true }
variable "cluster_name" { default = "" }
variable "name" { default = "" }
variable "subnet_ids" {
  type    = list(string)
  default = null
}
variable "min_size" { default = 0 }
variable "max_size" { default = 3 }
variable "create_iam_instance_profile" { default = true }
variable "iam_role_arn" { default = null }
variable "iam_role_attach_cni_policy" { default = true }
variable "iam_role_additional_policies" { default = {} }

variable "stub_settings" { default = {} }
variable "stub_access_entries" { default = true }
variable "stub_null_is_unset" { default = false }
