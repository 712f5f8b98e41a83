#!/usr/bin/env python3
"""Compare a stub with the module it stands for: same resources, same attributes that rules read, same links.

usage: compare_stub.py --real PACKAGE=DIR [--version VERSION] [--tfplan PATH] [--verbose] CONFIGURATION...

DIR is a checkout of the real module (never part of this repository) at VERSION, which takes the place of the version
that the configurations name. Each configuration (tests/stubs/configurations/*) is evaluated twice by fargate-lint,
once with the stub and once with the real source: resources, attributes and links must agree. With --tfplan real
Terraform plans both as well: addresses and known attributes must agree. Prints one line a configuration, then the
differences; exit 1 if any.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fargate_lint.doors.sources import LoadOptions, load_root
from fargate_lint.files import Files
from fargate_lint.terraform.instance import Content
from fargate_lint.terraform.registry import find_stub
from fargate_lint.terraform.source import parse_source
from fargate_lint.values.value import Unknown, Value

Rows = dict[str, dict[str, Any]]

READ: dict[str, str] = {
    "aws_vpc": "cidr_block enable_dns_hostnames enable_dns_support instance_tenancy",
    "aws_vpc_ipv4_cidr_block_association": "vpc_id cidr_block",
    "aws_vpc_dhcp_options": "domain_name domain_name_servers",
    "aws_vpc_dhcp_options_association": "vpc_id dhcp_options_id",
    "aws_subnet": "vpc_id cidr_block availability_zone availability_zone_id map_public_ip_on_launch tags",
    "aws_internet_gateway": "vpc_id",
    "aws_egress_only_internet_gateway": "vpc_id",
    "aws_eip": "",
    "aws_nat_gateway": "subnet_id allocation_id connectivity_type",
    "aws_route_table": "vpc_id",
    "aws_route_table_association": "subnet_id route_table_id",
    "aws_route": "route_table_id destination_cidr_block destination_ipv6_cidr_block gateway_id nat_gateway_id "
    "egress_only_gateway_id",
    "aws_vpn_gateway": "vpc_id",
    "aws_vpn_gateway_route_propagation": "route_table_id vpn_gateway_id",
    "aws_default_security_group": "vpc_id ingress egress",
    "aws_default_route_table": "default_route_table_id route",
    "aws_default_network_acl": "default_network_acl_id",
    "aws_vpc_endpoint": "vpc_id service_name vpc_endpoint_type private_dns_enabled subnet_ids security_group_ids "
    "route_table_ids policy",
    "aws_security_group": "vpc_id ingress egress",
    "aws_security_group_rule": "security_group_id type protocol from_port to_port cidr_blocks source_security_group_id "
    "self",
    "aws_eks_cluster": "name version role_arn vpc_config access_config compute_config bootstrap_self_managed_addons "
    "enabled_cluster_log_types",
    "aws_eks_fargate_profile": "cluster_name fargate_profile_name pod_execution_role_arn subnet_ids selector",
    "aws_eks_addon": "cluster_name addon_name configuration_values service_account_role_arn "
    "resolve_conflicts_on_create resolve_conflicts_on_update",
    "aws_eks_node_group": "cluster_name node_role_arn subnet_ids",
    "aws_autoscaling_group": "vpc_zone_identifier min_size max_size",
    "aws_eks_access_entry": "cluster_name principal_arn type kubernetes_groups",
    "aws_eks_access_policy_association": "cluster_name principal_arn policy_arn access_scope",
    "aws_eks_pod_identity_association": "cluster_name namespace service_account role_arn",
    "aws_iam_openid_connect_provider": "url",
    "aws_iam_role": "assume_role_policy path",
    "aws_iam_role_policy_attachment": "role policy_arn",
    "helm_release": "name namespace chart version repository values create_namespace",
    "kubernetes_config_map": "",
    "kubernetes_config_map_v1": "metadata",
    "kubernetes_namespace_v1": "metadata",
}
"""What rules read of each type: arguments, blocks and links. Other types are not compared, nor are the set blocks of
charts: stubs have those that rules ask for (names, ports, regions, the VPC), not image tags or log groups."""

NOTHING: tuple[Any, ...] = (None, [], {}, "")
"""Written or not, these mean the same to a provider."""

UNKEYED = ("aws_iam_role_policy_attachment", "aws_security_group_rule", "aws_eks_access_policy_association")
"""Types whose instance keys are the module's own affair: compared by what they say, not by address."""


