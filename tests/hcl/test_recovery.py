"""A broken block costs neither its neighbours nor the rest of the file, and what it was is remembered."""

from __future__ import annotations

import pytest

from fargate_lint import hcl
from fargate_lint.hcl.syntax import Document

BEFORE = 'resource "aws_vpc" "before" {\n  a = 1\n}\n\n'
AFTER = '\n# after\nresource "aws_vpc" "after" {\n  b = 2\n}\n'

BROKEN = {
    "a value missing": "  x =\n",
    "an unclosed bracket": "  x = [1, 2\n",
    "an unclosed parenthesis": "  x = merge({ a = 1 }\n",
    "an unclosed object": "  x = {\n    a = 1\n",
    "an unclosed quote": '  x = "abc\n',
    "an unclosed interpolation": '  x = "${abc"\n',
    "a quote too many in a call": '  x = "${foo("y)}"\n',
    "a wrong bracket": "  x = [1, 2)\n",
    "a brace too many": "  x = 1 }\n",
    "a merge conflict": "<<<<<<< HEAD\n  x = 1\n=======\n  x = 2\n>>>>>>> branch\n",
    "a heredoc that holds a header": '  x = (<<EOT\nresource "a" "b" {\nEOT\n',
}


def names(document: Document) -> list[str]:
    return [".".join(block.names) for block in document.body.blocks]


@pytest.mark.parametrize("inside", BROKEN.values(), ids=BROKEN)
def test_neighbours_are_kept_and_the_broken_block_is_named(inside: str) -> None:
    text = f'{BEFORE}resource "aws_vpc_endpoint" "sts" {{\n{inside}}}\n{AFTER}'
    document = hcl.parse(text, "/x/main.tf")
    assert names(document) == ["aws_vpc.before", "aws_vpc.after"]
    first = document.broken[0]
    assert (first.type, first.labels) == ("resource", ("aws_vpc_endpoint", "sts"))
    assert document.diagnostics
    lines = text.count("\n", 0, text.index("# after"))
    assert all(one.span and 5 <= one.span.line <= lines for one in document.diagnostics)
    assert document.body.attributes == {}
    assert [one.text for one in document.comments] == ["after"]


@pytest.mark.parametrize("header", ['resource "aws_vpc_endpoint" "sts', 'resource "aws_vpc_endpoint" "sts"'])
def test_a_header_without_a_brace_takes_its_body_with_it(header: str) -> None:
    document = hcl.parse(f"{BEFORE}{header}\n{{\n  x = 1\n}}\n{AFTER}", "/x/main.tf")
    assert names(document) == ["aws_vpc.before", "aws_vpc.after"]
    assert len(document.diagnostics) == 1
    assert document.broken[0].type == "resource"
    assert document.broken[0].labels[0] == "aws_vpc_endpoint"


def test_a_missing_brace_at_the_end_of_a_block() -> None:
    document = hcl.parse(f'{BEFORE}resource "a" "b" {{\n  x = 1\n{AFTER}', "/x/main.tf")
    assert names(document) == ["aws_vpc.before", "aws_vpc.after"]
    assert [(one.type, one.labels) for one in document.broken] == [("resource", ("a", "b"))]


def test_locals_lose_only_what_is_broken() -> None:
    text = 'locals {\n  a = 1\n  b = = 2\n  c = {\n    d = 3\n  }\n  e = "x" y\n}\n'
    document = hcl.parse(text, "/x/main.tf")
    (block,) = document.body.blocks
    assert list(block.body.attributes) == ["a", "c"]
    assert [(one.type, one.labels) for one in document.broken] == [("locals", ("b",)), ("locals", ("e",))]
    assert [one.span.line for one in document.diagnostics if one.span] == [3, 7]


def test_values_of_variables_lose_only_what_is_broken() -> None:
    document = hcl.parse('a = 1\nb = [2, 3\nc = "x"\nd = {\n  e = 1\n}\n', "/x/terraform.tfvars")
    assert list(document.body.attributes) == ["a", "c", "d"]
    assert [(one.type, one.labels) for one in document.broken] == [(None, ("b",))]


def test_a_doubled_argument_keeps_the_first_and_names_its_line() -> None:
    document = hcl.parse("x {\n  a = 1\n  a = 2\n}\n", "/x/main.tf")
    (block,) = document.body.blocks
    assert block.body.attributes["a"].span.line == 2
    assert [one.message for one in document.diagnostics] == [
        "a is set twice: it was already set on line 2; keep one of the two"
    ]


MESSAGES = {
    "a = { b = 1 c = 2 }\n": "found c, expected a comma, a line break or the } that ends the { of line 1",
    "a = f(1 2)\n": "found 2, expected a comma or the ) that ends the ( of line 1",
    "a = [1 2]\n": "found 2, expected a comma or the ] that ends the [ of line 1",
    "a = x ? 1\n": "found the end of the line, expected the : of the conditional and its other value "
    "(condition ? value : value)",
    "a =\n": "found the end of the line after =, expected a value",
    "a = x & y\n": "a single & is no operator here; write && for a logical and",
    "a = 1 b = 2\n": "found b after a value, expected the end of the line; put each argument on a line of its own",
    "a.b = 1\n": "found . after a, expected = and a value; an argument's name has no . in it",
    "x {\n  a = 1 }\n": "the } of a block of several lines stands on a line of its own; put a line break before it",
    'a = "${x y}"\n': "found y, expected the } that ends the ${ of line 1; for a literal ${ write $${",
    "a = {\n  b\n}\n": "found the end of the line after a key, expected = and its value (in the { of line 1)",
    "}\n": "this } closes nothing; remove it, or look above for a bracket too many",
}


@pytest.mark.parametrize(("text", "message"), MESSAGES.items())
def test_messages_say_what_was_found_what_was_expected_and_what_to_do(text: str, message: str) -> None:
    assert [one.message for one in hcl.parse(text, "/x/main.tf").diagnostics] == [message]
