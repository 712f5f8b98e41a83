"""Hostile texts end in a diagnostic, soon."""

from __future__ import annotations

import time

import pytest

from fargate_lint import hcl

N = 5000
DEEP = {
    "parentheses": "a = " + "(" * N,
    "balanced parentheses": "a = " + "(" * N + "1" + ")" * N + "\n",
    "objects": "a = " + "{a=" * N,
    "blocks": "a {\n" * N,
    "interpolations": "a = " + '"${' * N,
    "for expressions": "a = " + "[for x in " * N,
    "heredocs": "a = " + "<<A\n${" * N,
    "directives": 'a = "' + "%{ if x }" * N + "%{ endif }" * N + '"\n',
    "operators": "a = " + "1 + " * N + "1\n",
    "not": "a = " + "!" * N + "x\n",
    "conditionals": "a = " + "x ? y : " * N + "z\n",
    "attributes": "a = x" + ".a" * N + "\n",
    "splats": "a = x" + "[*]" * N + "\n",
}
LONG = {
    "quotes": 'a = "x\n' * N,
    "lone quotes": '"' * N,
    "stray parentheses": "a = )\n" * N,
    "heredocs": "a = <<A\n" * N,
    "comments": "/*" * N,
    "broken blocks": 'resource "a" "b" {\n  a = (\n}\n' * N,
    "headers in heredocs": 'resource "a" "b" {\n  a = (<<EOT\nresource "x" "y" {\nEOT\n' * (N // 5),
    "locals": "locals {\n" + "a = = 1\n" * N + "}\n",
    "doubled arguments": "a = 1\n" * N,
    "dollars": 'a = "' + "x$" * N + '"\n',
    "dots of a number": "a = " + "1." * N + "\n",
    "closing braces": "}" * N,
    "braces before comments": "a = " + "{ /* x */" * N + "\n",
    "zeros": "\0" * N,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_depth_is_limited(text: str) -> None:
    document = hcl.parse(text + '\nresource "a" "b" {\n}\n', "/x/main.tf")
    assert document.diagnostics[0].code == "limit"
    assert document.broken


def test_depth_of_json_is_limited() -> None:
    for text in ("[" * N, '{"a":' * N, '{"locals": {"a": "' + "${" + "(" * N + '"}}'):
        (found,) = hcl.parse_json(text, "/x/main.tf.json").diagnostics
        assert found.code == "limit"


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_time_grows_with_the_length_alone(text: str) -> None:
    begun = time.perf_counter()
    hcl.parse(text, "/x/main.tf")
    assert time.perf_counter() - begun < 5, "5,000 lines take well under a second; quadratic time takes minutes"


def test_an_operator_chain_of_ordinary_length_is_read() -> None:
    assert not hcl.parse("a = " + " || ".join(["x"] * 200) + "\n", "/x/main.tf").diagnostics
