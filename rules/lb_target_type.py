"""A load balancer sends to nodes, which do not exist for pods on Fargate.

Why: The target type ``instance`` registers EC2 instances and node ports. Fargate pods have neither: the target group stays empty
    and the load balancer answers 503 (ALB) or refuses connections (NLB). ``instance`` is the controller's default, and the
    in-tree controller for Services knows nothing else.
Fix: Annotate the Ingress with ``alb.ingress.kubernetes.io/target-type: ip``, the Service with
    ``service.beta.kubernetes.io/aws-load-balancer-type: external`` and ``…/aws-load-balancer-nlb-target-type: ip``; or set
    the controller's ``defaultTargetType`` to ``ip``.
Source: EKS User Guide, workloads/alb-ingress and networking/network-load-balancing; load balancer controller docs, checked
    2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for it in estate.on_fargate.exposed:
        thing, wrong = it.thing, it.targets_instances
        if wrong.no:
            yield Pass(it.address, thing.subject)
            continue
        doubt = it.runs if it.runs.unknown else wrong
        if thing.present.unknown:
            yield thing.present.undecided(it.address, None, thing.subject)
        elif doubt.unknown:
            yield doubt.undecided(it.address, it.place, thing.subject)
        else:
            message = f"{thing.what} sends to instances, but pods on Fargate are reached by ip only, so nothing answers: set {it.annotation} to ip"
            yield Finding(message, it.address, it.place, subject=thing.subject)


VALID = [
    """
# with: ingress
resource "kubernetes_ingress_v1" "web" {
  metadata { annotations = { "alb.ingress.kubernetes.io/target-type" = "ip" } }
}

resource "kubernetes_ingress_v1" "other" {
  metadata { name = "other" }
  spec { ingress_class_name = "nginx" }
}
""",
    """
# with: lbc
# The controller's default is ip.
resource "helm_release" "lbc" {
  set {
    name  = "defaultTargetType"
    value = "ip"
  }
}

resource "kubernetes_service" "web" {
  metadata { name = "web" }
  spec { type = "LoadBalancer" }
}
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles        = { apps = { selectors = [{ namespace = "apps", labels = { compute = "fargate" } }] } }
  eks_managed_node_groups = { main = {} }
}

resource "kubectl_manifest" "web" {
  yaml_body = <<-YAML
    apiVersion: v1
    kind: Service
    metadata: { name: web, namespace: apps }
    spec: { type: LoadBalancer }
  YAML
}
""",
    """
# with: cluster profile
variable "public" { type = bool }

resource "kubernetes_service" "web" { # undecided: may have no instance
  count = var.public ? 1 : 0
  metadata {
    name        = "web"
    annotations = { "service.beta.kubernetes.io/aws-load-balancer-type" = "nlb" }
  }
  spec { type = "LoadBalancer" }
}
""",
]

INVALID = [
    """
# with: ingress
resource "kubernetes_ingress_v1" "web" {
  metadata {
    annotations = { "alb.ingress.kubernetes.io/target-type" = "instance" } # error: Ingress web sends to instances
  }
}
""",
    """
resource "kubernetes_service_v1" "web" { # error: Service web sends to instances
  for_each = toset(["web"])
  metadata { name = each.key }
  spec { type = "LoadBalancer" }
}
""",
    """
# with: eks-module-21
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "networking.k8s.io/v1"
    kind       = "Ingress"
    metadata = {
      name      = "web"
      namespace = "apps"
      annotations = { # error: set alb.ingress.kubernetes.io/target-type to ip
        "alb.ingress.kubernetes.io/scheme" = "internal"
      }
    }
    spec = { ingressClassName = "alb" }
  }
}
""",
    """
# file: terraform.tfvars
target_type = "instance" # error: Service web sends to instances

# file: main.tf
variable "target_type" { type = string }

resource "kubernetes_service" "web" {
  metadata {
    name = "web"
    annotations = {
      "service.beta.kubernetes.io/aws-load-balancer-type"            = "external"
      "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type" = var.target_type
    }
  }
  spec { type = "LoadBalancer" }
}
""",
    """
# with: ingress
variable "target_type" { type = string }

resource "kubernetes_ingress_v1" "web" {
  metadata {
    annotations = { "alb.ingress.kubernetes.io/target-type" = var.target_type } # undecided: var.target_type has no value
  }
}
""",
]

RULE = Rule(
    id="FGL611",
    name="lb-target-type",
    severities={Severity.ERROR: "the targets are instances"},
    summary="an Ingress or Service on Fargate whose target type is instance",
    tables=("lbc.controller",),
)
