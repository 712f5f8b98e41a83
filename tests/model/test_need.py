"""Which endpoints are missed, and how badly: by egress, by the API's door, by what is in sight, by configuration."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.catalogue import ours
from fargate_lint.diagnostic import Finding, Severity, Undecided
from fargate_lint.facts import Facts, Overrides
from fargate_lint.model.estate import Estate

NETWORK = """
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_eks_cluster" "this" {
  name = "demo"
  vpc_config {
    subnet_ids              = [aws_subnet.a.id]
    endpoint_private_access = true
    endpoint_public_access  = PUBLIC
  }
}
resource "aws_eks_fargate_profile" "x" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "x"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [aws_subnet.a.id]
}
"""
NAT = """
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}
resource "aws_route_table" "a" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = "nat-1"
  }
}
"""
STS = """
resource "aws_vpc_endpoint" "sts" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-west-1.sts"
  vpc_endpoint_type = "Interface"
}
"""
CONTROLLER = """
resource "helm_release" "lbc" {
  name       = "lbc"
  repository = "https://aws.github.io/eks-charts"
  chart      = "aws-load-balancer-controller"
}
"""
ALWAYS = {"ecr.api", "ecr.dkr", "s3", "sts"}


def lacking(estate: Estate) -> dict[str, Severity]:
    """What FGL201 misses, with its severity; nothing is undecided."""
    verdicts = list(ours().entry("FGL201").check(estate))
    assert not any(isinstance(verdict, Undecided) for verdict in verdicts)
    findings = (verdict for verdict in verdicts if isinstance(verdict, Finding))
    return {finding.subject: finding.severity for finding in findings if finding.subject and finding.severity}


E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


@pytest.mark.parametrize(
    ("public", "rest", "expected"),
    [
        ("true", "", dict.fromkeys(ALWAYS, E)),
        ("false", "", {**dict.fromkeys(ALWAYS, E), "ec2": W}),
        ("true", CONTROLLER, {**dict.fromkeys(ALWAYS, E), "ec2": E, "elasticloadbalancing": E}),
        ("true", NAT, {}),
        ("false", NAT, {**dict.fromkeys(ALWAYS, I), "ec2": I}),
        ("false", NAT + STS, {**dict.fromkeys(ALWAYS - {"sts"}, W), "ec2": W}),
    ],
)
def test_what_is_missed_and_how_badly(
    estate: Callable[..., Estate], public: str, rest: str, expected: dict[str, Severity]
) -> None:
    assert lacking(estate(NETWORK.replace("PUBLIC", public) + rest)) == expected


@pytest.mark.parametrize(("mode", "rest", "expected"), [("off", "", {}), ("required", NAT, dict.fromkeys(ALWAYS, E))])
def test_the_configuration_decides_first(
    estate: Callable[..., Estate], mode: str, rest: str, expected: dict[str, Severity]
) -> None:
    made = estate(NETWORK.replace("PUBLIC", "true") + rest)
    facts = Facts(Overrides.parse({"endpoints": mode}))
    assert lacking(Estate(made.root, facts)) == expected


def test_two_vpcs_are_judged_apart(estate: Callable[..., Estate]) -> None:
    first = NETWORK.replace("PUBLIC", "true")
    second = first.replace('"this"', '"other"').replace(".this.", ".other.").replace('"a"', '"b"').replace(".a.", ".b.")
    second = second.replace('"demo"', '"second"').replace('"x" {', '"y" {')
    made = estate(first + second + NAT)
    assert {cluster.name: cluster.has_egress.state for cluster in made.clusters} == {"demo": "yes", "second": "no"}
    needs = {
        vpc.address: {need.suffix for need in made.endpoints.needs.in_vpc(vpc) if not need.harmless}
        for vpc in made.cluster_vpcs()
    }
    assert needs == {"aws_vpc.this": set(), "aws_vpc.other": ALWAYS}
