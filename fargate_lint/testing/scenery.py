"""The cluster that an example may leave out: rules are silent on what belongs to no cluster on Fargate."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

RESOURCE = re.compile(r'^resource\s+"(\w+)"\s+"([\w-]+)"\s*\{(.*?)^\}', re.MULTILINE | re.DOTALL)
VPC_MODULE = re.compile(r'^module\s+"([\w-]+)"\s*\{[^}]*?source\s*=\s*"terraform-aws-modules/vpc/aws"', re.MULTILINE)
EKS_MODULE = "terraform-aws-modules/eks/aws"


def scenery(files: dict[str, str]) -> dict[str, str]:
    """The files to add so that an example has a provider region, a cluster and a Fargate profile: in the subnets that
    it declares, else in new ones of its VPC, else in a new VPC; in the module that declares them. Empty where nothing
    is lacking."""
    folders: dict[str, str] = {"": ""}
    for name, content in files.items():
        if name.endswith(".tf"):
            folders[os.path.dirname(name)] = folders.get(os.path.dirname(name), "") + content + "\n"
    everything = "".join(folders.values())
    added = {} if re.search(r'^provider\s+"aws"', everything, re.MULTILINE) else {"scenery_provider.tf": _PROVIDER}
    if "aws_eks_fargate_profile" in everything or EKS_MODULE in everything:
        return added
    home = next((folder for folder, text in folders.items() if _has_network(text)), "")
    blocks = RESOURCE.findall(folders[home])
    lines: list[str] = []
    subnets = " ".join(_subnets(folders[home], blocks, lines))
    cluster = next((name for type, name, _ in blocks if type == "aws_eks_cluster"), None)
    if cluster is None:
        lines.append(_CLUSTER.replace("SUBNETS", subnets))
    lines.append(_PROFILE.replace("SUBNETS", subnets).replace("CLUSTER", cluster or "scenery"))
    return {**added, os.path.join(home, "scenery.tf"): "\n\n".join(lines) + "\n"}


def _has_network(text: str) -> bool:
    """Whether a module declares a VPC or subnets."""
    return VPC_MODULE.search(text) is not None or any(
        type in ("aws_vpc", "aws_subnet") for type, _, _ in RESOURCE.findall(text)
    )


def _subnets(text: str, blocks: list[tuple[str, str, str]], lines: list[str]) -> Iterator[str]:
    """Expressions for the subnets to use, each a list, followed by a comma; new ones are added to ``lines``."""
    found = False
    for type, name, body in blocks:
        if type == "aws_subnet":
            found = True
            yield _ids(f"aws_subnet.{name}", body) + ","
    for name in VPC_MODULE.findall(text):
        found = True
        yield f"module.{name}.private_subnets,"
    if found:
        return
    vpc = next((_ids(f"aws_vpc.{name}", body) for type, name, body in blocks if type == "aws_vpc"), None)
    if vpc is None:
        lines.append(_VPC)
        vpc = "[aws_vpc.scenery.id]"
    lines.append(_SUBNETS.replace("VPC", f"({vpc})[0]"))
    yield "[aws_subnet.scenery_a.id, aws_subnet.scenery_b.id],"


def _ids(address: str, body: str) -> str:
    """The list of a resource's ids, whether it has count, for_each or neither."""
    if re.search(r"^\s*count\s*=", body, re.MULTILINE):
        return f"{address}[*].id"
    if re.search(r"^\s*for_each\s*=", body, re.MULTILINE):
        return f"values({address})[*].id"
    return f"[{address}.id]"


_PROVIDER = """provider "aws" {
  region = "eu-central-1"
}
"""

_VPC = """resource "aws_vpc" "scenery" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}"""

_SUBNETS = """resource "aws_subnet" "scenery_a" {
  vpc_id            = VPC
  cidr_block        = "10.0.200.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_subnet" "scenery_b" {
  vpc_id            = VPC
  cidr_block        = "10.0.201.0/24"
  availability_zone = "eu-central-1b"
}"""

_CLUSTER = """resource "aws_eks_cluster" "scenery" {
  name     = "scenery"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids              = concat(SUBNETS)
    endpoint_private_access = true
  }
}"""

_PROFILE = """resource "aws_eks_fargate_profile" "scenery" {
  cluster_name           = aws_eks_cluster.CLUSTER.name
  fargate_profile_name   = "scenery"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = concat(SUBNETS)
  selector {
    namespace = "default"
  }
  selector {
    namespace = "kube-system"
  }
}"""
