# EC2 capacity: managed node groups (a map) and worker groups (two lists), with one role for them all.

locals {
  owns_worker_role = local.on && var.manage_worker_iam_resources
  worker_has       = concat(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"], var.attach_worker_cni_policy ? ["AmazonEKS_CNI_Policy"] : [])
  mark             = "kubernetes.io/cluster/${var.cluster_name}"

  # A worker group's own value, else the defaults object's, else the module's.
  usual = merge({ subnets = var.subnets, asg_min_size = "1", asg_max_size = "3" }, var.workers_group_defaults)
}

module "node_groups" {
  source = "./modules/node_groups"

  create_eks           = local.on
  cluster_name         = one(aws_eks_cluster.this[*].name)
  default_iam_role_arn = one(aws_iam_role.workers[*].arn)
  subnets              = local.usual.subnets
  node_groups_defaults = var.node_groups_defaults
  node_groups          = var.node_groups
}

resource "aws_autoscaling_group" "workers" {
  count = local.on ? length(var.worker_groups) : 0

  vpc_zone_identifier = merge(local.usual, var.worker_groups[count.index]).subnets
  min_size            = merge(local.usual, var.worker_groups[count.index]).asg_min_size
  max_size            = merge(local.usual, var.worker_groups[count.index]).asg_max_size

  tag {
    key                 = local.mark
    value               = "owned"
    propagate_at_launch = true
  }
}

resource "aws_autoscaling_group" "workers_launch_template" {
  count = local.on ? length(var.worker_groups_launch_template) : 0

  vpc_zone_identifier = merge(local.usual, var.worker_groups_launch_template[count.index]).subnets
  min_size            = merge(local.usual, var.worker_groups_launch_template[count.index]).asg_min_size
  max_size            = merge(local.usual, var.worker_groups_launch_template[count.index]).asg_max_size

  tag {
    key                 = local.mark
    value               = "owned"
    propagate_at_launch = true
  }
}

data "aws_iam_policy_document" "workers_assume_role_policy" {
  statement {
    sid     = "EKSWorkerAssumeRole"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "workers" {
  count = local.owns_worker_role ? 1 : 0

  path               = var.iam_path
  assume_role_policy = data.aws_iam_policy_document.workers_assume_role_policy.json
}

resource "aws_iam_role_policy_attachment" "workers" {
  for_each = toset(local.owns_worker_role ? local.worker_has : [])

  role       = aws_iam_role.workers[0].name
  policy_arn = "${local.managed}${each.key}"
}

resource "aws_iam_role_policy_attachment" "workers_additional_policies" {
  count = local.owns_worker_role ? length(var.workers_additional_policies) : 0

  role       = aws_iam_role.workers[0].name
  policy_arn = var.workers_additional_policies[count.index]
}
