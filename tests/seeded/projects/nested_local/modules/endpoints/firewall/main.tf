variable "name" { type = string }
variable "vpc_id" { type = string }
variable "allow" {
  type = list(object({ port = number, cidrs = list(string) }))
}

resource "aws_security_group" "this" {
  name   = var.name
  vpc_id = var.vpc_id

  dynamic "ingress" {
    for_each = var.allow
    iterator = rule
    content {
      from_port   = rule.value.port
      to_port     = rule.value.port
      protocol    = "tcp"
      cidr_blocks = rule.value.cidrs
    }
  }
}

output "id" {
  value = aws_security_group.this.id
}
