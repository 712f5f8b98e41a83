"""Repositories split into a root for the network, one for the cluster, one for the workloads: judged as one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import Run, fargate_lint

FIXTURE = Path(__file__).resolve().parent / "fixtures" / "split_roots"
NETWORK = "data.terraform_remote_state.network"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A copy of the fixture as a repository of its own."""
    for name in ("1_vpc", "2_eks", "3_apps"):
        shutil.copytree(FIXTURE / name, tmp_path / name)
    (tmp_path / ".git").mkdir()
    return tmp_path


def edit(top: Path, name: str, *pairs: tuple[str, str]) -> None:
    text = (top / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (top / name).write_text(text, encoding="utf-8")


def lint(top: Path, *arguments: str) -> Run:
    return fargate_lint("--select=FGL102,FGL130,FGL201,FGL301,FGL310,FGL9", "--format=json", *arguments, folder=top)


def seen(run: Run) -> list[tuple[str, str, str, str, int]]:
    """Of each finding the root that reports it, the rule, the address, the file and the line."""
    return [
        (root["path"], f["rule"], f["address"], f["location"]["path"], f["location"]["line"])
        for root in run.json["roots"]
        for f in root["findings"]
    ]


TOGETHER = [
    ("2_eks", "FGL130", f"{NETWORK}.aws_subnet.private", "1_vpc/main.tf", 31),
    ("2_eks", "FGL102", f"{NETWORK}.aws_vpc.shop", "1_vpc/terraform.tfvars", 2),
    ("2_eks", "FGL201", f"{NETWORK}.aws_vpc.shop", "1_vpc/terraform.tfvars", 3),
]
CART = ("3_apps", "FGL301", "kubernetes_deployment.cart", "3_apps/main.tf", 35)


@pytest.mark.parametrize("paths", [["--recursive"], ["1_vpc", "2_eks"], ["2_eks/main.tf", "1_vpc/main.tf"]])
def test_what_is_amiss_only_together_is_found_once_and_where_it_is_written(top: Path, paths: list[str]) -> None:
    run = lint(top, *paths)
    assert seen(run) == [*TOGETHER, *([CART] if paths == ["--recursive"] else [])]
    assert run.json["summary"]["undecided"] == 0
    assert run.json["summary"]["files"] == (7 if paths == ["--recursive"] else 6)


def test_alone_the_cluster_is_undecided_and_says_which_root_is_missing(top: Path) -> None:
    run = lint(top, "2_eks")
    assert run.findings == []
    reasons = {item["rule"]: item["reason"] for item in run.json["roots"][0]["undecided"]}
    assert {"FGL102", "FGL201"} <= reasons.keys()
    assert "in the state of 1_vpc: lint both in one run (fargate-lint 1_vpc 2_eks)" in reasons["FGL102"]


def test_alone_the_network_is_nobodys_business(top: Path) -> None:
    run = lint(top, "1_vpc")
    assert (run.status, run.findings, run.json["summary"]["undecided"]) == (0, [], 0)


def test_fingerprints_and_instances_are_as_everywhere(top: Path) -> None:
    together = lint(top, "1_vpc", "2_eks").findings
    assert [finding["fingerprint"] for finding in lint(top, "--recursive").findings][:3] == [
        finding["fingerprint"] for finding in together
    ]
    assert together[0]["addresses"] == [f'{NETWORK}.aws_subnet.private["{zone}"]' for zone in "ab"]


def test_a_comment_in_the_other_root_silences(top: Path) -> None:
    edit(top, "1_vpc/terraform.tfvars", ("= false", "= false # fargate-lint: ignore[FGL102] known"))
    edit(
        top,
        "1_vpc/main.tf",
        ('"private" {\n  for_each          ', '"private" { # fargate-lint: ignore[FGL130] x\n  for_each          '),
    )
    run = lint(top, "--recursive")
    assert seen(run) == [TOGETHER[2], CART]
    silenced = [(root["path"], item["rule"]) for root in run.json["roots"] for item in root["suppressed"]]
    assert sorted(set(silenced)) == [("2_eks", "FGL102"), ("2_eks", "FGL130")]
    assert lint(top, "1_vpc").findings == []  # alone nobody can say that the comments are idle


def test_an_idle_comment_of_the_other_root_is_reported_there(top: Path) -> None:
    edit(top, "1_vpc/terraform.tfvars", ("= false", "= true # fargate-lint: ignore[FGL102] known"))
    found = [finding for finding in seen(lint(top, "--recursive")) if finding[1] == "FGL900"]
    assert found == [("1_vpc", "FGL900", "", "1_vpc/terraform.tfvars", 2)]


def test_variables_of_the_command_line_hold_for_the_other_root_too(top: Path) -> None:
    assert [found[1] for found in seen(lint(top, "1_vpc", "2_eks", "--var", "dns_hostnames=true"))] == [
        "FGL130",
        "FGL201",
    ]


def test_environments_are_judged_with_their_own_values(top: Path) -> None:
    settings = "".join(
        f'[[environments]]\nname = "{name}"\nvar-files = ["{name}.tfvars"]\n' for name in ("dev", "prod")
    )
    (top / ".fargate-lint.toml").write_text(settings, encoding="utf-8")
    (top / "dev.tfvars").write_text("dns_hostnames = true\n", encoding="utf-8")
    (top / "prod.tfvars").write_text("", encoding="utf-8")
    roots = lint(top, "1_vpc", "2_eks").json["roots"]
    found = {(r["path"], r["environment"]): {f["rule"] for f in r["findings"]} for r in roots}
    assert found == {
        ("1_vpc", "dev"): set(),
        ("1_vpc", "prod"): set(),
        ("2_eks", "dev"): {"FGL130", "FGL201"},
        ("2_eks", "prod"): {"FGL102", "FGL130", "FGL201"},
    }


def test_a_broken_file_of_the_other_root_is_told_once_and_hides_what_it_may_hold(top: Path) -> None:
    edit(top, "1_vpc/endpoints.tf", ('"s3" {', '"s3" {\n  bad = = 1'))
    run = lint(top, "--recursive")
    assert [found[:2] for found in seen(run) if found[1] == "FGL901"] == [("1_vpc", "FGL901")]
    assert run.status == 3
    subjects = [f["subject"] for f in run.findings if f["rule"] == "FGL201"]
    assert subjects == []


def test_modules_are_listed_by_the_root_that_calls_them(top: Path) -> None:
    (top / "1_vpc" / "more.tf").write_text('module "extra" {\n  source = "./extra"\n}\n', encoding="utf-8")
    (top / "1_vpc" / "extra").mkdir()
    (top / "1_vpc" / "extra" / "main.tf").write_text("", encoding="utf-8")
    roots = lint(top, "--recursive").json["roots"]
    assert [(root["path"], [m["address"] for m in root["modules"]]) for root in roots] == [
        ("1_vpc", ["module.extra"]),
        ("2_eks", []),
        ("3_apps", []),
    ]


READS_BOTH = """data "terraform_remote_state" "network" {
  backend = "s3"
  config  = { bucket = "acme-states", key = "shop/vpc.tfstate", region = "eu-central-1" }
}

resource "aws_vpc_endpoint" "sts" {
  vpc_id              = data.terraform_remote_state.network.outputs.vpc_id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.eu-central-1.sts"
  subnet_ids          = data.terraform_remote_state.network.outputs.private_subnet_ids
  private_dns_enabled = true
}
"""


def test_a_root_that_sees_more_has_the_last_word(top: Path) -> None:
    (top / "3_apps" / "sts.tf").write_text(READS_BOTH, encoding="utf-8")
    run = lint(top, "--recursive")
    assert [found for found in seen(run) if found[1] == "FGL201"] == []
    undecided = [(item["rule"], item["reason"]) for root in run.json["roots"] for item in root["undecided"]]
    assert undecided == []


def test_a_root_beside_that_reads_the_same_state_may_hold_what_is_missing(top: Path) -> None:
    shutil.rmtree(top / "3_apps")
    (top / "3_endpoints").mkdir()
    (top / "3_endpoints" / "main.tf").write_text(READS_BOTH, encoding="utf-8")
    run = lint(top, "--recursive")
    assert [found[1] for found in seen(run)] == ["FGL130", "FGL102"]
    reasons = [item["reason"] for root in run.json["roots"] for item in root["undecided"] if item["rule"] == "FGL201"]
    assert reasons
    assert all("3_endpoints reads the same state" in reason for reason in reasons)


def test_what_another_root_manages_is_there_before(top: Path) -> None:
    edit(top, "3_apps/main.tf", ('"carts"', '"shop"'))
    assert [found for found in seen(lint(top, "--recursive")) if found[0] == "3_apps"] == []


def test_manifests_are_judged_once_for_linked_roots_and_apart_for_others(top: Path) -> None:
    (top / "k8s.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: later\n", encoding="utf-8")
    shutil.copytree(top / "2_eks", top / "4_eks")
    edit(top, "4_eks/main.tf", ("eks.tfstate", "other.tfstate"))
    run = lint(top, "--recursive", "--manifests", "k8s.yaml")
    assert [found[0] for found in seen(run) if found[2] == "Namespace/later"] == ["2_eks", "4_eks"]


# Places of states

S3_BLOCK = """backend "s3" {
    bucket = "acme-states"
    key    = "shop/vpc.tfstate"
    region = "eu-central-1"
  }"""
S3_CONFIG = """backend = "s3"
  config = {
    bucket = "acme-states"
    key    = "shop/vpc.tfstate"
    region = "eu-central-1"
  }"""
CLOUD = 'cloud {\n    organization = "acme"\n    workspaces {\n      %s\n    }\n  }'
REMOTE = 'backend "remote" {\n    organization = "acme"\n    workspaces {\n      %s\n    }\n  }'


def use(top: Path, backend: str, config: str, more: str = "") -> None:
    """Let 2_eks read the network's state from this place."""
    edit(top, "2_eks/main.tf", (S3_CONFIG, f'backend = "{backend}"\n{more}\n  config = {{\n    {config}\n  }}'))


def keep(top: Path, block: str) -> None:
    """Let 1_vpc keep its state in this place."""
    edit(top, "1_vpc/main.tf", (S3_BLOCK, block))


def named(name: str) -> str:
    return f'organization = "acme"\n    workspaces = {{ {name} }}'


@pytest.mark.parametrize(
    ("kept", "backend", "config", "more", "linked"),
    [
        ("", "local", 'path = "../1_vpc/terraform.tfstate"', "", True),
        ("", "local", 'path = "${path.module}/../1_vpc/terraform.tfstate"', "", True),
        ("", "local", 'path = "../1_vpc/terraform.tfstate.d/prod/terraform.tfstate"', "", True),
        ("", "local", 'path = "terraform.tfstate"', "", False),
        ('backend "local" {\n    path = "../x/vpc.tfstate"\n  }', "local", 'path = "../x/vpc.tfstate"', "", True),
        (S3_BLOCK, "s3", 'bucket = "acme-states"\n    key = "shop/other.tfstate"', "", False),
        (S3_BLOCK, "s3", 'bucket = "acme-states"\n    key = var.unknown', "", False),
        (S3_BLOCK, "s3", 'bucket = "acme-states"\n    key = "shop/vpc.tfstate"', '  workspace = "prod"', True),
        (S3_BLOCK, "s3", 'bucket = "acme-states"\n    key = "env:/prod/shop/vpc.tfstate"', "", True),
        (S3_BLOCK, "s3", 'bucket = "acme-states"\n    key = "shop/vpc.tfstate"', "  workspace = var.unknown", False),
        ('backend "s3" {}', "s3", 'bucket = "acme-states"\n    key = "shop/vpc.tfstate"', "", False),
        ('backend "gcs" {\n    bucket = "b"\n    prefix = "p"\n  }', "gcs", 'bucket = "b"\n    prefix = "p"', "", True),
        (CLOUD % 'name = "vpc"', "remote", named('name = "vpc"'), "", True),
        (CLOUD % 'name = "vpc"', "remote", named('name = "eks"'), "", False),
        (CLOUD % 'tags = ["vpc"]', "remote", named('name = "vpc"'), "", False),
        (REMOTE % 'name = "vpc"', "remote", named('name = "vpc"'), "", True),
        (REMOTE % 'prefix = "vpc-"', "remote", named('name = "vpc-prod"'), "", True),
        (REMOTE % 'prefix = "vpc-"', "remote", named('prefix = "vpc-"'), '  workspace = "prod"', True),
        (REMOTE % 'prefix = "vpc-"', "remote", named('name = "eks-prod"'), "", False),
    ],
)
def test_roots_are_linked_where_both_name_the_same_literal_place(
    top: Path, kept: str, backend: str, config: str, more: str, linked: bool
) -> None:
    keep(top, kept)
    use(top, backend, config, more)
    (top / "2_eks" / "more.tf").write_text('variable "unknown" {}\n', encoding="utf-8")
    run = lint(top, "1_vpc", "2_eks")
    assert ("FGL102" in [found[1] for found in seen(run)]) is linked
    undecided = [item["reason"] for item in run.json["roots"][1]["undecided"] if item["rule"] == "FGL102"]
    assert (undecided == []) is linked


@pytest.mark.parametrize(
    ("more", "found"),
    [("", True), ('  workspace = "prod"', False), ("  workspace = terraform.workspace", False)],
)
def test_the_other_root_is_evaluated_in_the_workspace_whose_state_is_read(top: Path, more: str, found: bool) -> None:
    edit(top, "1_vpc/main.tf", ("var.dns_hostnames", 'terraform.workspace == "prod"'))
    use(top, "s3", 'bucket = "acme-states"\n    key = "shop/vpc.tfstate"', more)
    run = lint(top, "1_vpc", "2_eks", "--workspace", "prod")
    assert ("FGL102" in [finding["rule"] for finding in run.findings]) is found


def test_two_roots_that_name_one_place_are_not_linked(top: Path) -> None:
    shutil.copytree(top / "1_vpc", top / "1_vpc_copy")
    assert [found[1] for found in seen(lint(top, "--recursive"))] == ["FGL301"]


def test_roots_that_read_each_other_end(top: Path) -> None:
    reads = (FIXTURE / "3_apps" / "main.tf").read_text(encoding="utf-8").split("\n\n")[1]
    name = "\n".join(['output "name" {', "  value = data.terraform_remote_state.cluster.outputs.cluster_name", "}"])
    (top / "1_vpc" / "cluster.tf").write_text(f"{reads}\n\n{name}\n", encoding="utf-8")
    run = lint(top, "1_vpc", "2_eks")
    assert sorted(found[1] for found in seen(run)) == ["FGL102", "FGL130", "FGL201"]


def test_addresses_do_not_depend_on_the_order_of_blocks(top: Path) -> None:
    (top / "3_apps" / "sts.tf").write_text(READS_BOTH.split("\n\n")[0], encoding="utf-8")
    before = lint(top, "2_eks/main.tf", "1_vpc", "3_apps").out
    (top / "3_apps" / "sts.tf").rename(top / "3_apps" / "a.tf")
    assert lint(top, "2_eks/main.tf", "1_vpc", "3_apps").out == before


def test_the_graph_is_of_the_root_alone(top: Path) -> None:
    graph = fargate_lint("graph", "2_eks", folder=top).json
    assert {resource["type"] for resource in graph["resources"]} >= {"terraform_remote_state", "aws_eks_cluster"}
    assert not [resource for resource in graph["resources"] if resource["type"] == "aws_vpc"]
