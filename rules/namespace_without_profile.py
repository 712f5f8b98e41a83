"""No Fargate profile takes the pods of a workload, a Helm release, an add-on or a namespace.

Why: Where Fargate is all there is, a pod whose namespace and labels no profile selects stays Pending for ever: "0/2 nodes
    are available: 2 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}". A Helm release waits five
    minutes and fails with "context deadline exceeded". A profile that is added later helps only pods made after it.
Fix: Add the namespace to a profile's selectors (``*`` and ``?`` are wildcards; all labels of a selector must be on the pod),
    or put the workload into a namespace that has one.
Source: EKS User Guide, nodes/fargate-profile; re:Post eks-resolve-pending-fargate-pods, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Undecided, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for it in (*estate.on_fargate.placements, *estate.on_fargate.addon_placements):
        if it.reported_as_coredns_profile:
            continue
        pending, broken = it.pending, it.cluster.profiles.broken
        if pending.no:
            yield Pass(it.address, it.subject)
        elif pending.unknown:
            yield pending.at(it.place).undecided(it.address, None, it.subject)
        elif broken is not None:
            reason = f"the selectors of {broken.address} are broken: mend them first"
            yield Undecided(it.address, reason, broken.span, it.subject, code="error", waits_for=broken.address)
        else:
            if it.covered:
                message = f"no selector for namespace {it.shown_namespace} matches the labels of the pods of {it.what}"
            else:
                message = (
                    f"the pods of {it.what} are in namespace {it.shown_namespace}, which no Fargate profile selects"
                )
            message += ": they stay Pending"
            related = tuple(Note(f"{p.address} selects {p.shown}", p.span) for p in it.cluster.profiles)
            yield Finding(message, it.address, it.place, related=related, subject=it.subject)
    for space in estate.kubernetes.unused_namespaces:
        pending = space.pending
        if pending.no:
            yield Pass(space.address)
        elif pending.unknown:
            yield pending.undecided(space.address, space.span)
        elif space.cluster is not None and space.cluster.profiles.broken is None:
            message = f"no Fargate profile selects namespace {space.shown}: pods made in it stay Pending"
            yield Finding(message, space.address, space.place, severity=Severity.WARNING)


VALID = [
    """
# with: eks-module
# The chart calls itself argocd: its labels are argocd-server and the like.
module "eks" {
  fargate_profiles = {
    system = { selectors = [{ namespace = "kube-system" }] }
    argo   = { selectors = [{ namespace = "argocd", labels = { "app.kubernetes.io/name" = "argocd-*" } }] }
  }
}

resource "helm_release" "argo" {
  name       = "argo"
  namespace  = "argocd"
  repository = "https://argoproj.github.io/argo-helm"
  chart      = "argo-cd"
}
""",
    """
# with: deployment
# Nothing needs a profile in aws-observability; names go through the namespace's resource.
resource "kubernetes_namespace" "logs" {
  metadata {
    name   = "aws-observability"
    labels = { aws-observability = "enabled" }
  }
}

resource "kubernetes_namespace" "apps" {
  metadata { name = "default" }
}

resource "kubernetes_deployment" "web" {
  metadata { namespace = kubernetes_namespace.apps.metadata[0].name }
}
""",
    """
# with: eks-module metrics-server
# Wildcards and labels.
module "eks" {
  fargate_profiles = {
    system = { selectors = [{ namespace = "kube-system" }] }
    teams  = { selectors = [{ namespace = "team-*", labels = { compute = "far?ate" } }] }
  }
}

resource "kubernetes_manifest" "job" {
  manifest = {
    apiVersion = "batch/v1"
    kind       = "CronJob"
    metadata   = { name = "report", namespace = "team-red" }
    spec = {
      schedule = "0 4 * * *"
      jobTemplate = { spec = { template = {
        metadata = { labels = { compute = "fargate", app = "report" } }
        spec     = { containers = [{ name = "report", image = "busybox" }], restartPolicy = "Never" }
      } } }
    }
  }
}
""",
    """
# with: cluster
# A for_each of namespaces with a profile each.
locals { teams = toset(["red", "blue"]) }

resource "kubernetes_namespace_v1" "team" {
  for_each = local.teams
  metadata { name = each.key }
}

resource "aws_eks_fargate_profile" "team" {
  for_each               = local.teams
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { namespace = kubernetes_namespace_v1.team[each.key].metadata[0].name }
}

