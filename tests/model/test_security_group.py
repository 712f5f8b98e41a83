"""Does a group admit TCP 443 from the pods? Three answers, whichever way its rules are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.model.estate import Estate

BASE = """
variable "cidr" {}
variable "ports" { type = list(number) }
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_eks_cluster" "this" {
  name = "demo"
  vpc_config { subnet_ids = [aws_subnet.a.id] }
}
resource "aws_eks_fargate_profile" "x" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "x"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [aws_subnet.a.id]
}
resource "aws_vpc_endpoint" "sts" {
  vpc_id             = aws_vpc.this.id
  service_name       = "com.amazonaws.eu-west-1.sts"
  vpc_endpoint_type  = "Interface"
  security_group_ids = [aws_security_group.this.id]
}
resource "aws_security_group" "this" {
  vpc_id = aws_vpc.this.id
  INLINE
}
"""


def block(sources: str, ports: str = "from_port = 443\n to_port = 443", protocol: str = '"tcp"') -> str:
    return f"ingress {{\n protocol = {protocol}\n {ports}\n {sources}\n }}"


def rule(sources: str) -> str:
    return f"""
resource "aws_security_group_rule" "in" {{
  type              = "ingress"
  security_group_id = aws_security_group.this.id
  protocol          = "tcp"
  from_port         = 0
  to_port           = 65535
  {sources}
}}
"""


DYNAMIC = """
  dynamic "ingress" {
    for_each = var.ports
    content {
      protocol    = "tcp"
      from_port   = ingress.value
      to_port     = ingress.value
      cidr_blocks = ["10.0.0.0/16"]
    }
  }
"""
PRIMARY = "aws_eks_cluster.this.vpc_config[0].cluster_security_group_id"


@pytest.mark.parametrize(
    ("inside", "outside", "state"),
    [
        ("", "", "no"),
        (block('cidr_blocks = ["10.0.0.0/16"]'), "", "yes"),
        (block('cidr_blocks = ["10.0.1.0/25"]'), "", "no"),
        (block('cidr_blocks = ["10.0.2.0/24", "10.0.0.0/8"]'), "", "yes"),
        (block("cidr_blocks = [aws_vpc.this.cidr_block]"), "", "yes"),
        (block("cidr_blocks = [aws_subnet.a.cidr_block]"), "", "yes"),
        (block("cidr_blocks = [var.cidr]"), "", "unknown"),
        (block('cidr_blocks = ["0.0.0.0/0"]', "from_port = 80\n to_port = 80"), "", "no"),
        (block('cidr_blocks = ["0.0.0.0/0"]', "from_port = 0\n to_port = 0", '"-1"'), "", "yes"),
        (block('cidr_blocks = ["0.0.0.0/0"]', protocol='"udp"'), "", "no"),
        (block("self = true"), "", "no"),
        (block(f"security_groups = [{PRIMARY}]"), "", "yes"),
        (block('security_groups = ["sg-1"]'), "", "unknown"),
        ("", rule(f"source_security_group_id = {PRIMARY}"), "yes"),
        ("", rule('cidr_blocks = ["10.0.0.0/16"]'), "yes"),
        ("", rule('prefix_list_ids = ["pl-1"]'), "unknown"),
        (
            "",
            """
resource "aws_vpc_security_group_ingress_rule" "in" {
  security_group_id = aws_security_group.this.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/16"
}
""",
            "yes",
        ),
        (
            "",
            """
resource "aws_ec2_managed_prefix_list" "vpc" {
  name           = "vpc"
  address_family = "IPv4"
  max_entries    = 1
  entry { cidr = aws_vpc.this.cidr_block }
}
"""
            + rule("prefix_list_ids = [aws_ec2_managed_prefix_list.vpc.id]"),
            "yes",
        ),
        (
            DYNAMIC,
            "",
            "unknown",
        ),
    ],
)
def test_who_is_let_in(estate: Callable[..., Estate], inside: str, outside: str, state: str) -> None:
    made = estate(BASE.replace("INLINE", inside) + outside)
    (use,) = made.endpoints.uses
    assert use.security_groups_allow.state == state
