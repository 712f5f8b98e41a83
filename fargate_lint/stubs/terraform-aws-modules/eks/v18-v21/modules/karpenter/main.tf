# Karpenter's controller role and node role of versions 20 and 21. The controller's role is taken by IRSA (20, on request) or
# by EKS Pod Identity, which does not work on Fargate; in 21 iam_role_source_assume_policy_documents may add an IRSA trust.

locals {
  controller = var.create && var.create_iam_role
  nodes      = var.create && var.create_node_iam_role
  issuer     = try(regex("provider/(.*)$", var.irsa_oidc_provider_arn)[0], var.irsa_oidc_provider_arn)

  # From 21 on there is no other way.
  by_identity = var.enable_pod_identity || !var.stub_takes_irsa

  # Who may take the controller's role, and how.
  ways = merge(
    { for way in ["pod_identity"] : way => { actions = ["sts:TagSession", "sts:AssumeRole"], kind = "Service", who = "pods.eks.amazonaws.com", says = {} } if local.by_identity },
    { for way in ["irsa"] : way => {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      kind    = "Federated"
      who     = var.irsa_oidc_provider_arn
      says    = { sub = formatlist("system:serviceaccount:%s", var.irsa_namespace_service_accounts), aud = ["sts.amazonaws.com"] }
    } if var.enable_irsa && var.stub_takes_irsa },
  )
  node_policies = concat(["AmazonEC2ContainerRegistryReadOnly", "AmazonEKSWorkerNodePolicy"], var.node_iam_role_attach_cni_policy ? ["AmazonEKS_CNI_Policy"] : [])
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "controller_assume_role" {
  count = local.controller ? 1 : 0

  source_policy_documents   = var.iam_role_source_assume_policy_documents
  override_policy_documents = var.iam_role_override_assume_policy_documents

  dynamic "statement" {
    for_each = values(local.ways)
    iterator = way
    content {
      actions = way.value.actions
      principals {
        type        = way.value.kind
        identifiers = [way.value.who]
      }

      dynamic "condition" {
        for_each = way.value.says
        content {
          test     = var.irsa_assume_role_condition_test
          variable = "${local.issuer}:${condition.key}"
          values   = condition.value
        }
      }
    }
  }
}

resource "aws_iam_role" "controller" {
  count = local.controller ? 1 : 0

  name               = one([for whole in [var.iam_role_name] : whole if !var.iam_role_use_name_prefix])
  path               = var.iam_role_path
  assume_role_policy = data.aws_iam_policy_document.controller_assume_role[0].json
}

resource "aws_eks_pod_identity_association" "karpenter" {
  count = alltrue([local.controller, local.by_identity, var.create_pod_identity_association]) ? 1 : 0

  cluster_name    = var.cluster_name
  role_arn        = aws_iam_role.controller[0].arn
  namespace       = var.namespace
  service_account = var.service_account
}

data "aws_iam_policy_document" "node_assume_role" {
  count = local.nodes ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "node" {
  count = local.nodes ? 1 : 0

  name               = var.node_iam_role_use_name_prefix ? null : coalesce(var.node_iam_role_name, "Karpenter-${var.cluster_name}")
  path               = var.node_iam_role_path
  assume_role_policy = data.aws_iam_policy_document.node_assume_role[0].json
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(local.nodes ? local.node_policies : [])

  role       = aws_iam_role.node[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}

resource "aws_iam_role_policy_attachment" "node_additional" {
  for_each = { for key, arn in var.node_iam_role_additional_policies : key => arn if local.nodes }

  role       = aws_iam_role.node[0].name
  policy_arn = each.value
}

resource "aws_eks_access_entry" "node" {
  count = alltrue([var.create, var.create_access_entry]) ? 1 : 0

  cluster_name  = var.cluster_name
  principal_arn = local.nodes ? aws_iam_role.node[0].arn : var.node_iam_role_arn
  type          = var.access_entry_type
}

output "iam_role_arn" { value = one(aws_iam_role.controller[*].arn) }
output "iam_role_name" { value = one(aws_iam_role.controller[*].name) }
output "node_iam_role_arn" { value = try(aws_iam_role.node[0].arn, var.node_iam_role_arn) }
output "node_iam_role_name" { value = one(aws_iam_role.node[*].name) }
output "node_access_entry_arn" { value = one(aws_eks_access_entry.node[*].access_entry_arn) }
output "namespace" { value = var.namespace }
output "service_account" { value = var.service_account }
