"""What runs a cluster's pods, and whose profile is whose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.model.estate import Estate

CLUSTER = """
resource "aws_eks_cluster" "this" {
  name = "demo"
  vpc_config { subnet_ids = ["subnet-1"] }
  MORE
}
"""
PROFILE = """
resource "aws_eks_fargate_profile" "x" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "x"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { namespace = "apps" }
}
"""
NODES = """
resource "aws_eks_node_group" "n" {
  MORE
  cluster_name = "demo"
  subnet_ids   = ["subnet-1"]
}
"""


def node(more: str = "") -> str:
    return NODES.replace("MORE", more)


@pytest.mark.parametrize(
    ("more", "rest", "expected"),
    [
        ("", "", "none"),
        ("", PROFILE, "fargate-only"),
        ("", PROFILE + node(), "mixed"),
        ("", PROFILE + node("count = 0"), "fargate-only"),
        ("", 'variable "n" {}\n' + PROFILE + node("count = var.n"), "undecided"),
        ("compute_config { enabled = true }", PROFILE, "mixed"),
        ("compute_config { enabled = false }", PROFILE, "fargate-only"),
        ("", PROFILE + 'resource "helm_release" "k" {\n name = "k"\n chart = "karpenter"\n}', "mixed"),
        ("", PROFILE + 'resource "aws_eks_node_group" "o" { cluster_name = "other" }', "fargate-only"),
        (
            "",
            PROFILE
            + """
resource "kubectl_manifest" "pool" {
  yaml_body = <<-YAML
    apiVersion: karpenter.sh/v1
    kind: NodePool
    metadata: {name: default}
  YAML
}
""",
            "mixed",
        ),
        (
            "",
            PROFILE
            + 'module "nodes" {\n source = "git::https://example.com/n.git"\n cluster = aws_eks_cluster.this.name\n}',
            "undecided",
        ),
        (
            "",
            PROFILE
            + 'module "ecr" {\n source = "terraform-aws-modules/kms/aws"\n aliases = [aws_eks_cluster.this.name]\n}',
            "fargate-only",
        ),
        (
            "",
            PROFILE
            + """
resource "aws_launch_template" "n" { user_data = base64encode("/etc/eks/bootstrap.sh ${aws_eks_cluster.this.name}") }
resource "aws_autoscaling_group" "n" {
  max_size = 1
  min_size = 1
  tag {
    key                 = "kubernetes.io/cluster/demo"
    value               = "owned"
    propagate_at_launch = true
  }
}
""",
            "mixed",
        ),
        (
            "",
            PROFILE + 'resource "aws_autoscaling_group" "bastion" {\n max_size = 1\n min_size = 1\n}',
            "fargate-only",
        ),
    ],
)
def test_the_data_plane(estate: Callable[..., Estate], more: str, rest: str, expected: str) -> None:
    (cluster,) = estate(CLUSTER.replace("MORE", more) + rest).clusters
    assert cluster.data_plane == expected


def test_a_profile_finds_its_cluster_by_reference_name_and_half_known_name(estate: Callable[..., Estate]) -> None:
    made = estate(
        """
variable "env" {}
locals { name = "${var.env}-eks" }
resource "aws_eks_cluster" "a" {
  name = local.name
  vpc_config { subnet_ids = ["subnet-1"] }
}
resource "aws_eks_cluster" "b" {
  name = "literal"
  vpc_config { subnet_ids = ["subnet-1"] }
}
resource "aws_eks_fargate_profile" "a" {
  cluster_name           = local.name
  fargate_profile_name   = "a"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
}
resource "aws_eks_fargate_profile" "b" {
  cluster_name           = "literal"
  fargate_profile_name   = "b"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
}
"""
    )
    owners = {cluster.address: [p.address for p in cluster.profiles] for cluster in made.clusters}
    assert owners == {
        "aws_eks_cluster.a": ["aws_eks_fargate_profile.a"],
        "aws_eks_cluster.b": ["aws_eks_fargate_profile.b"],
    }


def test_a_profile_of_a_cluster_made_elsewhere_makes_a_cluster_of_which_little_is_known(
    estate: Callable[..., Estate],
) -> None:
    made = estate(
        'data "aws_eks_cluster" "shared" { name = "shared" }\n'
        + PROFILE.replace("aws_eks_cluster.this.name", "data.aws_eks_cluster.shared.name")
    )
    (cluster,) = made.clusters
    assert not cluster.is_declared
    assert cluster.fargate_only.unknown
    assert cluster.control_plane.private_access.is_true.unknown


def test_the_first_profile_by_name_takes_the_pod(estate: Callable[..., Estate]) -> None:
    made = estate(CLUSTER.replace("MORE", "") + PROFILE + PROFILE.replace('"x"', '"b"') + PROFILE.replace('"x"', '"y"'))
    (cluster,) = made.clusters
    assert [profile.name.text for profile in cluster.profiles.matching("apps")] == ["b", "x", "y"]
    assert cluster.profiles.take("other").no


@pytest.mark.parametrize(("namespace", "expected"), [("karpenter", "undecided"), ("apps", "fargate-only")])
def test_a_profile_for_karpenter_means_that_nodes_may_come(
    estate: Callable[..., Estate], namespace: str, expected: str
) -> None:
    (cluster,) = estate(CLUSTER.replace("MORE", "") + PROFILE.replace("apps", namespace)).clusters
    assert cluster.data_plane == expected


@pytest.mark.parametrize(("routes", "expected"), [("var.routes", "undecided"), ("toset([])", "no")])
def test_a_subnet_that_may_be_public_says_nothing_of_egress(
    estate: Callable[..., Estate], routes: str, expected: str
) -> None:
    text = """
variable "routes" {}
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "this" { vpc_id = aws_vpc.this.id }
resource "aws_subnet" "a" { vpc_id = aws_vpc.this.id }
resource "aws_route_table" "a" { vpc_id = aws_vpc.this.id }
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}
resource "aws_route" "a" {
  for_each               = ROUTES
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}
"""
    made = estate(
        text.replace("ROUTES", routes)
        + (CLUSTER.replace("MORE", "") + PROFILE).replace('"subnet-1"', "aws_subnet.a.id")
    )
    (cluster,) = made.clusters
    assert cluster.has_egress.choose("yes", "no", "undecided") == expected


def test_a_cluster_without_a_name_is_called_by_its_profile(estate: Callable[..., Estate]) -> None:
    (cluster,) = estate(PROFILE.replace("aws_eks_cluster.this.name", '""')).clusters
    assert cluster.address == "the cluster of aws_eks_fargate_profile.x"
