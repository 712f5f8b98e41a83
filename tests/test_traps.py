"""What real code does that looks like a defect and is none: no finding above info."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import fargate_lint

CLUSTER = """
provider "aws" { region = "eu-central-1" }

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}
"""

PROFILE = """
resource "aws_eks_fargate_profile" "this" {
  for_each               = toset(["kube-system", "default"])
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = each.key }
}
"""

DNS = """
resource "aws_eks_addon" "coredns" {
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = "coredns"
  configuration_values = jsonencode({ computeType = "Fargate" })
  depends_on           = [aws_eks_fargate_profile.this]
}
"""


def deployment(namespace: str, labels: str = '{ app = "web" }') -> str:
    return f"""
resource "kubernetes_deployment" "web" {{
  metadata {{
    name      = "web"
    namespace = {namespace}
  }}
  spec {{
    selector {{ match_labels = {labels} }}
    template {{
      metadata {{ labels = {labels} }}
      spec {{
        container {{
          name  = "web"
          image = "web"
          resources {{ requests = {{ cpu = "250m", memory = "512Mi" }} }}
        }}
      }}
    }}
  }}
  depends_on = [aws_eks_fargate_profile.this]
}}
"""


TRAPS: dict[str, dict[str, str]] = {
    "coredns-patched-by-local-exec": {
        "main.tf": CLUSTER
        + PROFILE
        + """
resource "null_resource" "dns" {
  provisioner "local-exec" {
    interpreter = ["/bin/bash", "-c"]
    command     = "kubectl -n kube-system rollout restart deployment/coredns"
  }
  depends_on = [aws_eks_fargate_profile.this]
}
"""
    },
    "coredns-patched-by-a-script": {
        "main.tf": CLUSTER
        + PROFILE
        + """
resource "terraform_data" "dns" {
  provisioner "local-exec" { command = "${path.module}/scripts/dns.sh ${aws_eks_cluster.this.name}" }
}
""",
        "scripts/dns.sh": 'kubectl patch deployment coredns -n kube-system --type json -p "$PATCH"\n',
    },
    "coredns-patched-by-a-lambda": {
        "main.tf": CLUSTER
        + PROFILE
        + """
resource "aws_lambda_invocation" "dns" {
  function_name = "cluster-tools"
  input         = jsonencode({ cluster = aws_eks_cluster.this.name, task = "patch-coredns" })
}
"""
    },
    "coredns-add-on-and-a-lambda-that-restarts-it": {
        "main.tf": CLUSTER
        + PROFILE
        + """
resource "aws_eks_addon" "coredns" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns"
}

data "aws_lambda_invocation" "dns" {
  function_name = "coredns-fix"
  input         = "{}"
  depends_on    = [aws_eks_fargate_profile.this]
}
"""
    },
    "coredns-patched-by-a-sibling-root": {
        "live/main.tf": CLUSTER + PROFILE,
        "addons/main.tf": """
data "aws_eks_cluster" "this" { name = "demo" }

resource "kubernetes_annotations" "dns" {
  api_version = "apps/v1"
  kind        = "Deployment"
  metadata {
    name      = "coredns"
    namespace = "kube-system"
  }
  template_annotations = { "eks.amazonaws.com/compute-type" = "fargate" }
}
""",
    },
    "karpenter-as-the-only-nodes": {
        "main.tf": CLUSTER
        + PROFILE
        + """
resource "helm_release" "karpenter" {
  name       = "karpenter"
  namespace  = "kube-system"
  chart      = "oci://public.ecr.aws/karpenter/karpenter"
  depends_on = [aws_eks_fargate_profile.this]
}

