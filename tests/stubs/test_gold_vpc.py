"""The vpc stub against counts that Terraform computed from the real module's own expressions."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from .conftest import Evaluate, said

GOLD: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "gold/vpc.json").read_text())

SUBNETS = """
  public_subnets  = slice(["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"], 0, {public})
  private_subnets = [for i in range({private}) : cidrsubnet("10.0.0.0/16", 8, i)]
  intra_subnets   = slice(["10.0.51.0/24", "10.0.52.0/24", "10.0.53.0/24"], 0, {intra})
"""

# public, private, intra subnets, and the switches
CASES = {
    "A 3priv+3pub, no NAT": (3, 3, 0, ""),
    "B 3+3 NAT single": (3, 3, 0, "enable_nat_gateway = true\nsingle_nat_gateway = true"),
    "C 3+3 NAT per AZ": (3, 3, 0, "enable_nat_gateway = true\none_nat_gateway_per_az = true"),
    "D 3+3 NAT default": (3, 3, 0, "enable_nat_gateway = true"),
    "E 3 priv only": (0, 3, 0, ""),
    "F 3 public only, NAT on": (3, 0, 0, "enable_nat_gateway = true"),
    "G 3 intra only": (0, 0, 3, ""),
    "H 2 priv + 3 pub, NAT default": (3, 2, 0, "enable_nat_gateway = true"),
    "I 6 priv/3pub per AZ": (3, 6, 0, "enable_nat_gateway = true\none_nat_gateway_per_az = true"),
    "J 3 priv + 2 pub, one_per_az": (2, 3, 0, "enable_nat_gateway = true\none_nat_gateway_per_az = true"),
    "K priv+pub+intra, no igw, single": (
        3, 3, 3, "create_igw = false\nenable_nat_gateway = true\nsingle_nat_gateway = true",
    ),
}  # fmt: skip


def call(version: str, body: str) -> str:
    return f"""
module "vpc" {{
  source  = "terraform-aws-modules/vpc/aws"
  version = "{version.removeprefix("v")}"
  azs     = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
{body}
}}
"""


def test_every_row_is_tested() -> None:
    assert set(GOLD) - {"dns"} == set(CASES)


@pytest.mark.parametrize(("case", "version"), [(case, version) for case in CASES for version in GOLD[case]])
def test_as_many_resources_as_the_module_makes(case: str, version: str, evaluate: Evaluate) -> None:
    public, private, intra, switches = CASES[case]
    body = SUBNETS.format(public=public, private=private, intra=intra) + switches
    root = evaluate(call(version, body))
    counts = Counter(f"{instance.type}.{instance.name}" for instance in root.instances())
    assert {name: counts.get(name, 0) for name in GOLD[case][version]} == GOLD[case][version]
    assert set(counts) <= set(GOLD[case][version])


@pytest.mark.parametrize("version", GOLD["dns"])
def test_defaults_are_those_of_the_version(version: str, evaluate: Evaluate) -> None:
    root = evaluate(call(version, SUBNETS.format(public=1, private=1, intra=0)))
    vpc = next(root.instances("aws_vpc"))
    hostnames, support, public_ip, cidr = GOLD["dns"][version]
    assert said(vpc, "enable_dns_hostnames", "enable_dns_support", "cidr_block") == {
        "enable_dns_hostnames": hostnames,
        "enable_dns_support": support,
        "cidr_block": cidr,
    }
    public = next(i for i in root.instances("aws_subnet") if i.name == "public")
    assert said(public, "map_public_ip_on_launch") == {"map_public_ip_on_launch": public_ip}
