variable "region" {
  type = string
}

variable "services" {
  type = map(object({ private_dns = optional(bool, true) }))
}

variable "internal_tag" {
  type = string
}

variable "platforms" {
  type = map(object({
    cidr       = string
    zones      = map(number)
    dns        = optional(object({ support = optional(bool, true), hostnames = optional(bool, true) }), {})
    namespaces = map(string)
    release    = string
  }))
}
