"""One cause, one finding (design.md section 6, Precedence and Count): two rules could speak, the first does.

Each row edits a small project without a way out that is right as it stands; expected is everything at warning or above.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from running import fargate_lint

PROJECT = """
provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  for_each          = { a = "10.0.0.0/20", b = "10.0.16.0/20" }
  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "eu-west-1${each.key}"
  tags              = { "kubernetes.io/role/internal-elb" = "1" }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.this.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr", "ec2"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = values(aws_subnet.private)[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_security_group" "sts" {
  vpc_id = aws_vpc.this.id
  ingress {
    from_port   = 443 # sts
    to_port     = 443 # sts
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "sts" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-west-1.sts"
  vpc_endpoint_type   = "Interface" # sts
  private_dns_enabled = true # sts
  subnet_ids          = values(aws_subnet.private)[*].id
  security_group_ids  = [aws_security_group.sts.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids              = values(aws_subnet.private)[*].id
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_fargate_profile" "all" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "all"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = values(aws_subnet.private)[*].id
  selector { namespace = "kube-system" }
  selector { namespace = "shop" }
}

resource "aws_eks_addon" "coredns" {
  cluster_name         = aws_eks_cluster.this.name
  addon_name           = "coredns"
  configuration_values = jsonencode({ computeType = "Fargate" })
  depends_on           = [aws_eks_fargate_profile.all]
}
"""

Edits = dict[str, str]
PRIVATE_ON = "endpoint_private_access = true"
STS_DNS_OFF: Edits = {"private_dns_enabled = true # sts": "private_dns_enabled = false"}
STS_GATEWAY: Edits = {'vpc_endpoint_type   = "Interface" # sts': ""}
STS_ELSEWHERE: Edits = {"eu-west-1.sts": "eu-west-2.sts"}
STS_SHUT: Edits = {"443 # sts\n    to_port     = 443 # sts": "80\n    to_port     = 80"}
S3_ELSEWHERE: Edits = {"eu-west-1.s3": "eu-west-2.s3"}
S3_OFF_TABLES: Edits = {"route_table_ids   = [aws_route_table.private.id]": ""}
NO_STS: Edits = {'resource "aws_vpc_endpoint" "sts" {': 'resource "aws_vpc_endpoint" "sts" {\n  count = 0'}
NO_KUBE_SYSTEM: Edits = {'selector { namespace = "kube-system" }': ""}
NO_COMPUTE_TYPE: Edits = {'configuration_values = jsonencode({ computeType = "Fargate" })': ""}
END = "depends_on           = [aws_eks_fargate_profile.all]\n}\n"

INTERNET = """
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_route" "out" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}
"""
NAT = """
resource "aws_nat_gateway" "this" {
  allocation_id = "eipalloc-1"
  subnet_id     = aws_subnet.nat.id
}
resource "aws_subnet" "nat" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.32.0/20"
  availability_zone = "eu-west-1a"
  tags              = { "kubernetes.io/role/internal-elb" = "1" }
}
resource "aws_route_table" "nat" {
  vpc_id = aws_vpc.this.id
}
resource "aws_route_table_association" "nat" {
  subnet_id      = aws_subnet.nat.id
  route_table_id = aws_route_table.nat.id
}
resource "aws_route" "out" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this.id
}
"""
DAEMONSET = """
resource "kubernetes_daemon_set_v1" "agent" {
  metadata {
    name      = "agent"
    namespace = "agents"
  }
  spec {
    selector { match_labels = { app = "agent" } }
    template {
      metadata { labels = { app = "agent" } }
      spec {
        container {
          name  = "agent"
          image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/agent"
        }
      }
    }
  }
  depends_on = [aws_eks_fargate_profile.all]
}
"""


def after(more: str) -> Edits:
    return {END: END + more}


def found(folder: Path, *edits: Edits) -> list[dict[str, object]]:
    """The findings at warning or above of the project with these texts replaced, each of which stands there once."""
    text = PROJECT
    for old, new in [pair for edit in edits for pair in edit.items()]:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / ".git").mkdir()
    (folder / "main.tf").write_text(text, encoding="utf-8")
    run = fargate_lint("--format", "json", ".", folder=folder)
    assert run.json["roots"][0]["diagnostics"] == []
    return [finding for finding in run.findings if finding["severity"] != "info"]


ROWS = {
    "nothing wrong": ((), []),
    "503 over 501": (({PRIVATE_ON: "endpoint_private_access = false"},), ["FGL503"]),
    "501 alone": (
        ({PRIVATE_ON: "endpoint_private_access = false", "public_access  = false": "public_access  = true"},),
        ["FGL501", "FGL502"],
    ),
    "420 over 301": ((after(DAEMONSET),), ["FGL420"]),
    "403 over 402": (({"{ computeType =": "{ computType ="},), ["FGL403"]),
    "402 alone": ((NO_COMPUTE_TYPE,), ["FGL402"]),
    "401 over 402 and 301": ((NO_KUBE_SYSTEM, NO_COMPUTE_TYPE), ["FGL401"]),
    "401 and not 404": (
        (NO_KUBE_SYSTEM, {"depends_on           = [aws_eks_fargate_profile.all]": ""}),
        ["FGL401"],
    ),
    "201 alone": ((NO_STS,), ["FGL201"]),
    "120 over 201": ((NO_STS, after(INTERNET)), ["FGL120"]),
    "121 over 201": ((NO_STS, after(NAT)), ["FGL121"]),
    "203 over 206": ((STS_GATEWAY, STS_ELSEWHERE), ["FGL203"]),
    "203 over 202 and 205": ((STS_GATEWAY, STS_DNS_OFF, STS_SHUT), ["FGL203"]),
    "206 over 202 and 205": ((STS_ELSEWHERE, STS_DNS_OFF, STS_SHUT), ["FGL206"]),
    "206 over 204": ((S3_ELSEWHERE, S3_OFF_TABLES), ["FGL206"]),
    "202 over 205": ((STS_DNS_OFF, STS_SHUT), ["FGL202"]),
    "203 and not 201": ((STS_GATEWAY,), ["FGL203"]),
    "206 and not 201": ((STS_ELSEWHERE,), ["FGL206"]),
    "202 and not 201": ((STS_DNS_OFF,), ["FGL202"]),
    "204 and not 201": ((S3_OFF_TABLES,), ["FGL204"]),
    "205 and not 201": ((STS_SHUT,), ["FGL205"]),
}


@pytest.mark.parametrize("row", ROWS)
def test_only_the_first_speaks(row: str, tmp_path: Path) -> None:
    edits, expected = ROWS[row]
    findings = found(tmp_path, *edits)
    assert [finding["rule"] for finding in findings] == expected, [finding["message"] for finding in findings]


def test_a_missing_endpoint_is_one_finding_for_each_service(tmp_path: Path) -> None:
    findings = found(tmp_path, NO_STS, {'["ecr.api", "ecr.dkr", "ec2"]': '["ec2"]'})
    assert [(f["rule"], f["subject"], f["address"]) for f in findings] == [
        ("FGL201", subject, "aws_vpc.this") for subject in ("ecr.api", "ecr.dkr", "sts")
    ]


def test_a_workload_without_a_profile_is_one_finding_each(tmp_path: Path) -> None:
    pods = DAEMONSET.replace("kubernetes_daemon_set_v1", "kubernetes_deployment_v1")
    twice = pods.replace('"agent" {', '"agent" {\n  for_each = toset(["x", "y"])', 1)
    findings = found(tmp_path, after(twice))
    assert [(f["rule"], f["address"]) for f in findings] == [
        ("FGL301", f'kubernetes_deployment_v1.agent["{key}"]') for key in ("x", "y")
    ]


def test_instances_of_one_block_are_one_finding(tmp_path: Path) -> None:
    findings = found(tmp_path, {'"Interface"\n  private_dns_enabled = true\n': '"Interface"\n'})
    assert [(f["rule"], f["address"]) for f in findings] == [("FGL202", "aws_vpc_endpoint.interface")]
    assert findings[0]["addresses"] == [f'aws_vpc_endpoint.interface["{key}"]' for key in ("ec2", "ecr.api", "ecr.dkr")]
