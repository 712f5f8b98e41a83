"""Where a person would change what a thing is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fargate_lint.model.estate import Estate
from fargate_lint.model.thing.place import of_reference

NET = 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n\noutput "vpc" {\n  value = aws_vpc.this.id\n}\n'
CHOSEN = 'module "net" {\n  source = "./net"\n}\n\nresource "aws_subnet" "a" {\n  vpc_id = %s\n}\n'


@pytest.mark.parametrize(
    ("value", "file", "line"),
    [
        ("module.net.vpc", "main.tf", 6),  # not the output that hands it on
        ("[module.net.vpc]", "main.tf", 6),
        ("var.vpc", None, 0),
        ('"vpc-1"', "main.tf", 6),
    ],
)
def test_a_reference_stands_where_it_was_chosen(
    estate: Callable[..., Estate], value: str, file: str | None, line: int
) -> None:
    made = estate(CHOSEN % value + 'variable "vpc" {}\n', net__main=NET)
    (subnet,) = made.root.instances("aws_subnet")
    place = of_reference(subnet.written("vpc_id"))
    assert place is not None
    if file is not None:
        assert (Path(place.path).name, Path(place.path).parent.name == "net", place.line) == (file, False, line)


CLUSTER = """
resource "aws_eks_cluster" "NAME" {
  name     = "NAME"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}
"""
PROFILE = """
resource "aws_eks_fargate_profile" "NAME" {
  cluster_name           = aws_eks_cluster.NAME.name
  fargate_profile_name   = "NAME"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { namespace = "default" }
}
"""
RELEASE = """
resource "helm_release" "app" {
  name  = "app"
  chart = "./app"
}
"""
PODS, NODES = (CLUSTER + PROFILE).replace("NAME", "pods"), CLUSTER.replace("NAME", "nodes")


@pytest.mark.parametrize(
    ("clusters", "for_fargate"),
    [(PODS, True), (NODES, False), (NODES + PODS, True), (NODES + NODES.replace("nodes", "more"), False)],
)
def test_a_release_is_for_fargate_if_a_cluster_that_it_may_go_to_has_profiles(
    estate: Callable[..., Estate], clusters: str, for_fargate: bool
) -> None:
    (release,) = estate(clusters + RELEASE).kubernetes.helm_releases
    assert release.is_for_fargate is for_fargate
