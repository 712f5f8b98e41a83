"""``graph --from --to`` and ``fargate_lint.resource_graph``: the ways between two things, and networkx's graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import fargate_lint

from fargate_lint import resource_graph
from fargate_lint.config import UsageError
from fargate_lint.workspace import NoRoot

MAIN = """
resource "aws_vpc" "a" {}
module "net" {
  source   = "./net"
  for_each = toset(["x", "y"])
  vpc_id   = aws_vpc.a.id
}
resource "aws_eks_fargate_profile" "a" {
  subnet_ids = [module.net["x"].id, module.net["y"].id]
  depends_on = [aws_vpc.a]
}
resource "aws_eip" "none" {
  count = 0
}
"""
SELF = "neither itself nor by others"
NET = """
variable "vpc_id" {}
resource "aws_subnet" "a" {
  vpc_id = var.vpc_id
}
output "id" { value = aws_subnet.a.id }
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "net").mkdir()
    (tmp_path / "main.tf").write_text(MAIN, encoding="utf-8")
    (tmp_path / "net" / "main.tf").write_text(NET, encoding="utf-8")
    return tmp_path


def test_ways_are_printed_with_arguments_and_places(root: Path) -> None:
    run = fargate_lint("graph", "--from", "aws_eks_fargate_profile.a", "--to", "aws_vpc.a", folder=root)
    assert run.status == 0
    assert (
        run.out
        == """\
aws_eks_fargate_profile.a → aws_vpc.a: 3 ways

aws_eks_fargate_profile.a
  depends_on → aws_vpc.a  (main.tf:8:1)

aws_eks_fargate_profile.a
  subnet_ids → module.net["x"].aws_subnet.a  (main.tf:9:17)
  vpc_id → aws_vpc.a  (main.tf:6:14)

aws_eks_fargate_profile.a
  subnet_ids → module.net["y"].aws_subnet.a  (main.tf:9:37)
  vpc_id → aws_vpc.a  (main.tf:6:14)
"""
    )


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("module.net", "aws_vpc.a", "module.net → aws_vpc.a: 2 ways"),
        ('module.net["x"]', "aws_vpc.a", 'module.net["x"] → aws_vpc.a: 1 way'),
        (
            "aws_vpc.a",
            "module.net",
            f"aws_vpc.a does not refer to module.net, {SELF}; module.net refers to aws_vpc.a: turn them round",
        ),
        ("aws_eip.none", "aws_vpc.a", f"aws_eip.none does not refer to aws_vpc.a, {SELF}"),
    ],
)
def test_a_thing_may_be_a_module_or_a_resource(root: Path, source: str, target: str, sentence: str) -> None:
    run = fargate_lint("graph", "--from", source, "--to", target, folder=root)
    assert (run.status, run.out.splitlines()[0]) == (0, sentence)


def test_ways_as_json(root: Path) -> None:
    run = fargate_lint(
        "graph", "--format", "json", "--from", 'module.net["x"].aws_subnet.a', "--to", "aws_vpc.a", folder=root
    )
    place = {"path": "main.tf", "line": 6, "column": 14, "end_line": 6, "end_column": 26}
    step = {
        "from": 'module.net["x"].aws_subnet.a',
        "to": "aws_vpc.a",
        "by": [{"attribute": "vpc_id", "location": place}],
    }
    assert run.json == {
        "version": 1,
        "root": ".",
        "from": 'module.net["x"].aws_subnet.a',
        "to": "aws_vpc.a",
        "ways": [[step]],
        "more": False,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--from", "aws_vpc.b", "--to", "aws_vpc.a"],
            "aws_vpc.b is nothing that this root has; did you mean aws_vpc.a?",
        ),
        (["--from", "aws_vpc.a"], "--from and --to belong together"),
        (["--to", "aws_vpc.a"], "--from and --to belong together"),
        (["--from", "aws_vpc.a", "--to", "aws_vpc.a", "--format", "dot"], "--format dot: ways are text or json"),
        (["--format", "text"], "--format text: a graph is json or dot or mermaid or graphml"),
    ],
)
def test_wrong_usage_is_2(root: Path, arguments: list[str], said: str) -> None:
    run = fargate_lint("graph", *arguments, folder=root)
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_resource_graph_gives_what_the_command_prints(root: Path) -> None:
    found = resource_graph(root)
    printed = json.loads(fargate_lint("graph", folder=root).out)
    edges = [{"from": a, "to": b, "attribute": data["attribute"]} for a, b, data in found.edges(data=True)]
    assert set(found.nodes) == {resource["address"] for resource in printed["resources"]}
    assert sorted(map(str, edges)) == sorted(map(str, printed["edges"]))
    assert {data["place"].line for _, _, data in found.edges(data=True)} == {6, 8, 9}
    assert found.graph == {"path": str(root), "unread": []}


def test_resource_graph_says_what_it_could_not_read_and_takes_variables(root: Path) -> None:
    (root / "more.tf").write_text('variable "n" {}\nresource "aws_eip" "b" {\n  count = var.n\n}\nlocals {\n', "utf-8")
    found = resource_graph(root, var=["n=2"])
    assert {"aws_eip.b[0]", "aws_eip.b[1]"} <= set(found.nodes)
    assert [line for line in found.graph["unread"] if "more.tf:" in line]


def test_wrong_arguments_and_none_or_several_roots_are_refused(root: Path) -> None:
    with pytest.raises(UsageError, match=r"no root module of this run declares"):
        resource_graph(root, var=["x=1"])
    (root / "empty").mkdir()
    with pytest.raises(NoRoot, match=r"holds no Terraform files"):
        resource_graph(root / "empty")
    (root / "main.tf").unlink()
    for name in ("one", "other"):
        (root / name).mkdir()
        (root / name / "main.tf").write_text(NET, encoding="utf-8")
    with pytest.raises(NoRoot, match=r"means 3 root modules: name one"):
        resource_graph(root)
