# The Helm releases. A row: the release's name, its namespace (what a Fargate selector must cover) and whether the chart's
# own release makes it, the chart, its repository and version, and the service accounts that have a role: where the
# chart's values hold the account, its name, what the caller calls that name, and whether the chart is told it.

locals {
  shared = { eks = "https://aws.github.io/eks-charts", argo = "https://argoproj.github.io/argo-helm" }

  # The webhook's own port is 10250; from 1.16.1 enable_eks_fargate moves it.
  webhook_ports = [for port in [var.enable_eks_fargate ? "9443" : "10250"] : port if var.stub_sets_webhook_port]

  table = {
    argo_rollouts                         = ["argo-rollouts", "argo-rollouts", true, "argo-rollouts", "argo", "2.34.3", []]
    argo_workflows                        = ["argo-workflows", "argo-workflows", true, "argo-workflows", "argo", "0.40.14", []]
    argocd                                = ["argo-cd", "argocd", true, "argo-cd", "argo", "5.55.0", []]
    argo_events                           = ["argo-events", "argo-events", true, "argo-events", "argo", "2.4.3", []]
    aws_cloudwatch_metrics                = ["aws-cloudwatch-metrics", "amazon-cloudwatch", true, "aws-cloudwatch-metrics", "eks", "0.0.10", [["serviceAccount", "aws-cloudwatch-metrics", "service_account_name"]]]
    aws_efs_csi_driver                    = ["aws-efs-csi-driver", "kube-system", false, "aws-efs-csi-driver", "https://kubernetes-sigs.github.io/aws-efs-csi-driver/", "2.5.6", [["controller.serviceAccount", "efs-csi-controller-sa", "controller_service_account_name"], ["node.serviceAccount", "efs-csi-node-sa", "node_service_account_name"]]]
    aws_for_fluentbit                     = ["aws-for-fluent-bit", "kube-system", false, "aws-for-fluent-bit", "eks", "0.1.32", [["serviceAccount", "aws-for-fluent-bit-sa", "service_account_name"]]]
    aws_fsx_csi_driver                    = ["aws-fsx-csi-driver", "kube-system", false, "aws-fsx-csi-driver", "https://kubernetes-sigs.github.io/aws-fsx-csi-driver/", "1.9.0", [["controller.serviceAccount", "aws-fsx-csi-controller-sa", "controller_service_account_name"], ["node.serviceAccount", "aws-fsx-csi-node-sa", "node_service_account_name"]]]
    aws_gateway_api_controller            = ["aws-gateway-api-controller", "aws-application-networking-system", true, "aws-gateway-controller-chart", "oci://public.ecr.aws/aws-application-networking-k8s", "v0.0.18", [["serviceAccount", "gateway-api-controller", "service_account_name"]]]
    aws_load_balancer_controller          = ["aws-load-balancer-controller", "kube-system", false, "aws-load-balancer-controller", "eks", "1.7.1", [["serviceAccount", "aws-load-balancer-controller-sa", "service_account_name"]]]
    aws_node_termination_handler          = ["aws-node-termination-handler", "aws-node-termination-handler", true, "aws-node-termination-handler", "eks", "0.21.0", [["serviceAccount", "aws-node-termination-handler-sa", "service_account_name"]]]
    aws_privateca_issuer                  = ["aws-privateca-issuer", "cert-manager", false, "aws-privateca-issuer", "https://cert-manager.github.io/aws-privateca-issuer", "v1.2.7", [["serviceAccount", "aws-privateca-issuer-sa", "service_account_name"]]]
    bottlerocket_update_operator          = ["brupop-operator", "brupop-bottlerocket-aws", true, "bottlerocket-update-operator", "https://bottlerocket-os.github.io/bottlerocket-update-operator/", "1.3.0", []]
    cert_manager                          = ["cert-manager", "cert-manager", true, "cert-manager", "https://charts.jetstack.io", "v1.14.3", [["serviceAccount", "cert-manager", "service_account_name"]]]
    cluster_autoscaler                    = ["cluster-autoscaler", "kube-system", false, "cluster-autoscaler", "https://kubernetes.github.io/autoscaler", "9.35.0", [["rbac.serviceAccount", "cluster-autoscaler-sa", "service_account_name"]]]
    cluster_proportional_autoscaler       = ["cluster-proportional-autoscaler", "kube-system", false, "cluster-proportional-autoscaler", "https://kubernetes-sigs.github.io/cluster-proportional-autoscaler", "1.1.0", []]
    external_dns                          = ["external-dns", "external-dns", true, "external-dns", "https://kubernetes-sigs.github.io/external-dns/", "1.14.3", [["serviceAccount", "external-dns-sa", "service_account_name"]]]
    external_secrets                      = ["external-secrets", "external-secrets", true, "external-secrets", "https://charts.external-secrets.io", "0.9.13", [["serviceAccount", "external-secrets-sa", "service_account_name"]]]
    gatekeeper                            = ["gatekeeper", "gatekeeper-system", true, "gatekeeper", "https://open-policy-agent.github.io/gatekeeper/charts", "3.15.0", []]
    ingress_nginx                         = ["ingress-nginx", "ingress-nginx", true, "ingress-nginx", "https://kubernetes.github.io/ingress-nginx", "4.12.1", []]
    karpenter                             = ["karpenter", "karpenter", true, "karpenter", "oci://public.ecr.aws/karpenter", "0.37.0", [["serviceAccount", "karpenter", "service_account_name", false]]]
    kube_prometheus_stack                 = ["kube-prometheus-stack", "kube-prometheus-stack", true, "kube-prometheus-stack", "https://prometheus-community.github.io/helm-charts", "48.2.3", []]
    metrics_server                        = ["metrics-server", "kube-system", false, "metrics-server", "https://kubernetes-sigs.github.io/metrics-server/", "3.12.0", []]
    secrets_store_csi_driver              = ["secrets-store-csi-driver", "kube-system", false, "secrets-store-csi-driver", "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts", "1.4.1", []]
    secrets_store_csi_driver_provider_aws = ["secrets-store-csi-driver-provider-aws", "kube-system", false, "secrets-store-csi-driver-provider-aws", "https://aws.github.io/secrets-store-csi-driver-provider-aws", "0.3.6", []]
    velero                                = ["velero", "velero", true, "velero", "https://vmware-tanzu.github.io/helm-charts/", "3.2.0", [["serviceAccount.server", "velero-server", "service_account_name"]]]
    vpa                                   = ["vpa", "vpa", true, "vpa", "https://charts.fairwinds.com/stable", "1.7.5", []]
  }
  releases = { for key, row in local.table : key => {
    name             = row[0]
    namespace        = row[1]
    create_namespace = row[2]
    chart            = row[3]
    repository       = lookup(local.shared, row[4], row[4])
    chart_version    = lookup(var.stub_charts, key, row[5])
    accounts         = [for it in row[6] : { path = it[0], name = it[1], key = it[2], told = try(it[3], true), provider = var.oidc_provider_arn }]
    create_role      = length(row[6]) > 0
  } }
}

