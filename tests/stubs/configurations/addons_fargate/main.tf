# Blueprint add-ons of a Fargate-only cluster: EKS add-ons, charts with and without the caller's values, Fargate logging.

provider "aws" {
  region = "us-east-1"
}

module "addons" {
  source  = "aws-ia/eks-blueprints-addons/aws"
  version = "~> 1.16"

  cluster_name      = "demo"
  cluster_endpoint  = "https://example.com"
  cluster_version   = "1.30"
  oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1"

  eks_addons = {
    coredns    = { configuration_values = jsonencode({ computeType = "Fargate" }) }
    kube-proxy = {}
  }

  enable_aws_load_balancer_controller = true
  aws_load_balancer_controller = {
    set = [{ name = "vpcId", value = "vpc-1" }]
  }

  enable_metrics_server                        = true
  enable_external_secrets                      = true
  enable_external_dns                          = true
  enable_cert_manager                          = true
  enable_argocd                                = true
  enable_cluster_autoscaler                    = true
  enable_ingress_nginx                         = true
  enable_kube_prometheus_stack                 = true
  enable_fargate_fluentbit                     = true
  enable_karpenter                             = true
  enable_aws_cloudwatch_metrics                = true
  enable_aws_for_fluentbit                     = true
  enable_secrets_store_csi_driver              = true
  enable_secrets_store_csi_driver_provider_aws = true
  enable_vpa                                   = true
  enable_gatekeeper                            = true
  karpenter                                    = { namespace = "nodes", chart_version = "0.37.0" }
  metrics_server                               = { values = ["containerPort: 4443"] }

  helm_releases = {
    own = { chart = "podinfo", namespace = "podinfo", repository = "https://stefanprodan.github.io/podinfo", create_namespace = true }
  }
}
