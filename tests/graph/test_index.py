"""The resource graph: what comes before what, what refers to what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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


NETWORK = """
resource "aws_vpc" "a" {}
resource "aws_subnet" "a" {
  count  = 2
  vpc_id = aws_vpc.a.id
}
locals {
  subnets = aws_subnet.a[*].id
}
resource "aws_eks_cluster" "a" {
  name = "a-${aws_vpc.a.id}"
  vpc_config {
    subnet_ids = local.subnets
  }
  depends_on = [aws_vpc.a]
}
resource "aws_tags" "a" {
  for_each   = toset(local.subnets)
  depends_on = [module.m]
}
module "m" {
  source = "./m"
  vpc_id = aws_vpc.a.id
}
"""
MODULE = """
variable "vpc_id" {}
resource "aws_subnet" "m" {
  vpc_id = var.vpc_id
}
module "inner" {
  for_each = toset(["x.y", "z"])
  source   = "./inner"
}
"""
INNER = 'resource "aws_eip" "e" {}\n'


@pytest.fixture
def network(graph: Graph) -> ResourceGraph:
    return graph({"main.tf": NETWORK, "m/main.tf": MODULE, "m/inner/main.tf": INNER})


def test_each_argument_that_refers_to_something_is_an_edge_with_its_place(network: ResourceGraph) -> None:
    found = {
        (
            e.source,
            e.target,
            e.attribute,
            e.place.path.rpartition("/")[2] if e.place else "",
            e.place.line if e.place else 0,
        )
        for e in network.edges
    }
    assert found == {
        ("aws_subnet.a[0]", "aws_vpc.a", "vpc_id", "main.tf", 5),
        ("aws_subnet.a[1]", "aws_vpc.a", "vpc_id", "main.tf", 5),
        ("aws_eks_cluster.a", "aws_vpc.a", "name", "main.tf", 11),
        ("aws_eks_cluster.a", "aws_subnet.a[0]", "vpc_config", "main.tf", 8),
        ("aws_eks_cluster.a", "aws_subnet.a[1]", "vpc_config", "main.tf", 8),
        ("aws_eks_cluster.a", "aws_vpc.a", "depends_on", "main.tf", 10),
        ("aws_tags.a", "aws_subnet.a[0]", "for_each", "main.tf", 8),
        ("aws_tags.a", "aws_subnet.a[1]", "for_each", "main.tf", 8),
        ("aws_tags.a", "module.m.aws_subnet.m", "depends_on", "main.tf", 17),
        ("aws_tags.a", 'module.m.module.inner["x.y"].aws_eip.e', "depends_on", "main.tf", 17),
        ("aws_tags.a", 'module.m.module.inner["z"].aws_eip.e', "depends_on", "main.tf", 17),
        ("module.m.aws_subnet.m", "aws_vpc.a", "vpc_id", "main.tf", 23),
    }


def test_instances_are_found_by_type_and_mode(network: ResourceGraph) -> None:
    assert [i.address for i in network.of_type("aws_subnet", "aws_vpc")] == [
        "aws_subnet.a[0]",
        "aws_subnet.a[1]",
        "module.m.aws_subnet.m",
        "aws_vpc.a",
    ]
    assert network.of_type("aws_subnet", mode="data") == ()


def test_resources_are_found_by_what_an_argument_names(network: ResourceGraph) -> None:
    found = network.named_by(
        ["aws_subnet"], lambda instance: instance.written("vpc_id"), lambda value: str(value.ref) if value.ref else None
    )
    (namings,) = found.by_thing.values()
    assert [(n.number, n.instance.address) for n in namings] == [
        (0, "aws_subnet.a[0]"),
        (1, "aws_subnet.a[1]"),
        (2, "module.m.aws_subnet.m"),
    ]
    assert list(found.by_thing) == ["aws_vpc.a.id"]
    assert found.unidentified == []
