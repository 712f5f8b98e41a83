"""No text, and nothing that is left of a good one, ends in a traceback or an internal error."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from random import Random

import pytest
import rewriting
from hcl_shapes import walk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import Run, fargate_lint

from fargate_lint.hcl import syntax

FIXTURES = Path(__file__).parents[1] / "fixtures"
WORDS = [
    *'"{}()[].,=\n#?!-+&|$% ', 'resource "aws_vpc" "a" {\n', 'resource "aws_eks_cluster" "c" {\n', 'module "m" {\n',
    "locals {\n", "}\n", "dynamic", 'variable "v" {\n', 'data "aws_iam_policy_document" "d" {\n', "count = ",
    "for_each = ", "source = ", '"./m"', "content {\n", "a = ", "b = ", "var.v", "local.a", "local.b", "aws_vpc.a",
    "aws_vpc.a.id", "module.m", "each.value", "count.index", "[*]", "[0]", '["x"]', "${", "%{ for x in ",
    "%{ endfor }", "[for x in ", "{for k, v in ", " : ", " => ", "...", "null", "true", "1", "-1", '"x"', "toset(",
    "merge(", "try(", "jsonencode(", "cidrsubnet(", "lookup(", "element(", "<<E\n", "E\n", "\x00", "é", "\ufeff",
    "depends_on = ", "lifecycle {\n", "provider = ", 'provider "aws" {\n', "terraform {\n", 'backend "s3" {\n',
    "validation {\n",
]  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
quick = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
_TOKEN = re.compile(r"\w+|[^\w\s]|\n")


def lint(files: rewriting.Project, *arguments: str) -> Run:
    with tempfile.TemporaryDirectory() as scratch:
        return fargate_lint(*arguments, folder=rewriting.written(files, Path(scratch) / "r"))


def sound(run: Run, statuses: tuple[int, ...] = (0, 1, 3)) -> bool:
    return run.status in statuses and "nternal error" not in run.out + run.err and '"internal"' not in run.out


@given(texts)
@settings(quick, max_examples=120)
def test_any_text_as_terraform(text: str) -> None:
    assert sound(lint({"main.tf": text, "m/main.tf": text, "terraform.tfvars": text}, "--format", "json", "."))


@given(texts)
@settings(quick, max_examples=40)
def test_any_text_in_a_graph(text: str) -> None:
    assert sound(lint({"main.tf": text}, "graph", "."))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["resource", "aws_vpc", "aws_eks_cluster", "variable", "module", "locals", "source", "a", "//"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_json)
@settings(quick, max_examples=60)
def test_any_json_as_terraform(document: object) -> None:
    import json

    text = json.dumps(document)
    assert sound(lint({"main.tf.json": text, "terraform.tfvars.json": text}, "--format", "json", "."))


# What is left of good projects

PROJECTS = ("private_fargate", "broken_private", "plan/eks_raw", "plan/iam_documents", "plan/foreach_objects")


def _without_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _without_token(text: str, random: Random) -> str:
    found = random.choice(list(_TOKEN.finditer(text)))
    return text[: found.start()] + text[found.end() :]


def _without_node(text: str, random: Random) -> str:
    """Without an argument or a nested block; the rest is good Terraform as far as syntax goes."""
    document = rewriting.documents({"x.tf": text})["x.tf"]
    nodes = [node for _, node in walk(document.body) if isinstance(node, syntax.Attribute | syntax.Block)]
    if not nodes:
        return text
    span = random.choice(nodes).span
    lines = text.split("\n")
    first, last = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
    return "\n".join([*lines[: span.line - 1], first + last, *lines[span.end_line :]])


def _with_null(text: str, random: Random) -> str:
    """With null, a list, a number or a name in the place of an argument's value."""
    document = rewriting.documents({"x.tf": text})["x.tf"]
    nodes = [node.value for _, node in walk(document.body) if isinstance(node, syntax.Attribute)]
    nodes = [node for node in nodes if node.span.line == node.span.end_line]
    if not nodes:
        return text
    span = random.choice(nodes).span
    lines = text.split("\n")
    line = lines[span.line - 1]
    other = random.choice(
        ["null", "[]", "{}", "5", '""', "true", "var.none", "aws_vpc.none.id", "[null]", "{ a = [{}] }"]
    )
    lines[span.line - 1] = line[: span.column - 1] + other + line[span.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("change", [_without_line, _without_token, _without_node, _with_null])
@pytest.mark.parametrize("name", PROJECTS)
@given(seed=st.integers(0, 2**32))
@settings(quick, max_examples=5)
def test_a_project_that_lost_something(name: str, change: object, seed: int) -> None:
    assert callable(change)
    random = Random(seed)
    files = rewriting.project(FIXTURES / name)
    path = random.choice([path for path in files if path.endswith(".tf")])
    for _ in range(random.randint(1, 3)):
        files[path] = change(files[path], random)
    run = lint(files, "--format", "json", ".")
    assert sound(run), run.out
