"""The resource graph as networkx has it, and the ways between two things."""

from __future__ import annotations

from collections.abc import Callable

from fargate_lint.graph.index import ResourceGraph
from fargate_lint.graph.networks import MOST_WAYS, to_networkx, ways

Graph = Callable[[dict[str, str] | str], ResourceGraph]

CHAIN = """
resource "aws_vpc" "a" {}
resource "aws_subnet" "a" { vpc_id = aws_vpc.a.id }
resource "aws_subnet" "b" {
  vpc_id = aws_vpc.a.id
  tags   = { vpc = aws_vpc.a.id, arn = aws_vpc.a.arn }
}
resource "aws_eks_fargate_profile" "a" { subnet_ids = [aws_subnet.a.id, aws_subnet.b.id] }
"""


def test_the_multigraph_has_every_instance_and_every_argument(graph: Graph) -> None:
    found = to_networkx(graph(CHAIN))
    assert found.nodes["aws_subnet.b"] == {
        "mode": "managed",
        "type": "aws_subnet",
        "name": "b",
        "module": "",
        "indefinite": False,
    }
    edges = found.get_edge_data("aws_subnet.b", "aws_vpc.a")
    assert {data["attribute"]: data["place"].line for data in edges.values()} == {"vpc_id": 5, "tags": 6}


def test_ways_are_all_there_the_shortest_first(graph: Graph) -> None:
    short = 'resource "aws_x" "a" {\n  vpc = aws_vpc.a.id\n  net = aws_subnet.b.id\n}\n'
    found, more = ways(graph(CHAIN + short), ["aws_x.a"], ["aws_vpc.a"])
    assert [[[(e.attribute, e.target) for e in step] for step in way] for way in found] == [
        [[("vpc", "aws_vpc.a")]],
        [[("net", "aws_subnet.b")], [("tags", "aws_vpc.a"), ("vpc_id", "aws_vpc.a")]],
    ]
    assert not more


def test_there_is_no_way_against_the_references(graph: Graph) -> None:
    found = graph(CHAIN)
    assert ways(found, ["aws_vpc.a"], ["aws_eks_fargate_profile.a"]) == ([], False)
    assert len(ways(found, ["aws_eks_fargate_profile.a"], ["aws_vpc.a"])[0]) == 2


def test_more_ways_than_anybody_reads_are_cut(graph: Graph) -> None:
    """Twenty layers of two, each of which refers to both of the next: 2 to the power of 19 ways."""
    layers = [
        f'resource "aws_x" "{side}{number}" {{\n  next = [aws_x.a{number + 1}.id, aws_x.b{number + 1}.id]\n}}\n'
        for number in range(20)
        for side in "ab"
    ]
    end = 'resource "aws_x" "a20" {}\nresource "aws_x" "b20" {}\n'
    found, more = ways(graph("".join(layers) + end), ["aws_x.a0"], ["aws_x.b20"])
    assert more
    assert len({tuple(step[0].target for step in way) for way in found}) == MOST_WAYS
