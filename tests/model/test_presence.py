"""Whether a thing surely exists: asked once, of its instance, for whatever it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.catalogue import ours
from fargate_lint.diagnostic import Finding, Undecided, Verdict
from fargate_lint.model.estate import Estate

SURELY_ONE = 'length(concat(["agent"], var.more))'
MAYBE_NONE = "length(var.more)"
BASE = """
provider "aws" { region = "eu-west-1" }
variable "more" { type = list(string) }
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}
resource "aws_eks_fargate_profile" "p" {
  PROFILE
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "p"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "kube-system" }
}
"""
DAEMONSET = """
resource "kubernetes_daemonset" "agent" {
  count = COUNT
  metadata {
    name      = "agent"
    namespace = "kube-system"
  }
  spec {
    selector { match_labels = { app = "agent" } }
    template {
      metadata { labels = { app = "agent" } }
      spec {
        container {
          name  = "agent"
          image = "agent"
        }
      }
    }
  }
}
"""
ADDON = """
resource "aws_eks_addon" "agent" {
  count        = COUNT
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "eks-pod-identity-agent"
}
"""
RELEASE = """
resource "helm_release" "agent" {
  count      = COUNT
  name       = "fluent-bit"
  namespace  = "kube-system"
  chart      = "aws-for-fluent-bit"
  repository = "https://aws.github.io/eks-charts"
}
"""


def verdicts(estate: Estate, rule: str, address: str) -> list[Verdict]:
    """What a rule says of one thing."""
    return [verdict for verdict in ours().entry(rule).check(estate) if verdict.address == address]


@pytest.mark.parametrize(
    ("rule", "address", "text"),
    [
        ("FGL420", "kubernetes_daemonset.agent", DAEMONSET),
        ("FGL410", "aws_eks_addon.agent", ADDON),
        ("FGL421", "helm_release.agent", RELEASE),
    ],
)
def test_what_surely_has_an_instance_is_judged(
    estate: Callable[..., Estate], rule: str, address: str, text: str
) -> None:
    made = estate(BASE.replace("PROFILE", "") + text.replace("COUNT", SURELY_ONE))
    assert [type(verdict) for verdict in verdicts(made, rule, address)] == [Finding]


@pytest.mark.parametrize(
    ("rule", "address", "text"),
    [
        ("FGL420", "kubernetes_daemonset.agent", DAEMONSET),
        ("FGL410", "aws_eks_addon.agent", ADDON),
        ("FGL421", "helm_release.agent", RELEASE),
    ],
)
def test_what_may_have_no_instance_is_undecided(
    estate: Callable[..., Estate], rule: str, address: str, text: str
) -> None:
    made = estate(BASE.replace("PROFILE", "") + text.replace("COUNT", MAYBE_NONE))
    (verdict,) = verdicts(made, rule, address)
    assert isinstance(verdict, Undecided)
    assert verdict.code == "count"


@pytest.mark.parametrize(("count", "state"), [(SURELY_ONE, "yes"), (MAYBE_NONE, "unknown")])
def test_a_profile_takes_pods_where_there_surely_is_one(estate: Callable[..., Estate], count: str, state: str) -> None:
    made = estate(BASE.replace("PROFILE", f"count = {count}"))
    (cluster,) = made.clusters
    assert cluster.profiles.take("kube-system").state == state
