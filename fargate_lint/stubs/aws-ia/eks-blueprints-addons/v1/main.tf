# EKS add-ons, Fargate logging and Karpenter's nodes of aws-ia/eks-blueprints-addons/aws; the Helm releases are in addons.tf.

data "aws_partition" "current" {}
data "aws_region" "current" {}

# What needs the cluster waits for create_delay_dependencies here, as in the module.
resource "time_sleep" "this" {
  triggers = { cluster = var.cluster_name, endpoint = var.cluster_endpoint, custom = join(",", var.create_delay_dependencies) }
}

# --- EKS add-ons ------------------------------------------------------------------------------------------------------

locals {
  addon_usual = merge({ resolve_conflicts = "OVERWRITE" }, { for name in ["configuration_values", "service_account_role_arn"] : name => null })
}

data "aws_eks_addon_version" "this" {
  for_each = var.eks_addons

  addon_name         = lookup(each.value, "name", each.key)
  kubernetes_version = var.cluster_version
}

resource "aws_eks_addon" "this" {
  for_each = { for key, own in var.eks_addons : key => merge(local.addon_usual, { name = key }, own) }

  cluster_name                = var.cluster_name
  addon_name                  = each.value.name
  addon_version               = lookup(each.value, "addon_version", data.aws_eks_addon_version.this[each.key].version)
  configuration_values        = each.value.configuration_values
  resolve_conflicts_on_create = each.value.resolve_conflicts
  resolve_conflicts_on_update = each.value.resolve_conflicts
  service_account_role_arn    = each.value.service_account_role_arn

  depends_on = [module.cert_manager, time_sleep.this]
}

# --- Fargate logging. The policy is attached by the caller, through the profiles' additional policies. ------------------

locals {
  logs      = var.enable_fargate_fluentbit && lookup(var.fargate_fluentbit_cw_log_group, "create", true)
  logs_name = lookup(var.fargate_fluentbit_cw_log_group, "name", "/${var.cluster_name}/fargate-fluentbit-logs")
  whole     = !lookup(var.fargate_fluentbit_cw_log_group, "use_name_prefix", true)
  log_map   = var.enable_fargate_fluentbit && var.create_kubernetes_resources

  # What the log router is told, unless the caller writes it.
  log_lines = {
    parsers_conf = ["[PARSER]", "Name crio", "Format Regex", "Regex ^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$"]
    filters_conf = ["[FILTER]", "Name parser", "Match *", "Key_name log", "Parser crio"]
    output_conf  = ["[OUTPUT]", "Name cloudwatch_logs", "Match *", "region ${data.aws_region.current.name}", "log_group_name ${local.log_group}", "log_stream_prefix fargate-logs-", "auto_create_group true"]
  }
  log_group = lookup(var.fargate_fluentbit, "cwlog_group", one(aws_cloudwatch_log_group.fargate_fluentbit[*].name))
  log_text  = merge({ for key, lines in local.log_lines : key => "${join("\n  ", lines)}\n" }, { flb_log_cw = false }, var.fargate_fluentbit)
}

resource "aws_cloudwatch_log_group" "fargate_fluentbit" {
  count = local.logs ? 1 : 0

  name        = local.whole ? local.logs_name : null
  name_prefix = local.whole ? null : local.logs_name
}

data "aws_iam_policy_document" "fargate_fluentbit" {
  count = local.logs ? 1 : 0

  statement {
    actions   = ["logs:PutLogEvents", "logs:CreateLogStream", "logs:CreateLogGroup", "logs:DescribeLogStreams"]
    resources = formatlist("%s:*", aws_cloudwatch_log_group.fargate_fluentbit[*].arn)
  }
}

resource "aws_iam_policy" "fargate_fluentbit" {
  count  = local.logs ? 1 : 0
  policy = data.aws_iam_policy_document.fargate_fluentbit[0].json
}

resource "kubernetes_namespace_v1" "aws_observability" {
  count = local.log_map ? 1 : 0

  metadata {
    labels = { aws-observability = "enabled" }
    name   = "aws-observability"
  }
}

resource "kubernetes_config_map_v1" "aws_logging" {
  count = local.log_map ? 1 : 0

  metadata {
    namespace = kubernetes_namespace_v1.aws_observability[0].id
    name      = "aws-logging"
  }

  data = {
    "parsers.conf" = local.log_text.parsers_conf
    "filters.conf" = local.log_text.filters_conf
    "output.conf"  = local.log_text.output_conf
    "flb_log_cw"   = local.log_text.flb_log_cw
  }
}

# --- the nodes that Karpenter starts ----------------------------------------------------------------------------------

locals {
  karpenter_nodes = var.enable_karpenter && lookup(var.karpenter_node, "create_iam_role", true)
  karpenter_name  = lookup(var.karpenter_node, "iam_role_name", "karpenter-${var.cluster_name}")
  karpenter_role = {
    name = try(aws_iam_role.karpenter[0].name, var.karpenter_node.iam_role_name, "")
    arn  = try(aws_iam_role.karpenter[0].arn, var.karpenter_node.iam_role_arn, "")
  }
}

data "aws_iam_policy_document" "karpenter_assume_role" {
  count = local.karpenter_nodes ? 1 : 0

  statement {
    sid     = "KarpenterNodeAssumeRole"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "karpenter" {
  count = local.karpenter_nodes ? 1 : 0

  name               = lookup(var.karpenter_node, "iam_role_use_name_prefix", true) ? null : local.karpenter_name
  assume_role_policy = data.aws_iam_policy_document.karpenter_assume_role[0].json
}

resource "aws_iam_role_policy_attachment" "karpenter" {
  for_each = toset(local.karpenter_nodes ? ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly", "AmazonEKS_CNI_Policy"] : [])

  role       = aws_iam_role.karpenter[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}

# --- any other release ------------------------------------------------------------------------------------------------

locals {
  release_usual = { for name in ["namespace", "create_namespace", "chart_version", "repository", "values"] : name => null }
}

resource "helm_release" "this" {
  for_each = { for key, own in var.helm_releases : key => merge(local.release_usual, { name = key, set = [], set_sensitive = [] }, own) }

  name             = each.value.name
  namespace        = each.value.namespace
  create_namespace = each.value.create_namespace
  chart            = each.value.chart
  version          = each.value.chart_version
  repository       = each.value.repository
  values           = each.value.values

  dynamic "set" {
    for_each = each.value.set
    content {
      name  = set.value.name
      value = set.value.value
    }
  }

  dynamic "set_sensitive" {
    for_each = each.value.set_sensitive
    content {
      name  = set_sensitive.value.name
      value = set_sensitive.value.value
    }
  }
}
