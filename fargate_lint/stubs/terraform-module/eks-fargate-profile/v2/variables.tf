variable "enabled" { default = true }
variable "cluster_name" { default = null }
variable "subnet_ids" {
  type    = list(string)
  default = []
}
variable "namespaces" { default = [] }
variable "namespace" { default = "" }
variable "labels" { default = {} }
variable "prefix" { default = "" }
variable "suffix" { default = "" }
