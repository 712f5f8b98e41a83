variable "region" { type = string }
variable "name" { type = string }
variable "cidr" { type = string }
variable "kubernetes_version" { type = string }

variable "zones" {
  type = list(string)
}

variable "services" {
  type = list(string)
}

variable "private_subnet_tags" {
  type    = map(string)
  default = {}
}

variable "profiles" {
  type = map(list(string))
}