CLUSTER = "demo"
"""The name that all configurations give their cluster."""

LEFT_OUT = re.compile(
    r"aws_iam_policy\.(cluster_encryption|custom|cluster_deny_log_group|cluster_elb_sl_role_creation)\["
    r"|module\.(eks|self)_managed_node_group\S* ?\.?aws_security_group"
)
"""What stubs leave out on purpose: the cluster role's policies for encryption, tags, logs; node groups' own groups."""


def plain(value: Value | None) -> Any:
    """A value as JSON: an unknown is what it refers to, or why it is not known."""
    if value is None or value.is_null:
        return None
    raw = value.raw
    if isinstance(raw, Unknown):
        if value.ref is not None:
            return f"→ {value.ref}"
        if raw.parts:
            return "".join(part if isinstance(part, str) else str(plain(part)) for part in raw.parts)
        return f"? {raw.code}"
    if isinstance(raw, tuple):
        return [plain(item) for item in raw]
    if isinstance(raw, dict):
        return {name: plain(item) for name, item in raw.items()}
    if value.is_lazy:
        return f"→ {value.ref}"
    return raw if isinstance(raw, str | bool | int) else float(raw)


def body(content: Content, names: list[str] | None) -> dict[str, Any]:
    """Arguments and blocks of a resource; what is absent, null or empty is left out, for it means the same."""
    found: dict[str, Any] = {}
    for name in names if names is not None else [*content.names(), *content.block_types()]:
        blocks = content.blocks(name) if name in content.block_types() else None
        if blocks is not None:
            found[name] = [body(item, None) for item in blocks] + (["? more"] if not blocks.complete else [])
        else:
            found[name] = plain(content.written(name))
    return {name: tidy(item) for name, item in found.items() if item not in NOTHING}


def tidy(item: Any) -> Any:
    """Numbers and booleans that are written as text are what they say (the provider converts them)."""
    if isinstance(item, list):
        return [tidy(one) for one in item]
    if isinstance(item, dict):
        return {key: tidy(one) for key, one in item.items()}
    if isinstance(item, str):
        return {"true": True, "false": False}.get(item, int(item) if item.lstrip("-").isdigit() else item)
    return item


def evaluated(folder: Path, modules: dict[str, str]) -> tuple[Rows, list[str]]:
    """What fargate-lint makes of a configuration; the problems it met on the way."""
    root = load_root(str(folder), Files(str(folder)), LoadOptions(modules=modules, region="us-east-1"))
    rows: Rows = {}
    for instance in root.instances(*READ):
        said = body(instance.content, READ[instance.type].split())
        key = instance.address
        if instance.type in UNKEYED:
            key = f"{instance.module} {instance.type} {json.dumps(said, sort_keys=True)}"
        if said.get("cluster_name", "").endswith("aws_eks_cluster.this[0].id"):
            said["cluster_name"] = CLUSTER  # a cluster's id is its name; releases pass on the one or the other
        if not LEFT_OUT.search(key):
            rows[key] = said
    return rows, [diagnostic.message for diagnostic in root.diagnostics]


