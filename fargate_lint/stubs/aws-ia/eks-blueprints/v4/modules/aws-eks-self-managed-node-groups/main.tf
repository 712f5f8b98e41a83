# One self-managed node group.

locals {
  own   = merge({ min_size = 1, max_size = 3 }, var.self_managed_ng)
  place = try(coalescelist(local.own.subnet_ids, var.subnet_ids), var.subnet_ids)
  mark  = "kubernetes.io/cluster/${var.cluster_name}"
}

resource "aws_autoscaling_group" "self_managed_ng" {
  vpc_zone_identifier = local.place
  min_size            = local.own.min_size
  max_size            = local.own.max_size

  tag {
    key                 = local.mark
    value               = "owned"
    propagate_at_launch = true
  }
}

variable "self_managed_ng" { default = {} }
variable "cluster_name" { default = null }
variable "subnet_ids" { default = [] }
