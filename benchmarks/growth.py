"""How work grows with the size of a root: processor time at 100, 200, 400 and 800 subnets, and the exponent.

    python benchmarks/growth.py [-n RUNS] [SIZE]...

Each subnet has a route table with its association, a route and a tag apart, and beside it an endpoint, a security group
with a rule, and a role with a policy: in a VPC that is made there, in one that only a variable names, with subnets that
are looked up, and in modules with a VPC and a cluster for each ten. Twice the size takes 2 to the power of the exponent
times as long: 1 is in proportion, 2 is each with each. A script, not a test.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Callable
from pathlib import Path

from run import measured

SIZES = (100, 200, 400, 800)

_CLUSTER = """
{vpc}
resource "aws_eks_cluster" "this" {{
  name = "c"
  role_arn = aws_iam_role.r0.arn
  vpc_config {{
    subnet_ids              = {subnets}
    endpoint_private_access = true
  }}
}}
resource "aws_eks_fargate_profile" "this" {{
  fargate_profile_name   = "p"
  cluster_name           = aws_eks_cluster.this.name
  pod_execution_role_arn = aws_iam_role.r1.arn
  subnet_ids             = {subnets}
  selector {{
    namespace = "default"
  }}
}}
"""
_PART = """
resource "aws_subnet" "s{n}" {{
  vpc_id            = {vpc_id}
  cidr_block        = cidrsubnet("10.0.0.0/8", 16, {n})
  availability_zone = "eu-west-1${{element(["a", "b", "c"], {n})}}"
}}
resource "aws_ec2_tag" "s{n}" {{
  resource_id = aws_subnet.s{n}.id
  key         = "Name"
  value       = "s{n}"
}}
resource "aws_route_table" "s{n}" {{
  vpc_id = {vpc_id}
}}
resource "aws_route" "s{n}" {{
  route_table_id         = aws_route_table.s{n}.id
  destination_cidr_block = "10.255.{n}.0/24"
  transit_gateway_id     = "tgw-{n}"
}}
resource "aws_route_table_association" "s{n}" {{
  subnet_id      = aws_subnet.s{n}.id
  route_table_id = aws_route_table.s{n}.id
}}
resource "aws_security_group" "s{n}" {{
  vpc_id = {vpc_id}
}}
resource "aws_security_group_rule" "s{n}" {{
  security_group_id = aws_security_group.s{n}.id
  type              = "ingress"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
}}
resource "aws_vpc_endpoint" "s{n}" {{
  vpc_id             = {vpc_id}
  vpc_endpoint_type  = "Interface"
  service_name       = "com.amazonaws.eu-west-1.service{n}"
  subnet_ids         = [aws_subnet.s{n}.id]
  security_group_ids = [aws_security_group.s{n}.id]
}}
resource "aws_iam_role" "r{n}" {{
  name               = "r{n}"
  assume_role_policy = jsonencode({{ Statement = [{{ Effect = "Allow", Action = "sts:AssumeRole",
    Principal = {{ Service = "eks-fargate-pods.amazonaws.com" }} }}] }})
}}
resource "aws_iam_role_policy_attachment" "r{n}" {{
  role       = aws_iam_role.r{n}.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
}}
"""


def declared(size: int) -> str:
    """The VPC and its subnets are made here."""
    subnets = "[" + ", ".join(f"aws_subnet.s{n}.id" for n in range(size)) + "]"
    vpc = 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/8"\n}'
    parts = "".join(_PART.format(n=n, vpc_id="aws_vpc.this.id") for n in range(size))
    return _CLUSTER.format(vpc=vpc, subnets=subnets) + parts


def given(size: int) -> str:
    """The VPC is a variable without a value, and each subnet is looked up."""
    subnets = "[" + ", ".join(f"data.aws_subnet.s{n}.id" for n in range(size)) + "]"
    looked_up = "".join(
        f'data "aws_subnet" "s{n}" {{\n  filter {{\n    name   = "tag:n"\n    values = ["{n}"]\n  }}\n}}\n'
        for n in range(size)
    )
    parts = "".join(_PART.format(n=n, vpc_id="var.vpc_id") for n in range(size))
    return _CLUSTER.format(vpc='variable "vpc_id" {}', subnets=subnets) + looked_up + parts


def many_vpcs(size: int) -> str:
    """A VPC for each ten subnets, with a cluster in each."""
    return "".join(f'module "m{n}" {{\n  source = "./part"\n}}\n' for n in range(max(1, size // 10)))


ROOTS: dict[str, Callable[[int], str]] = {"declared": declared, "given": given, "many VPCs": many_vpcs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--runs", type=int, default=3)
    parser.add_argument("sizes", nargs="*", type=int)
    chosen = parser.parse_args()
    sizes = chosen.sizes or SIZES
    print(f"{'processor seconds':18}" + "".join(f"{size:>8}" for size in sizes) + "  exponent (of the last doubling)")
    for name, text in ROOTS.items():
        times = [_time(text(size), chosen.runs) for size in sizes]
        exponent = math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2])
        print(f"{name:18}" + "".join(f"{seconds:8.2f}" for seconds in times) + f"  {exponent:.2f}", flush=True)


def _time(text: str, runs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        (top / ".git").mkdir()
        (top / "part").mkdir()
        (top / "main.tf").write_text(text, encoding="utf-8")
        (top / "part" / "main.tf").write_text(declared(10), encoding="utf-8")
        return measured("", ["."], top, runs).processor


if __name__ == "__main__":
    main()
