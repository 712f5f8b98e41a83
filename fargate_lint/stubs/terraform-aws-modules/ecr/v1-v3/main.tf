# An image repository, private unless asked otherwise.

locals {
  makes = alltrue([var.create, var.create_repository]) ? var.repository_type : ""
}

resource "aws_ecr_repository" "this" {
  count = local.makes == "private" ? 1 : 0

  name                 = var.repository_name
  image_tag_mutability = var.repository_image_tag_mutability
}

resource "aws_ecrpublic_repository" "this" {
  count           = local.makes == "public" ? 1 : 0
  repository_name = var.repository_name
}

output "repository_arn" { value = one(concat(aws_ecr_repository.this[*].arn, aws_ecrpublic_repository.this[*].arn)) }
output "repository_name" { value = one(concat(aws_ecr_repository.this[*].name, aws_ecrpublic_repository.this[*].repository_name)) }
output "repository_url" { value = one(concat(aws_ecr_repository.this[*].repository_url, aws_ecrpublic_repository.this[*].repository_uri)) }

variable "create" { default = true }
variable "create_repository" { default = true }
variable "repository_type" { default = "private" }
variable "repository_name" { default = "" }
variable "repository_image_tag_mutability" { default = "IMMUTABLE" }
