"""The four formats of ``graph`` say the same: resources and what refers to what."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import networkx
import pytest
from running import fargate_lint

FIXTURES = Path(__file__).resolve().parent / "fixtures"
Edges = list[tuple[str, str, str]]


def printed(format: str) -> str:
    run = fargate_lint("graph", "--format", format, "live", folder=FIXTURES / "sample_like")
    assert run.status == 0, run.err
    return run.out


@pytest.fixture(scope="module")
def expected() -> tuple[list[str], Edges]:
    document: Any = fargate_lint("graph", "live", folder=FIXTURES / "sample_like").json
    edges = [(edge["from"], edge["to"], edge["attribute"]) for edge in document["edges"]]
    assert len(edges) > 50
    return sorted(resource["address"] for resource in document["resources"]), sorted(edges)


def test_graphml_is_what_networkx_reads(expected: tuple[list[str], Edges]) -> None:
    graph = networkx.read_graphml(io.BytesIO(printed("graphml").encode()))
    edges = [(a, b, data["attribute"]) for a, b, data in graph.edges(data=True)]
    assert (sorted(graph.nodes), sorted(edges)) == expected


def test_dot_has_a_line_for_each(expected: tuple[list[str], Edges]) -> None:
    text = r'"((?:[^"\\]|\\.)*)"'
    lines = [line.replace('\\"', "'") for line in printed("dot").splitlines()]
    nodes = [match[1] for line in lines if (match := re.fullmatch(rf"  {text}(?: \[style = dashed\])?;", line))]
    found = [re.fullmatch(rf"  {text} -> {text} \[label = {text}\];", line) for line in lines if " -> " in line]
    edges = [(match[1], match[2], match[3]) for match in found if match is not None]
    assert (sorted(nodes), sorted(edges)) == _plain(expected)


def test_mermaid_has_a_line_for_each(expected: tuple[list[str], Edges]) -> None:
    lines = [line.replace("#34;", "'") for line in printed("mermaid").splitlines()]
    names = {match[1]: match[2] for line in lines if (match := re.fullmatch(r'  (n\d+)\["(.*)"\]', line))}
    found = [re.fullmatch(r'  (n\d+) -->\|"(\w+)"\| (n\d+)', line) for line in lines if "-->" in line]
    edges = [(names[match[1]], names[match[3]], match[2]) for match in found if match is not None]
    assert (sorted(names.values()), sorted(edges)) == _plain(expected)


def _plain(expected: tuple[list[str], Edges]) -> tuple[list[str], Edges]:
    """With ' for the quotes in addresses."""
    nodes, edges = expected
    plain = [(a.replace('"', "'"), b.replace('"', "'"), attribute) for a, b, attribute in edges]
    return sorted(node.replace('"', "'") for node in nodes), sorted(plain)


def test_foreign_names_neither_end_a_label_nor_begin_a_line(tmp_path: Path) -> None:
    name, argument = "s\x01\x1b[31m\u202e", 'vpc_id| n9\n click n0 href "https://evil.example"\n %%'
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.tf").write_text('resource "aws_vpc" "w" {}\n', encoding="utf-8")
    subnet = {"resource": {"aws_subnet": {name: {argument: "${aws_vpc.w.id}"}}}}
    (tmp_path / "a.tf.json").write_text(json.dumps(subnet), encoding="utf-8")
    for format in ("mermaid", "dot", "graphml", "json"):
        run = fargate_lint("graph", "--format", format, ".", folder=tmp_path)
        assert run.status == 0, run.err
        assert [c for c in run.out if not (c.isprintable() or c == "\n")] == []
        assert [line for line in run.out.splitlines() if line.strip().startswith("click")] == []