def planned(tfplan: str, folder: Path, package: str, source: Path) -> Rows:
    """What real Terraform plans, known values only."""
    command = [sys.executable, tfplan, str(folder), "--module", f"{package}={source}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        error = re.search(r"Error: (.*)", done.stdout + done.stderr)
        return {"error": {"message": error[1] if error else done.stderr[-300:]}}
    rows: Rows = {}

    def walk(module: Any) -> None:
        for resource in module.get("resources", []):
            if resource["type"] in READ and resource["mode"] == "managed":
                values = resource.get("values", {})
                said = {n: values.get(n) for n in READ[resource["type"]].split()}
                said = {name: item for name, item in said.items() if item not in NOTHING}
                key = resource["address"]
                if resource["type"] in UNKEYED:
                    key = f"{resource['type']} {json.dumps(said, sort_keys=True)}"
                rows[key] = said
        for child in module.get("child_modules", []):
            walk(child)

    walk(json.loads(done.stdout)["planned_values"]["root_module"])
    return rows


def differences(stub: Rows, real: Rows) -> list[str]:
    lines = []
    for address in sorted(stub.keys() | real.keys()):
        if address not in real:
            lines.append(f"only in the stub: {address}")
        elif address not in stub:
            lines.append(f"only in the module: {address}")
        else:
            for name in sorted(stub[address].keys() | real[address].keys()):
                ours, theirs = stub[address].get(name), real[address].get(name)
                if ours != theirs:
                    lines.append(f"{address}.{name}: stub {json.dumps(ours)}, module {json.dumps(theirs)}")
    return lines


def with_version(text: str, package: str, version: str) -> str:
    """The configuration's text with this version in every call of the package."""
    pattern = rf'(source\s*=\s*"{re.escape(package)}(?://[^"]*)?"\s*\n\s*version\s*=\s*)"[^"]*"'
    return re.sub(pattern, rf'\g<1>"{version}"', text)


def stub_copy(package: str, version: str, to: Path) -> Path:
    """The stub as Terraform can run it: defaults of the version in an override file of each folder."""
    stub = find_stub(parse_source(package), version, frozenset())
    if stub is None:
        sys.exit(f"no stub for {package} {version}")
    shutil.copytree(stub.folder, to)
    for folder in [to, *(path.parent for path in to.glob("modules/*/stub.toml"))]:
        name = package if folder == to else f"{package}//{folder.relative_to(to)}"
        own = find_stub(parse_source(name), version, frozenset())
        if own is not None:
            lines = (f'variable "{key}" {{\n  default = {value}\n}}\n' for key, value in own.defaults.items())
            (folder / "zz_override.tf").write_text("".join(lines))
    return to


def compare(configuration: Path, package: str, real: Path, version: str, tfplan: str | None) -> list[str]:
    """The differences of one configuration, after one line that says how much agreed."""
    with tempfile.TemporaryDirectory(prefix="compare-stub-") as name:
        work = Path(name)
        shutil.copytree(configuration, work / "root")
        unread = shutil.ignore_patterns(".git", "examples", "tests", "wrappers")
        shutil.copytree(real, work / "root/.real", ignore=unread)
        modules = {}
        for file in (work / "root").glob("*.tf"):
            text = with_version(file.read_text(), package, version)
            file.write_text(text)
            for source in re.findall(rf'"({re.escape(package)}(?://[^"]*)?)"', text):
                modules[source] = str(work / "root/.real" / source.partition("//")[2])
        stub, problems = evaluated(work / "root", {})
        module, their_problems = evaluated(work / "root", modules)
        lines = [f"[evaluator] {line}" for line in differences(stub, module)]
        lines += [f"[evaluator] stub: {p}" for p in problems if p not in their_problems]
        said = f"{configuration.name} {version}: {len(module)} resources of the module, {len(stub)} of the stub"
        if tfplan:
            shutil.rmtree(work / "root/.real")
            ours = planned(tfplan, work / "root", package, stub_copy(package, version, work / "stub"))
            theirs = planned(tfplan, work / "root", package, real)
            lines += [f"[terraform] {line}" for line in differences(ours, theirs)]
            said += f"; terraform plans {len(theirs)} and {len(ours)}"
        print(f"{said}: {'agree' if not lines else f'{len(lines)} differences'}", flush=True)
        return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("configuration", nargs="+", type=Path)
    parser.add_argument("--real", required=True, help="PACKAGE=DIR")
    parser.add_argument("--version", required=True)
    parser.add_argument("--tfplan")
    options = parser.parse_args()
    package, _, real = options.real.partition("=")
    found = []
    for configuration in options.configuration:
        lines = compare(configuration, package, Path(real), options.version, options.tfplan)
        found += lines
        for line in lines:
            print(f"  {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