module "argo_rollouts" {
  source = "./modules/addon"

  create         = var.enable_argo_rollouts
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.argo_rollouts
  stub_user      = var.argo_rollouts
}

module "argo_workflows" {
  source = "./modules/addon"

  create         = var.enable_argo_workflows
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.argo_workflows
  stub_user      = var.argo_workflows
}

module "argocd" {
  source = "./modules/addon"

  create         = var.enable_argocd
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.argocd
  stub_user      = var.argocd
}

module "argo_events" {
  source = "./modules/addon"

  create         = var.enable_argo_events
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.argo_events
  stub_user      = var.argo_events
}

module "aws_cloudwatch_metrics" {
  source = "./modules/addon"

  create         = var.enable_aws_cloudwatch_metrics
  create_release = var.create_kubernetes_resources
  set            = [{ name = "clusterName", value = var.cluster_name }]
  role_name      = "aws-cloudwatch-metrics"
  stub_row       = merge(local.releases.aws_cloudwatch_metrics, { role_policies = { agent = "arn:${data.aws_partition.current.partition}:iam::aws:policy/CloudWatchAgentServerPolicy" } })
  stub_user      = var.aws_cloudwatch_metrics

  depends_on = [time_sleep.this]
}

module "aws_efs_csi_driver" {
  source = "./modules/addon"

  create         = var.enable_aws_efs_csi_driver
  create_release = var.create_kubernetes_resources
  role_name      = "aws-efs-csi-driver"
  stub_row       = local.releases.aws_efs_csi_driver
  stub_user      = var.aws_efs_csi_driver

  depends_on = [time_sleep.this]
}

module "aws_for_fluentbit" {
  source = "./modules/addon"

  create         = var.enable_aws_for_fluentbit
  create_release = var.create_kubernetes_resources
  role_name      = "aws-for-fluent-bit"
  stub_row       = local.releases.aws_for_fluentbit
  stub_user      = var.aws_for_fluentbit

  depends_on = [time_sleep.this]
}

module "aws_fsx_csi_driver" {
  source = "./modules/addon"

  create         = var.enable_aws_fsx_csi_driver
  create_release = var.create_kubernetes_resources
  role_name      = "aws-fsx-csi-driver"
  stub_row       = local.releases.aws_fsx_csi_driver
  stub_user      = var.aws_fsx_csi_driver

  depends_on = [time_sleep.this]
}

module "aws_gateway_api_controller" {
  source = "./modules/addon"

  create         = var.enable_aws_gateway_api_controller
  create_release = var.create_kubernetes_resources
  set            = [{ name = "awsRegion", value = data.aws_region.current.name }]
  role_name      = "aws-gateway-api-controller"
  stub_row       = local.releases.aws_gateway_api_controller
  stub_user      = var.aws_gateway_api_controller

  depends_on = [time_sleep.this]
}

module "aws_load_balancer_controller" {
  source = "./modules/addon"

  create         = var.enable_aws_load_balancer_controller
  create_release = var.create_kubernetes_resources
  set            = [{ name = "clusterName", value = var.cluster_name }]
  role_name      = "alb-controller"
  stub_row       = local.releases.aws_load_balancer_controller
  stub_user      = var.aws_load_balancer_controller

