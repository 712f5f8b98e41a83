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
variable "cluster_name" { default = "" }
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "kubernetes_namespace" { default = "" }
variable "kubernetes_labels" { default = {} }
variable "fargate_profile_name" { default = null }
variable "fargate_profile_enabled" { default = true }
variable "fargate_profile_iam_role_name" { default = null }
variable "fargate_pod_execution_role_enabled" { default = true }
variable "fargate_pod_execution_role_arn" { default = null }
variable "fargate_pod_execution_role_name" { default = null }
variable "iam_role_kubernetes_namespace_delimiter" { default = "-" }
