"""Nothing sets CoreDNS up for Fargate.

Why: Where Fargate is all there is, CoreDNS must be told so. EKS has long annotated its Deployment with
    ``eks.amazonaws.com/compute-type: ec2``, and pods made before the profile keep the default scheduler: CoreDNS stays
    Pending ("untolerated taint eks.amazonaws.com/compute-type: fargate"), the coredns add-on ends DEGRADED with
    InsufficientNumberOfReplicas after 20 minutes, and no pod resolves a name. Newer clusters come without the annotation,
    so some need only a restart of CoreDNS. With bootstrap_self_managed_addons off (always so in the eks module from v21)
    and no coredns add-on, there is no CoreDNS at all.
Fix: Declare the coredns add-on with ``configuration_values = jsonencode({ computeType = "Fargate" })``, or patch the
    Deployment and restart it after the profile exists. The eks module passes configuration_values on from 19.1.0.
Source: EKS User Guide, nodes/fargate-getting-started; add-on schema of coredns; awsdocs/amazon-eks-user-guide#775;
    terraform-aws-eks#2069, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Undecided, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        dns = cluster.coredns
        if cluster.fargate_only.no or dns.on_fargate.no or dns.faults:
            continue
        if dns.compute_type.yes or dns.patched_for_fargate.yes:
            yield Pass(cluster.address)
            continue
        doubt = next((answer for answer in (cluster.fargate_only, dns.setup_undecided) if answer.unknown), None)
        if doubt is not None:
            yield doubt.undecided(cluster.address)
            continue
        elsewhere = dns.patch_in_repository
        if elsewhere is not None and elsewhere.elsewhere:
            reason = f"{elsewhere.what} speaks of CoreDNS: it may set it up for this cluster"
            yield Undecided(cluster.address, reason, elsewhere.span, code="elsewhere")
            continue
        severity = Severity.WARNING
        if dns.has_addon.no and dns.self_managed.no:
            severity = Severity.ERROR
            message = "no CoreDNS is installed (no coredns add-on, and bootstrap_self_managed_addons is off): no name resolves"
        elif dns.has_addon.no:
            message = (
                "nothing moves the CoreDNS that EKS installs to Fargate: it may stay Pending, and no name resolves"
            )
        elif dns.configuration.ignored:
            message = "this version of the eks module does not pass configuration_values on: CoreDNS may stay Pending"
        elif dns.compute_type.evidence:
            message = f"computeType is {dns.compute_type.evidence[0]}, not Fargate: CoreDNS stays Pending and the add-on ends DEGRADED"
        else:
            message = "the coredns add-on has no computeType = Fargate: it may stay Pending and end DEGRADED"
        hint = (
            dns.patched_for_fargate.reason
            if dns.patched_for_fargate.unknown
            else elsewhere.what + " may do it"
            if elsewhere
            else ""
        )
        if hint and severity is Severity.WARNING:
            severity, message = Severity.INFO, f"{message} ({hint})"
        yield Finding(message, cluster.address, dns.addon_place, severity=severity, related=dns.profile_notes)


VALID = [
    """
# with: cluster coredns
resource "aws_eks_addon" "coredns" {
  configuration_values = jsonencode({ computeType = "fargate", replicaCount = 2 })
  depends_on           = [aws_eks_fargate_profile.scenery]
}
""",
    """
# with: cluster
# An add-on in YAML, out of a map.
variable "addons" {
  default = {
    coredns = { configuration = "computeType: Fargate" }
    vpc-cni = { configuration = null }
  }
}

resource "aws_eks_addon" "this" {
  for_each             = var.addons
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = each.key
  configuration_values = each.value.configuration
}
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = {
    coredns = { configuration_values = jsonencode({ computeType = "Fargate" }) }
  }
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
    """
# with: cluster
# Patched by a provisioner.

resource "null_resource" "dns" {
  triggers = { cluster = aws_eks_cluster.this.id }
  provisioner "local-exec" {
    command = <<-EOT
      aws eks update-kubeconfig --name ${aws_eks_cluster.this.name} --kubeconfig /tmp/config
      kubectl --kubeconfig /tmp/config patch deployment coredns -n kube-system --type json -p '[{"op": "remove", "path": "/x"}]'
    EOT
  }
}
""",
    """
# Patched by a Lambda.
resource "aws_lambda_function" "patch" {
  function_name = "coredns-patch"
  role          = "arn:aws:iam::111122223333:role/lambda"
  handler       = "main.handler"
  runtime       = "python3.12"
  filename      = "patch.zip"
}
""",
    """
# Patched by the Kubernetes provider.
resource "kubernetes_annotations" "dns" {
  api_version = "apps/v1"
  kind        = "Deployment"
  metadata {
    name      = "coredns"
    namespace = "kube-system"
  }
  template_annotations = { "eks.amazonaws.com/compute-type" = "fargate" }
  force                = true
}
""",
    """
# with: eks-module
# Node groups can run CoreDNS.
module "eks" { eks_managed_node_groups = { main = {} } }
""",
    """
# with: eks-module
module "eks" { fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } } }

# file: dns/main.tf
resource "helm_release" "dns" {
  name  = "coredns" # undecided: dns/main.tf:2 speaks of CoreDNS
  chart = "coredns"
}
""",
]

INVALID = [
    """
# with: cluster
resource "aws_eks_cluster" "this" { # warning: nothing moves the CoreDNS that EKS installs to Fargate
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}
""",
    """
# with: cluster coredns
resource "aws_eks_addon" "coredns" { # warning: the coredns add-on has no computeType = Fargate
  addon_name = "coredns"
}
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = { # warning: nothing moves the CoreDNS that EKS installs to Fargate
    vpc-cni = {}
  }
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
    """
# with: eks-module
module "eks" {
  cluster_addons = {
    coredns = {
      most_recent          = true
      configuration_values = jsonencode({ # warning: the coredns add-on has no computeType = Fargate
        replicaCount = 2
      })
    }
  }
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
    """
# with: cluster monitoring
# Monitoring CoreDNS does not set it up.
resource "aws_eks_cluster" "this" {} # warning: nothing moves the CoreDNS that EKS installs to Fargate

resource "helm_release" "monitoring" { values = [yamlencode({ coreDns = { enabled = false } })] }

resource "kubectl_manifest" "monitor" {
  yaml_body = "{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: coredns, namespace: kube-system}}"
}
""",
    """
# with: eks-module
module "eks" {
  version = "~> 18.0"

  cluster_addons = {
    coredns = {
      configuration_values = jsonencode({ computeType = "Fargate" }) # warning: does not pass configuration_values on
    }
  }
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
    """
# with: eks-module-21
module "eks" { # error: no CoreDNS is installed
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
}
""",
    """
# with: cluster
# What the script does is not known.
resource "aws_eks_cluster" "this" {} # info: null_resource.after may set CoreDNS up

resource "null_resource" "after" {
  provisioner "local-exec" { command = "./after.sh ${aws_eks_cluster.this.name}" }
}
""",
    """
# with: cluster coredns
variable "dns" { type = string }

resource "aws_eks_addon" "coredns" {
  addon_name           = "coredns"
  configuration_values = var.dns # undecided: var.dns has no value
}
""",
]

RULE = Rule(
    id="FGL402",
    name="coredns-compute-type",
    severities={
        Severity.WARNING: "nothing moves it to Fargate",
        Severity.ERROR: "no CoreDNS is installed at all",
        Severity.INFO: "something in sight may move it",
    },
    summary="Fargate only, and nothing sets CoreDNS up for Fargate",
    tables=("coredns.compute_type",),
)
