"""The resource graph: what comes before what, what refers to what."""

from __future__ import annotations

from collections.abc import Callable

from fargate_lint.graph.index import ResourceGraph

Graph = Callable[[dict[str, str] | str], ResourceGraph]


def test_what_comes_before_what_goes_through_modules(graph: Graph) -> None:
    found = graph(
        {
            "main.tf": 'module "p" {\n  source = "./p"\n}\n'
            'resource "aws_eks_addon" "dns" {\n  depends_on = [module.p]\n}\n'
            'resource "aws_eks_addon" "cni" {\n  addon_name = module.p.name\n}\nresource "aws_eks_addon" "free" {}\n',
            "p/main.tf": 'resource "aws_eks_fargate_profile" "f" {}\n'
            'output "name" { value = aws_eks_fargate_profile.f.cluster_name }\n',
        }
    )
    profile = "module.p.aws_eks_fargate_profile.f"
    assert profile in found.before("aws_eks_addon.dns")
    assert profile in found.before("aws_eks_addon.cni")
    assert profile not in found.before("aws_eks_addon.free")