resource "helm_release" "app" {
  for_each  = local.teams
  name      = "app"
  namespace = each.key
  chart     = "oci://registry.example.com/charts/app"
}
""",
    """
# with: eks-module-21
# Nodes take what Fargate does not.
module "eks" { eks_managed_node_groups = { main = {} } }

resource "kubernetes_pod" "tool" {
  metadata {
    name      = "tool"
    namespace = "tools"
  }
  spec {
    container {
      name  = "tool"
      image = "busybox"
    }
  }
}
""",
    """
# with: cluster profile deployment
resource "aws_eks_fargate_profile" "apps" { # undecided: the selectors of aws_eks_fargate_profile.apps are broken
  selector { namespace = "" }
}
""",
    """
# with: cluster profile
variable "namespace" { type = string }

resource "kubernetes_namespace" "later" {
  metadata { name = var.namespace } # undecided: var.namespace has no value
}
""",
]

INVALID = [
    """
# with: eks-module
# The chart calls itself argocd, not argo-cd.
module "eks" {
  fargate_profiles = {
    system = { selectors = [{ namespace = "kube-system" }] }
    argo   = { selectors = [{ namespace = "argocd", labels = { "app.kubernetes.io/name" = "argo-cd-*" } }] }
  }
}

resource "helm_release" "argo" {
  name       = "argo"
  namespace  = "argocd" # error: no selector for namespace argocd matches the labels
  repository = "https://argoproj.github.io/argo-helm"
  chart      = "argo-cd"
}
""",
    """
# with: deployment
resource "kubernetes_deployment" "web" {
  metadata {
    namespace = "shop" # error: the pods of Deployment web are in namespace shop, which no Fargate profile selects
  }
}
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles = {
    system = { selectors = [{ namespace = "kube-system" }] }
  }
}

resource "helm_release" "dns" {
  name             = "external-dns"
  namespace        = "external-dns" # error: the pods of chart external-dns are in namespace external-dns
  create_namespace = true
  repository       = "https://kubernetes-sigs.github.io/external-dns/"
  chart            = "external-dns"
}

resource "helm_release" "own" { # error: the pods of chart own are in namespace default
  name  = "own"
  chart = "oci://registry.example.com/charts/own"
}
""",
    """
# file: terraform.tfvars
spaces = ["default", "batch"] # error: the pods of StatefulSet queue are in namespace batch

# file: main.tf
variable "spaces" { type = set(string) }

resource "kubernetes_stateful_set_v1" "queue" {
  for_each = var.spaces
  metadata {
    name      = "queue"
    namespace = each.key
  }
  spec {
    service_name = "queue"
    selector { match_labels = { app = "queue" } }
    template {
      metadata { labels = { app = "queue" } }
      spec {
        container {
          name  = "queue"
          image = "redis"
        }
      }
    }
  }
}
""",
    """
# with: eks-module-21
# The labels do not fit, and a namespace that nothing uses yet.
module "eks" {
  fargate_profiles = {
    system = { selectors = [{ namespace = "kube-system" }, { namespace = "apps", labels = { compute = "fargate" } }] }
  }
}

resource "kubectl_manifest" "web" {
  yaml_body = <<-YAML
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
      namespace: apps # error: matches the labels of the pods
    spec:
      selector: { matchLabels: { app: web } }
      template:
        metadata: { labels: { app: web } }
        spec:
          containers: [{ name: web, image: nginx }]
  YAML
}

resource "kubernetes_namespace" "later" {
  metadata { name = "later" } # warning: no Fargate profile selects namespace later
}
""",
    """
# with: cluster
# An add-on with a namespace of its own.

resource "aws_eks_addon" "certs" { # error: the pods of add-on cert-manager are in namespace cert-manager
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "cert-manager"
}
""",
    """
variable "namespace" { type = string }

resource "kubernetes_pod" "tool" {
  metadata {
    name      = "tool"
    namespace = var.namespace # undecided: var.namespace has no value
  }
  spec {
    container {
      name  = "tool"
      image = "busybox"
    }
  }
}
""",
]

RULE = Rule(
    id="FGL301",
    name="namespace-without-profile",
    severities={
        Severity.ERROR: "pods that no profile takes",
        Severity.WARNING: "a namespace without pods in sight",
    },
    summary="Fargate only, and no profile selects a workload, Helm release or namespace",
    per_instance=True,
    tables=("charts", "namespaces"),
)
