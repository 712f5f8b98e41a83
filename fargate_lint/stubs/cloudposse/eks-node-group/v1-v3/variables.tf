variable "enabled" { default = null }
variable "namespace" { default = null }
variable "tenant" { default = null }
variable "environment" { default = null }
variable "stage" { default = null }
variable "name" { default = null }
variable "delimiter" { default = null }
variable "attributes" { default = [] }
variable "label_order" { default = null }
variable "tags" { default = {} }
variable "context" { default = {} }
variable "cluster_name" { default = null }
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "node_role_arn" { default = [] }
variable "create_before_destroy" { default = true }
