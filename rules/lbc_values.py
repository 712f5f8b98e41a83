"""The AWS Load Balancer Controller lacks what it cannot find out on Fargate.

Why: On EC2 the controller asks the instance metadata for region and VPC; Fargate has none. Without ``vpcId`` it crash-loops on
    "failed to introspect vpcID from EC2Metadata", without ``region`` (and without an IAM role for its service account, which
    injects AWS_REGION) on "failed to introspect region"; without ``clusterName`` it does not start. In a VPC without a way
    out its calls to WAF and Shield time out, and no load balancer is ever made: "context deadline exceeded".
Fix: Set ``clusterName``, ``region`` and ``vpcId`` in the chart's values; without a way out also ``enableShield``,
    ``enableWaf`` and ``enableWafv2`` to false.
Source: EKS User Guide, networking/lbc-helm and clusters/private-clusters; aws-load-balancer-controller#1561, #1622,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict, WrongValue


def check(estate: Estate) -> Iterator[Verdict]:
    for controller in estate.on_fargate.load_balancer_controllers:
        release = controller.release
        runs = release.runs_on_fargate if release.runs_on_fargate.unknown else release.present
        for it in controller.wrong_values():
            doubt = runs if runs.unknown else it.wrong
            if it.wrong.no:
                yield Pass(controller.address, it.about)
            elif doubt.unknown:
                yield doubt.undecided(controller.address, it.place, it.about)
            else:
                message, severity = _fault(it)
                yield Finding(message, controller.address, it.place, subject=it.about, severity=severity)


def _fault(it: WrongValue) -> tuple[str, Severity]:
    if it.needed is not None:
        lack = f"the load balancer controller has no {' or '.join(it.needed.paths)}: {it.needed.why}"
        return lack, it.needed.severity
    names = ", ".join(feature.path for feature in it.features)
    on = "are on by default" if it.by_default else "is on"
    message = f"{names} {on} and the VPC has no way out: the controller waits for AWS in vain"
    return message, max(feature.severity for feature in it.features)


VALID = [
    """
# with: vpc subnets route-table
# AWS WAF v2 has an endpoint.
resource "aws_vpc_endpoint" "waf" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-central-1.wafv2"
  vpc_endpoint_type = "Interface"
}

resource "helm_release" "lbc" {
  name       = "aws-load-balancer-controller"
  namespace  = "kube-system"
  repository = "https://aws.github.io/eks-charts"
  chart      = "aws-load-balancer-controller"
  values = [yamlencode({
    clusterName  = aws_eks_cluster.scenery.name
    vpcId        = aws_vpc.this.id
    region       = "eu-central-1"
    enableShield = false
    enableWaf    = false
  })]
}
""",
    """
# with: vpc subnets nat-route lbc
resource "helm_release" "lbc" {
  values = [yamlencode({ clusterName = aws_eks_cluster.scenery.name, vpcId = aws_vpc.this.id, region = "eu-central-1" })]
}
""",
    """
# with: vpc subnets route-table lbc
resource "helm_release" "lbc" {
  set = [for name, value in {
    clusterName      = aws_eks_cluster.scenery.name
    "vpcTags.Name"   = "demo"
    enableShield     = "false"
    enableWaf        = "false"
    enableWafv2      = "false"
    "serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/role-arn" = "arn:aws:iam::111122223333:role/lbc"
  } : { name = name, value = value }]
}
""",
    """
# with: eks-module lbc
# It runs on the nodes.
module "eks" { eks_managed_node_groups = { main = {} } }

resource "helm_release" "lbc" {
  set {
    name  = "clusterName"
    value = "demo"
  }
}
""",
]

INVALID = [
    """
# with: vpc subnets nat-route lbc
resource "helm_release" "lbc" { # error: has no vpcId or vpcTags # warning: has no region
  set {
    name  = "clusterName"
    value = aws_eks_cluster.scenery.name
  }
}
""",
    """
# with: vpc-module-nat eks-module-in-vpc lbc
module "vpc" { cidr = "10.0.0.0/16" }

module "eks" { fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } } }

resource "helm_release" "lbc" {
  values = [yamlencode({ # error: has no clusterName
    vpcId  = module.vpc.vpc_id
    region = "eu-central-1"
  })]
}
""",
    """
# with: vpc subnets route-table lbc
resource "helm_release" "lbc" { # warning: enableShield, enableWaf are on by default
  dynamic "set" {
    for_each = { clusterName = "scenery", vpcId = aws_vpc.this.id, region = "eu-central-1" }
    content {
      name  = set.key
      value = set.value
    }
  }
  set {
    name  = "enableWafv2"
    value = "true" # warning: enableWafv2 is on and the VPC has no way out
  }
}
""",
    """
# with: vpc subnets nat-route lbc
variable "values" { type = string }

resource "helm_release" "lbc" {
  values = [var.values] # undecided: var.values has no value
  set {
    name  = "clusterName"
    value = "scenery"
  }
  set {
    name  = "region"
    value = "eu-central-1"
  }
}
""",
]

RULE = Rule(
    id="FGL610",
    name="lbc-values",
    severities={
        Severity.ERROR: "the controller cannot start without it",
        Severity.WARNING: "it starts, and waits or fails later",
    },
    summary="the AWS Load Balancer Controller on Fargate without vpcId, clusterName or region",
    tables=("lbc.value", "lbc.feature"),
)
