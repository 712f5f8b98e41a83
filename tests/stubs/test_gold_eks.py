"""The eks stubs against how Terraform expands the real module's Fargate profiles and add-ons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Evaluate, named, plain, said

HERE = Path(__file__).parent
PROFILES: dict[str, Any] = json.loads((HERE / "gold/eks_fargate.json").read_text())
ADDONS: dict[str, Any] = json.loads((HERE / "gold/eks_addons.json").read_text())

INPUTS = {
    "plain": '{ default = { selectors = [{ namespace = "default" }] } }',
    "old keys (subnets/namespace)": '{ default = { namespace = "default", subnets = ["subnet-x"] } }',
    "name+subnet_ids+labels": """{ k1 = {
      name       = "kube-system"
      subnet_ids = ["subnet-x"]
      selectors  = [{ namespace = "kube-system", labels = { k8s-app = "kube-dns" } }]
    } }""",
    "explicit null subnet_ids": '{ k1 = { subnet_ids = null, selectors = [{ namespace = "a" }] } }',
    "empty subnet_ids": '{ k1 = { subnet_ids = [], selectors = [{ namespace = "a" }] } }',
    "no selectors": "{ k1 = {} }",
    "heterogeneous": """{
      k1 = { name = "n1", selectors = [{ namespace = "a" }] }
      k2 = {
        create_iam_role = false
        iam_role_arn    = "arn:x"
        selectors       = [{ namespace = "b", labels = { x = "y" } }, { namespace = "c" }]
      }
    }""",
    "null": "null",
}
DEFAULTS = '{ subnet_ids = ["subnet-d"], iam_role_name = "r", selectors = [{ namespace = "fromdefault" }] }'
ADDON_INPUT = """{
    coredns = {
      configuration_values = jsonencode({ computeType = "Fargate" })
      resolve_conflicts    = "OVERWRITE"
    }
    kube-proxy = {}
    vpc-cni    = { before_compute = true }
  }"""


def call(version: str, **arguments: str) -> str:
    body = "\n".join(f"  {name} = {text}" for name, text in arguments.items())
    return f"""
module "eks" {{
  source     = "terraform-aws-modules/eks/aws"
  version    = "{version.removeprefix("v")}"
  subnet_ids = ["subnet-1", "subnet-2"]
{body}
}}
"""


@pytest.mark.parametrize("row", PROFILES)
def test_profiles_expand_as_in_the_module(row: str, evaluate: Evaluate) -> None:
    case, defaults, version = row.split(" | ")
    extra = {"fargate_profile_defaults": DEFAULTS} if defaults == "def" else {}
    root = evaluate(call(version, fargate_profiles=INPUTS[case], **extra))
    profiles = named(root, "aws_eks_fargate_profile")
    if isinstance(PROFILES[row], str):  # Terraform refuses: iteration over null
        assert all(profile.count_unknown for profile in profiles.values())
        return
    addresses = {f'module.eks.module.fargate_profile["{key}"]': said for key, said in PROFILES[row].items()}
    assert set(profiles) == {f"{module}.aws_eks_fargate_profile.this[0]" for module in addresses}
    roles, attachments = named(root, "aws_iam_role"), named(root, "aws_iam_role_policy_attachment")
    for module, gold in addresses.items():
        profile = profiles[f"{module}.aws_eks_fargate_profile.this[0]"]
        assert plain(profile.get("fargate_profile_name")) == gold["name"]
        assert plain(profile.content.written("subnet_ids")) == gold["subnet_ids"]
        selectors = [
            {name: plain(block.written(name)) for name in block.names()} for block in profile.blocks("selector")
        ]
        wanted = [{"namespace": it["namespace"], "labels": it.get("labels") or {}} for it in gold["selectors"] or []]
        assert [{**it, "labels": it["labels"] or {}} for it in selectors] == wanted
        makes_role = gold["create_iam_role"] is not False
        assert (f"{module}.aws_iam_role.this[0]" in roles) is makes_role
        if makes_role:
            role = roles[f"{module}.aws_iam_role.this[0]"]
            assert said(role, "name_prefix") == {"name_prefix": f"{gold['iam_role_name'] or gold['name']}-"}
            assert plain(profile.get("pod_execution_role_arn")) == f"{role.address}.arn"
            cni = any(address.startswith(module) and "AmazonEKS_CNI_Policy" in address for address in attachments)
            assert cni is (gold.get("iam_role_attach_cni_policy", version != "v18.0.0") is not False)
        else:
            assert plain(profile.get("pod_execution_role_arn")) == gold["iam_role_arn"]


@pytest.mark.parametrize("version", ADDONS)
def test_addons_expand_as_in_the_module(version: str, evaluate: Evaluate) -> None:
    argument = "addons" if version.startswith("v21") else "cluster_addons"
    root = evaluate(call(version, **{argument: ADDON_INPUT}))
    found: dict[str, dict[str, Any]] = {}
    for addon in root.instances("aws_eks_addon"):
        names = ADDONS[version][addon.name][str(addon.key)]
        found.setdefault(addon.name, {})[str(addon.key)] = said(addon, *names)
    assert found == ADDONS[version]
