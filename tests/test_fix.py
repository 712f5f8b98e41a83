"""Edits that findings carry: where they are given, applying them takes the finding away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from running import fargate_lint

from fargate_lint.testing import scenery

VPC = """resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = false
}
"""
ENDPOINT = """resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc_endpoint" "sts" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
}
"""
TAGS = """resource "aws_subnet" "private" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
  tags       = { é = 1, "Kubernetes.io/role/internal-elb" = 1 }
}
"""
EKS = """module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.5.1"

  cluster_name     = "demo"
  subnet_ids       = ["subnet-1", "subnet-2"]
  fargate_profiles = { system = { selectors = [{ namespace = "kube-system" }] } }
  cluster_addons = {
    coredns = {
      configuration_values = jsonencode({
        computetype = "Fargate"
      })
    }
  }
}
"""
MODULE = """module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  cidr                 = "10.0.0.0/16"
  azs                  = ["eu-central-1a", "eu-central-1b"]
  private_subnets      = ["10.0.0.0/24", "10.0.1.0/24"]
  enable_dns_hostnames = false
}
"""
ENDPOINTS = """module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.2"

  cidr            = "10.0.0.0/16"
  azs             = ["eu-central-1a", "eu-central-1b"]
  private_subnets = ["10.0.0.0/24", "10.0.1.0/24"]
}

module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "5.5.2"

  vpc_id     = module.vpc.vpc_id
  subnet_ids = module.vpc.private_subnets
  endpoints = {
    s3 = {
      service         = "s3"
      route_table_ids = module.vpc.private_route_table_ids
    }
  }
}
"""


def findings(top: Path, rule: str) -> list[dict[str, Any]]:
    return fargate_lint(f"--select={rule}", "--format=json", folder=top).findings


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """The text with the edits, from the last to the first."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    for edit in sorted(edits, key=lambda edit: (edit["location"]["line"], edit["location"]["column"]), reverse=True):
        at = edit["location"]
        start = starts[at["line"] - 1] + at["column"] - 1
        end = starts[at["end_line"] - 1] + at["end_column"] - 1
        text = text[:start] + edit["text"] + text[end:]
    return text


@pytest.mark.parametrize(
    ("rule", "text", "after"),
    [
        ("FGL102", VPC, "enable_dns_hostnames = true\n"),
        ("FGL102", VPC.replace("false", '"false"'), "enable_dns_hostnames = true\n"),
        ("FGL102", MODULE, "enable_dns_hostnames = true\n"),
        ("FGL202", ENDPOINT, "private_dns_enabled = true\n"),
        ("FGL203", ENDPOINT.replace('"Interface"', '"Gateway"'), 'vpc_endpoint_type   = "Interface"\n'),
        ("FGL203", ENDPOINTS, '    s3 = {\n      service_type = "Gateway"\n      service  '),
        (
            "FGL203",
            ENDPOINTS.replace('s3 = {\n      service         = "s3"\n     ', 's3 = { service = "s3",').replace(
                "route_table_ids\n    }", "route_table_ids }"
            ),
            's3 = { service_type = "Gateway", service = "s3", route_table_ids',
        ),
        ("FGL130", TAGS, '{ é = 1, "kubernetes.io/role/internal-elb" = 1 }'),
        (
            "FGL130",
            TAGS.replace('Kubernetes.io/role/internal-elb" = 1', 'kubernetes.io/role/internal-elb" = "yes"'),
            '= "1" }',
        ),
        ("FGL403", EKS, 'computeType = "Fargate"'),
        ("FGL403", EKS.replace('computetype = "Fargate"', 'computeType = "Fargte"'), 'computeType = "Fargate"'),
    ],
)
def test_applying_the_edits_takes_the_finding_away(tmp_path: Path, rule: str, text: str, after: str) -> None:
    (tmp_path / ".git").mkdir()
    for name, added in scenery({"main.tf": text}).items():
        (tmp_path / name).write_text(added, encoding="utf-8")
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    found = findings(tmp_path, rule)
    assert len(found) == 1
    assert found[0]["fix"]["message"]
    edits = found[0]["fix"]["edits"]
    assert {edit["location"]["path"] for edit in edits} == {"main.tf"}
    mended = applied(text, edits)
    assert after in mended
    (tmp_path / "main.tf").write_text(mended, encoding="utf-8")
    assert findings(tmp_path, rule) == []
    assert findings(tmp_path, "FGL901") == []


@pytest.mark.parametrize(
    "text",
    [
        VPC.replace("false", "var.names") + 'variable "names" {\n  default = false\n}\n',
        VPC.replace("false", "local.names") + "locals {\n  names = false\n}\n",
        VPC.replace("false", "!true"),
    ],
)
def test_what_other_things_may_hang_on_is_not_edited(tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").mkdir()
    for name, added in {**scenery({"main.tf": text}), "main.tf": text}.items():
        (tmp_path / name).write_text(added, encoding="utf-8")
    assert [finding["fix"] for finding in findings(tmp_path, "FGL102")] == [None]
