# A managed node group: aws_eks_node_group.default, or .cbd where it is created before the old one is destroyed.

module "this" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  enabled     = var.enabled
  namespace   = var.namespace
  tenant      = var.tenant
  environment = var.environment
  stage       = var.stage
  name        = var.name
  delimiter   = var.delimiter
  attributes  = var.attributes
  label_order = var.label_order
  tags        = var.tags
  context     = var.context
}

data "aws_partition" "current" {}

locals {
  own_role = length(var.node_role_arn) == 0
  role_arn = local.own_role ? one(aws_iam_role.default[*].arn) : var.node_role_arn[0]
}

data "aws_iam_policy_document" "assume_role" {
  count = module.this.enabled && local.own_role ? 1 : 0

  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "default" {
  count = module.this.enabled && local.own_role ? 1 : 0

  assume_role_policy = data.aws_iam_policy_document.assume_role[0].json
}

resource "aws_iam_role_policy_attachment" "default" {
  for_each = { for name in ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"] : name => "arn:${data.aws_partition.current.partition}:iam::aws:policy/${name}" if module.this.enabled && local.own_role }

  role       = aws_iam_role.default[0].name
  policy_arn = each.value
}

resource "aws_eks_node_group" "default" {
  count = module.this.enabled && !var.create_before_destroy ? 1 : 0

  cluster_name    = var.cluster_name
  node_group_name = module.this.id
  node_role_arn   = local.role_arn
  subnet_ids      = var.subnet_ids
}

resource "aws_eks_node_group" "cbd" {
  count = module.this.enabled && var.create_before_destroy ? 1 : 0

  cluster_name  = var.cluster_name
  node_role_arn = local.role_arn
  subnet_ids    = var.subnet_ids
}

output "eks_node_group_id" { value = one(concat(aws_eks_node_group.default[*].id, aws_eks_node_group.cbd[*].id)) }
output "eks_node_group_arn" { value = one(concat(aws_eks_node_group.default[*].arn, aws_eks_node_group.cbd[*].arn)) }
output "eks_node_group_status" { value = one(concat(aws_eks_node_group.default[*].status, aws_eks_node_group.cbd[*].status)) }
output "eks_node_group_resources" { value = one(concat(aws_eks_node_group.default[*].resources, aws_eks_node_group.cbd[*].resources)) }
output "eks_node_group_role_arn" { value = local.role_arn }
output "eks_node_group_role_name" { value = one(aws_iam_role.default[*].name) }
