# EKS add-ons, CoreDNS, Fargate logging and Helm releases of the blueprint's add-on module; chart versions are those of 4.32.

locals {
  shared = { eks = "https://aws.github.io/eks-charts", argo = "https://argoproj.github.io/argo-helm", prometheus = "https://prometheus-community.github.io/helm-charts" }

  # Whether it is asked for, the caller's helm_config, the release's name, its namespace, the chart, its version, repository.
  table = {
    aws_load_balancer_controller = [var.enable_aws_load_balancer_controller, var.aws_load_balancer_controller_helm_config, "aws-load-balancer-controller", "kube-system", "aws-load-balancer-controller", "1.4.5", "eks"]
    metrics_server               = [var.enable_metrics_server, var.metrics_server_helm_config, "metrics-server", "kube-system", "metrics-server", "3.8.2", "https://kubernetes-sigs.github.io/metrics-server/"]
    cluster_autoscaler           = [var.enable_cluster_autoscaler, var.cluster_autoscaler_helm_config, "cluster-autoscaler", "kube-system", "cluster-autoscaler", "9.21.0", "https://kubernetes.github.io/autoscaler"]
    external_dns                 = [var.enable_external_dns, var.external_dns_helm_config, "external-dns", "external-dns", "external-dns", "6.11.2", "https://charts.bitnami.com/bitnami"]
    external_secrets             = [var.enable_external_secrets, var.external_secrets_helm_config, "external-secrets", "external-secrets", "external-secrets", "0.6.0", "https://charts.external-secrets.io/"]
    karpenter                    = [var.enable_karpenter, var.karpenter_helm_config, "karpenter", "karpenter", "karpenter", "v0.27.3", "oci://public.ecr.aws/karpenter"]
    argocd                       = [var.enable_argocd, var.argocd_helm_config, "argo-cd", "argocd", "argo-cd", "5.13.8", "argo"]
    argo_rollouts                = [var.enable_argo_rollouts, var.argo_rollouts_helm_config, "argo-rollouts", "argo-rollouts", "argo-rollouts", "2.21.1", "argo"]
    cert_manager                 = [var.enable_cert_manager, var.cert_manager_helm_config, "cert-manager", "cert-manager", "cert-manager", "v1.10.0", "https://charts.jetstack.io"]
    kube_prometheus_stack        = [var.enable_kube_prometheus_stack, var.kube_prometheus_stack_helm_config, "kube-prometheus-stack", "kube-prometheus-stack", "kube-prometheus-stack", "41.6.1", "prometheus"]
    prometheus                   = [var.enable_prometheus, var.prometheus_helm_config, "prometheus", "prometheus", "prometheus", "15.17.0", "prometheus"]
    kube_state_metrics           = [var.enable_kube_state_metrics, var.kube_state_metrics_helm_config, "kube-state-metrics", "kube-state-metrics", "kube-state-metrics", "4.29.0", "prometheus"]
    ingress_nginx                = [var.enable_ingress_nginx, var.ingress_nginx_helm_config, "ingress-nginx", "ingress-nginx", "ingress-nginx", "4.1.4", "https://kubernetes.github.io/ingress-nginx"]
    traefik                      = [var.enable_traefik, var.traefik_helm_config, "traefik", "traefik", "traefik", "18.1.0", "https://helm.traefik.io/traefik"]
    aws_for_fluentbit            = [var.enable_aws_for_fluentbit, var.aws_for_fluentbit_helm_config, "aws-for-fluent-bit", "aws-for-fluent-bit", "aws-for-fluent-bit", "0.1.24", "eks"]
    aws_cloudwatch_metrics       = [var.enable_aws_cloudwatch_metrics, var.aws_cloudwatch_metrics_helm_config, "aws-cloudwatch-metrics", "amazon-cloudwatch", "aws-cloudwatch-metrics", "0.0.7", "eks"]
    aws_node_termination_handler = [var.enable_aws_node_termination_handler, var.aws_node_termination_handler_helm_config, "aws-node-termination-handler", "kube-system", "aws-node-termination-handler", "0.21.0", "eks"]
    gatekeeper                   = [var.enable_gatekeeper, var.gatekeeper_helm_config, "gatekeeper", "gatekeeper-system", "gatekeeper", "3.10.0", "https://open-policy-agent.github.io/gatekeeper/charts"]
    grafana                      = [var.enable_grafana, var.grafana_helm_config, "grafana", "grafana", "grafana", "6.43.1", "https://grafana.github.io/helm-charts"]
    keda                         = [var.enable_keda, var.keda_helm_config, "keda", "keda", "keda", "2.8.2", "https://kedacore.github.io/charts"]
    kubernetes_dashboard         = [var.enable_kubernetes_dashboard, var.kubernetes_dashboard_helm_config, "kubernetes-dashboard", "kubernetes-dashboard", "kubernetes-dashboard", "5.11.0", "https://kubernetes.github.io/dashboard/"]
    secrets_store_csi_driver     = [var.enable_secrets_store_csi_driver, var.secrets_store_csi_driver_helm_config, "csi-secrets-store", "secrets-store-csi-driver", "secrets-store-csi-driver", "1.3.1", "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts"]
    velero                       = [var.enable_velero, var.velero_helm_config, "velero", "velero", "velero", "3.1.0", "https://vmware-tanzu.github.io/helm-charts/"]
    vpa                          = [var.enable_vpa, var.vpa_helm_config, "vpa", "vpa", "vpa", "1.5.0", "https://charts.fairwinds.com/stable"]
    self_managed_coredns         = [var.enable_self_managed_coredns, var.self_managed_coredns_helm_config, "coredns", "kube-system", "coredns", null, "https://coredns.github.io/helm"]
  }

  # CoreDNS by chart: its compute type is an annotation that the module writes, "ec2" unless told otherwise.
  compute        = { "eks.amazonaws.com/compute-type" = lookup(var.self_managed_coredns_helm_config, "compute_type", "ec2") }
  coredns_values = { deployment = { name = "coredns", annotations = local.compute }, podAnnotations = local.compute }
}

