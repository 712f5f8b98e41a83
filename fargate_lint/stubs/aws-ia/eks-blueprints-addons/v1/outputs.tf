output "eks_addons" { value = aws_eks_addon.this }
output "helm_releases" { value = helm_release.this }
output "fargate_fluentbit" {
  value = { cloudwatch_log_group = aws_cloudwatch_log_group.fargate_fluentbit, iam_policy = aws_iam_policy.fargate_fluentbit, configmap = kubernetes_config_map_v1.aws_logging }
}
output "karpenter" {
  value = merge(module.karpenter, { node_iam_role_name = local.karpenter_role.name, node_iam_role_arn = local.karpenter_role.arn })
}
output "argo_rollouts" { value = module.argo_rollouts }
output "argo_workflows" { value = module.argo_workflows }
output "argocd" { value = module.argocd }
output "argo_events" { value = module.argo_events }
output "aws_cloudwatch_metrics" { value = module.aws_cloudwatch_metrics }
output "aws_efs_csi_driver" { value = module.aws_efs_csi_driver }
output "aws_for_fluentbit" { value = module.aws_for_fluentbit }
output "aws_fsx_csi_driver" { value = module.aws_fsx_csi_driver }
output "aws_gateway_api_controller" { value = module.aws_gateway_api_controller }
output "aws_load_balancer_controller" { value = module.aws_load_balancer_controller }
output "aws_node_termination_handler" { value = module.aws_node_termination_handler }
output "aws_privateca_issuer" { value = module.aws_privateca_issuer }
output "bottlerocket_update_operator" { value = module.bottlerocket_update_operator }
output "cert_manager" { value = module.cert_manager }
output "cluster_autoscaler" { value = module.cluster_autoscaler }
output "cluster_proportional_autoscaler" { value = module.cluster_proportional_autoscaler }
output "external_dns" { value = module.external_dns }
output "external_secrets" { value = module.external_secrets }
output "gatekeeper" { value = module.gatekeeper }
output "ingress_nginx" { value = module.ingress_nginx }
output "kube_prometheus_stack" { value = module.kube_prometheus_stack }
output "metrics_server" { value = module.metrics_server }
output "secrets_store_csi_driver" { value = module.secrets_store_csi_driver }
output "secrets_store_csi_driver_provider_aws" { value = module.secrets_store_csi_driver_provider_aws }
output "velero" { value = module.velero }
output "vpa" { value = module.vpa }