resource "helm_release" "app" {
  name      = "app"
  namespace = "apps"
  chart     = "oci://registry.example.com/charts/app"
}
"""
    },
    "wildcard-selectors": {
        "main.tf": CLUSTER
        + PROFILE.replace('toset(["kube-system", "default"])', 'toset(["kube-*", "team-??"])').replace(
            "= each.key\n  pod", '= replace(each.key, "/[^a-z-]/", "x")\n  pod'
        )
        + DNS
        + deployment('"team-01"')
    },
    "a-profile-for-each-zone": {
        "main.tf": CLUSTER
        + DNS
        + """
resource "aws_eks_fargate_profile" "this" {
  count                  = 2
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "zone-${count.index}"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [["subnet-1", "subnet-2"][count.index]]
  selector { namespace = "kube-system" }
  selector { namespace = "default" }
}
"""
        + deployment('"default"')
    },
    "namespace-through-its-resource": {
        "variables.tf": 'variable "suffix" {}\n',
        "main.tf": CLUSTER
        + PROFILE
        + DNS
        + """
resource "kubernetes_namespace" "apps" {
  metadata { name = "apps-${var.suffix}" }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = kubernetes_namespace.apps.metadata[0].name }
}
"""
        + deployment("kubernetes_namespace.apps.metadata.0.name").replace("profile.this]", "profile.apps]"),
    },
    "aws-observability-without-profile": {
        "main.tf": CLUSTER
        + PROFILE
        + DNS
        + """
resource "kubernetes_namespace" "logs" {
  metadata {
    name   = "aws-observability"
    labels = { aws-observability = "enabled" }
  }
}

resource "kubernetes_config_map" "logs" {
  metadata {
    name      = "aws-logging"
    namespace = kubernetes_namespace.logs.metadata[0].name
  }
  data = { "output.conf" = "[OUTPUT]\\n  Name cloudwatch_logs\\n  Match *\\n" }
}
"""
    },
    "a-second-cluster-that-is-off": {
        "main.tf": CLUSTER
        + PROFILE
        + DNS
        + deployment('"default"')
        + """
resource "aws_eks_cluster" "old" {
  count    = 0
  name     = "old"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}
"""
    },
    "commented-out": {
        "main.tf": CLUSTER
        + PROFILE
        + DNS
        + """
# resource "kubernetes_daemonset" "agent" {}
/*
resource "helm_release" "logs" {
  name  = "fluent-bit"
  chart = "fluent-bit"
}
*/
"""
    },
    "metrics-server-of-old": {
        "main.tf": CLUSTER
        + PROFILE
        + DNS
        + """
resource "helm_release" "metrics" {
  name       = "metrics-server"
  namespace  = "kube-system"
  repository = "https://kubernetes-sigs.github.io/metrics-server"
  chart      = "metrics-server"
  version    = "3.8.4"
  depends_on = [aws_eks_fargate_profile.this]
}
"""
    },
    "plain-vpc-cni-and-kube-proxy": {
        "main.tf": CLUSTER
        + PROFILE
        + DNS
        + """
resource "aws_eks_addon" "plain" {
  for_each                    = toset(["vpc-cni", "kube-proxy"])
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  resolve_conflicts_on_update = "OVERWRITE"
}
"""
    },
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_stays_silent(name: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for path, text in TRAPS[name].items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    folder = tmp_path / "live" if (tmp_path / "live").is_dir() else tmp_path
    done = fargate_lint("--select", "FGL3,FGL4,FGL6,FGL903", "--format", "json", ".", folder=folder)
    loud = [finding for finding in done.findings if finding["severity"] != "info"]
    assert [(finding["rule"], finding["message"]) for finding in loud] == []
    assert done.json["roots"][0]["clusters"]
    assert done.json["roots"][0]["diagnostics"] == []


def test_without_what_makes_them_traps_they_are_found(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.tf").write_text(CLUSTER + PROFILE + deployment('"apps"'))
    done = fargate_lint("--select", "FGL3,FGL4", "--format", "json", ".", folder=tmp_path)
    assert [finding["rule"] for finding in done.findings if finding["severity"] != "info"] == ["FGL402", "FGL301"]