module "addon" {
  source   = "./modules/addon"
  for_each = local.table

  on          = each.value[0]
  by_gitops   = var.argocd_manage_add_ons && !contains(["argocd", "self_managed_coredns"], each.key)
  helm_config = each.value[1]
  row         = { name = each.value[2], namespace = each.value[3], chart = each.value[4], version = each.value[5], repository = lookup(local.shared, each.value[6], each.value[6]) }
  values      = [for document in [local.coredns_values] : yamlencode(document) if each.key == "self_managed_coredns"]
  set         = [for cluster in [var.eks_cluster_id] : { name = "clusterName", value = cluster } if each.key == "aws_load_balancer_controller"]
}

# --- EKS add-ons ------------------------------------------------------------------------------------------------------

locals {
  configs = { for key, own in {
    coredns            = var.amazon_eks_coredns_config
    vpc_cni            = var.amazon_eks_vpc_cni_config
    kube_proxy         = var.amazon_eks_kube_proxy_config
    aws_ebs_csi_driver = var.amazon_eks_aws_ebs_csi_driver_config
  } : key => merge({ for name in ["addon_version", "configuration_values", "service_account_role_arn"] : name => null }, own) }
}

resource "aws_eks_addon" "coredns" {
  count = !var.enable_amazon_eks_coredns ? 0 : 1

  cluster_name             = var.eks_cluster_id
  addon_name               = "coredns"
  addon_version            = local.configs.coredns.addon_version
  configuration_values     = local.configs.coredns.configuration_values
  service_account_role_arn = local.configs.coredns.service_account_role_arn
}

resource "aws_eks_addon" "vpc_cni" {
  count = !var.enable_amazon_eks_vpc_cni ? 0 : 1

  cluster_name             = var.eks_cluster_id
  addon_name               = "vpc-cni"
  addon_version            = local.configs.vpc_cni.addon_version
  configuration_values     = local.configs.vpc_cni.configuration_values
  service_account_role_arn = local.configs.vpc_cni.service_account_role_arn
}

resource "aws_eks_addon" "kube_proxy" {
  count = !var.enable_amazon_eks_kube_proxy ? 0 : 1

  cluster_name             = var.eks_cluster_id
  addon_name               = "kube-proxy"
  addon_version            = local.configs.kube_proxy.addon_version
  configuration_values     = local.configs.kube_proxy.configuration_values
  service_account_role_arn = local.configs.kube_proxy.service_account_role_arn
}

resource "aws_eks_addon" "aws_ebs_csi_driver" {
  count = !var.enable_amazon_eks_aws_ebs_csi_driver ? 0 : 1

  cluster_name             = var.eks_cluster_id
  addon_name               = "aws-ebs-csi-driver"
  addon_version            = local.configs.aws_ebs_csi_driver.addon_version
  configuration_values     = local.configs.aws_ebs_csi_driver.configuration_values
  service_account_role_arn = local.configs.aws_ebs_csi_driver.service_account_role_arn
}

# --- Fargate logging --------------------------------------------------------------------------------------------------

locals {
  # What the log router is told, unless the caller writes it.
  log_lines = {
    parsers_conf = ["[PARSER]", "Name regex", "Format regex", "Regex ^(?<time>[^ ]+) (?<stream>[^ ]+) (?<logtag>[^ ]+) (?<message>.+)$"]
    filters_conf = ["[FILTER]", "Name parser", "Match *", "Key_Name log", "Parser regex"]
    output_conf  = ["[OUTPUT]", "Name cloudwatch_logs", "Match *", "region ${data.aws_region.current.name}", "log_group_name /${var.eks_cluster_id}/fargate-fluentbit-logs", "log_stream_prefix fargate-logs-", "auto_create_group true"]
  }
  log_text = merge({ for key, lines in local.log_lines : key => "${join("\n  ", lines)}\n" }, { flb_log_cw = false }, var.fargate_fluentbit_addon_config)
}

data "aws_region" "current" {}

resource "kubernetes_namespace" "aws_observability" {
  count = !var.enable_fargate_fluentbit ? 0 : 1

  metadata {
    labels = { aws-observability = "enabled" }
    name   = "aws-observability"
  }
}

resource "kubernetes_config_map" "aws_logging" {
  count = !var.enable_fargate_fluentbit ? 0 : 1

  metadata {
    namespace = kubernetes_namespace.aws_observability[0].id
    name      = "aws-logging"
  }

  data = {
    "parsers.conf" = local.log_text.parsers_conf
    "filters.conf" = local.log_text.filters_conf
    "output.conf"  = local.log_text.output_conf
    "flb_log_cw"   = local.log_text.flb_log_cw
  }
}
