"""The cluster that an example may leave out: rules are silent on what belongs to no cluster on Fargate."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from fargate_lint.hcl import parse
from fargate_lint.hcl.syntax import Block, Literal

VPC_MODULE = "terraform-aws-modules/vpc/aws"
EKS_MODULE = "terraform-aws-modules/eks/aws"


def scenery(files: Mapping[str, str]) -> dict[str, str]:
    """The files to add so that an example has a provider region, a cluster and a Fargate profile: in the subnets that
    it declares, else in new ones of its VPC, else in a new VPC; in the module that declares them. Empty where nothing
    is lacking."""
    folders: dict[str, list[Block]] = {"": []}
    for name, text in files.items():
        if name.endswith(".tf"):
            folders.setdefault(os.path.dirname(name), []).extend(parse(text, name).body.blocks)
    everything = [block for blocks in folders.values() for block in blocks]
    provider = any(block.type == "provider" and block.names == ("aws",) for block in everything)
    added = {} if provider else {"scenery_provider.tf": _PROVIDER}
    if any("aws_eks_fargate_profile" in text or EKS_MODULE in text for text in files.values()):
        return added
    home = next((folder for folder, blocks in folders.items() if any(map(_is_network, blocks))), "")
    lines: list[str] = []
    subnets = " ".join(_subnets(folders[home], lines))
    cluster = next((block.names[1] for block in folders[home] if _is(block, "aws_eks_cluster")), None)
    if cluster is None:
        lines.append(_CLUSTER.replace("SUBNETS", subnets))
    lines.append(_PROFILE.replace("SUBNETS", subnets).replace("CLUSTER", cluster or "scenery"))
    return {**added, os.path.join(home, "scenery.tf"): "\n\n".join(lines) + "\n"}


def _is(block: Block, type: str) -> bool:
    return block.type == "resource" and len(block.names) == 2 and block.names[0] == type


def _is_vpc_module(block: Block) -> bool:
    source = block.body.attributes.get("source")
    return (
        block.type == "module"
        and source is not None
        and isinstance(source.value, Literal)
        and source.value.value == VPC_MODULE
    )


def _is_network(block: Block) -> bool:
    """Whether a VPC or subnets are declared by it."""
    return _is_vpc_module(block) or _is(block, "aws_vpc") or _is(block, "aws_subnet")


def _subnets(blocks: list[Block], lines: list[str]) -> Iterator[str]:
    """Expressions for the subnets to use, each a list, followed by a comma; new ones are added to ``lines``."""
    found = [_ids(block) for block in blocks if _is(block, "aws_subnet")]
    found += [f"module.{block.names[0]}.private_subnets" for block in blocks if _is_vpc_module(block)]
    if found:
        yield from (f"{ids}," for ids in found)
        return
    vpc = next((_ids(block) for block in blocks if _is(block, "aws_vpc")), None)
    if vpc is None:
        lines.append(_VPC)
        vpc = "[aws_vpc.scenery.id]"
    lines.append(_SUBNETS.replace("VPC", f"({vpc})[0]"))
    yield "[aws_subnet.scenery_a.id, aws_subnet.scenery_b.id],"


def _ids(block: Block) -> str:
    """The list of a resource's ids, whether it has count, for_each or neither."""
    address = ".".join(block.names)
    if "count" in block.body.attributes:
        return f"{address}[*].id"
    if "for_each" in block.body.attributes:
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