  depends_on = [time_sleep.this]
}

module "aws_node_termination_handler" {
  source = "./modules/addon"

  create         = var.enable_aws_node_termination_handler
  create_release = var.create_kubernetes_resources
  role_name      = "aws-node-termination-handler"
  stub_row       = local.releases.aws_node_termination_handler
  stub_user      = var.aws_node_termination_handler

  depends_on = [time_sleep.this]
}

module "aws_privateca_issuer" {
  source = "./modules/addon"

  create         = var.enable_aws_privateca_issuer
  create_release = var.create_kubernetes_resources
  role_name      = "aws-privateca-issuer"
  stub_row       = merge(local.releases.aws_privateca_issuer, { namespace = try(var.cert_manager.namespace, "cert-manager") })
  stub_user      = var.aws_privateca_issuer

  depends_on = [time_sleep.this]
}

module "bottlerocket_update_operator" {
  source = "./modules/addon"

  create         = var.enable_bottlerocket_update_operator
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.bottlerocket_update_operator
  stub_user      = var.bottlerocket_update_operator
}

module "cert_manager" {
  source = "./modules/addon"

  create         = var.enable_cert_manager
  create_release = var.create_kubernetes_resources
  set            = [{ name = "installCRDs", value = true }]
  role_name      = "cert-manager"
  stub_row       = local.releases.cert_manager
  stub_user      = var.cert_manager

  depends_on = [time_sleep.this]
}

module "cluster_autoscaler" {
  source = "./modules/addon"

  create         = var.enable_cluster_autoscaler
  create_release = var.create_kubernetes_resources
  set            = [{ name = "awsRegion", value = data.aws_region.current.name }, { name = "autoDiscovery.clusterName", value = var.cluster_name }]
  role_name      = "cluster-autoscaler"
  stub_row       = local.releases.cluster_autoscaler
  stub_user      = var.cluster_autoscaler

  depends_on = [time_sleep.this]
}

module "cluster_proportional_autoscaler" {
  source = "./modules/addon"

  create         = var.enable_cluster_proportional_autoscaler
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.cluster_proportional_autoscaler
  stub_user      = var.cluster_proportional_autoscaler
}

module "external_dns" {
  source = "./modules/addon"

  create         = var.enable_external_dns
  create_release = var.create_kubernetes_resources
  values         = ["provider: aws"]
  role_name      = "external-dns"
  stub_row       = merge(local.releases.external_dns, { create_role = length(var.external_dns_route53_zone_arns) > 0 })
  stub_user      = var.external_dns

  depends_on = [time_sleep.this]
}

module "external_secrets" {
  source = "./modules/addon"

  create         = var.enable_external_secrets
  create_release = var.create_kubernetes_resources
  set            = [for port in local.webhook_ports : { name = "webhook.port", value = port }]
  role_name      = "external-secrets"
  stub_row       = local.releases.external_secrets
  stub_user      = var.external_secrets

  depends_on = [time_sleep.this]
}

module "gatekeeper" {
  source = "./modules/addon"

  create         = var.enable_gatekeeper
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.gatekeeper
  stub_user      = var.gatekeeper
}

module "ingress_nginx" {
  source = "./modules/addon"

  create         = var.enable_ingress_nginx
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.ingress_nginx
  stub_user      = var.ingress_nginx
}

module "karpenter" {
  source = "./modules/addon"

  create         = var.enable_karpenter
  create_release = var.create_kubernetes_resources
  set            = [{ name = "settings.clusterName", value = var.cluster_name }]
  role_name      = "karpenter"
  stub_row       = local.releases.karpenter
  stub_user      = var.karpenter

  depends_on = [time_sleep.this]
}

module "kube_prometheus_stack" {
  source = "./modules/addon"

  create         = var.enable_kube_prometheus_stack
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.kube_prometheus_stack
  stub_user      = var.kube_prometheus_stack
}

module "metrics_server" {
  source = "./modules/addon"

  create         = var.enable_metrics_server
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.metrics_server
  stub_user      = var.metrics_server
}

module "secrets_store_csi_driver" {
  source = "./modules/addon"

  create         = var.enable_secrets_store_csi_driver
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.secrets_store_csi_driver
  stub_user      = var.secrets_store_csi_driver
}

module "secrets_store_csi_driver_provider_aws" {
  source = "./modules/addon"

  create         = var.enable_secrets_store_csi_driver_provider_aws
  create_release = var.create_kubernetes_resources
  stub_row       = local.releases.secrets_store_csi_driver_provider_aws
  stub_user      = var.secrets_store_csi_driver_provider_aws
}

module "velero" {
  source = "./modules/addon"

  create         = var.enable_velero
  create_release = var.create_kubernetes_resources
  role_name      = "velero"
  stub_row       = local.releases.velero
  stub_user      = var.velero

  depends_on = [time_sleep.this]
}

module "vpa" {
  source = "./modules/addon"

  create         = var.enable_vpa
  create_release = var.create_kubernetes_resources
  set            = [{ name = "admissionController.enabled", value = true }]
  stub_row       = local.releases.vpa
  stub_user      = var.vpa
}
