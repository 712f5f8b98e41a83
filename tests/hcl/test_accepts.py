"""Which texts are Terraform and which are not, as HashiCorp's own parser has it, and on which line one is refused."""

from __future__ import annotations

import random

import pytest

from fargate_lint import hcl
from fargate_lint.hcl.syntax import Document

ACCEPTED = {
    "windows line ends": "a = 1\r\nb = 2\r\n",
    "byte order mark": "\ufeffa = 1\n",
    "empty heredoc": "a = <<EOT\nEOT\n",
    "heredoc of one-letter name": "a = <<E\nx\nE\n",
    "heredoc name with underscore": "a = <<_E\nx\n_E\n",
    "wide blanks around the heredoc's end": "a = <<EOF\n${x}\n\u2003EOF\u3000\r\n",
    "blanks after the heredoc's end": "a = <<EOF\nbody\nEOF  \nb = 1\n",
    "heredoc in a call": "a = jsonencode(<<EOT\nx\nEOT\n)\n",
    "interpolation over lines in a heredoc": "a = <<EOT\n${\n  1 + 2\n}\nEOT\n",
    "heredoc in windows line ends": "a = <<EOT\r\nx ${y}\r\nEOT\r\nb = 1\r\n",
    "heredoc inside a heredoc": "a = <<A\n${upper(<<B\nx\nB\n)}\nA\n",
    "keywords as keys": 'a = { name = "n"\n in = "h"\n for = "x"\n if = 1 }\n',
    "keywords as block and label": 'data "x" "in" {\n  in {\n    a = 1\n  }\n}\n',
    "keyword as argument": 'rule {\n  for = "2m"\n}\n',
    "keywords as variables": "a = if + for + in\nb = [if, in]\nc = x[for]\n",
    "keywords as attributes": "a = [for x in y : x.if if x.in]\n",
    "double not": "a = !!var.x\n",
    "not of a negative": "a = !(-1 > 0)\nb = - -1\n",
    "minus on its own line in parentheses": "a = (\n  var.x\n  - var.y\n)\n",
    "plus on its own line in parentheses": "a = (\n  length(var.x)\n  + length(var.y)\n) > 0\n",
    "dot on its own line in parentheses": "a = (\n  var.x\n  .y\n)\n",
    "strip markers": 'a = "x ${~ var.y ~} z"\n',
    "directives": 'a = "kms%{ if var.id != "p" }-${var.id}%{ endif }"\n',
    "escaped interpolation": 'a = "$${x"\nb = "}"\n',
    "interpolation nested": 'a = "${"${"${"a"}"}"}"\n',
    "comment after =": "a = /* c */ 1\n",
    "comment before a label": 'resource /* c */ "a" "b" {}\n',
    "comment in an expression": "a = 1 /* c */ + 2\nb = 3\n",
    "line break after a comma of for": "a = { for k,\n v in var.m : k => v }\n",
    "line break before =>": "a = { for k, v in var.m : k\n => v }\n",
    "comment before for": "a = { # c\n  /* d */ for k, v in var.m : k => v }\n",
    "ellipsis on its own line": "a = {\n for z in var.m :\n z.id => z\n ...\n}\n",
    "grouped for with a condition": "a = { for k, v in m : k => v... if v }\n",
    "letters beyond ascii": "größe = 1\nनमस्ते = 2\n",
    "function in a namespace": "a = core::max(1, 2)\n",
    "function of a provider": 'a = provider::aws::arn_parse("x")\n',
    "expanded arguments": "a = max(x...)\nb = max(\n  1,\n  x...\n)\n",
    "subtraction without blanks": "a = { b = 5-31 }\n",
    "numbers": "a = 1e12\nb = 4e-06\nc = 1.5E+3\n",
    "indexes and splats": "a = x.y.0.z\nb = x.*.id\nc = x[*].y[*].id\nd = x.*.y.0\n",
    "keys": 'a = { (var.k) = 1, "${var.k}" = 2, "a/b" = 3, "" = 4, 5 = 6, a.b = 7 }\n',
    "trailing commas": "a = [1, 2,]\nb = { c = 1, }\nd = f(1, )\n",
    "commas and line breaks in objects": "a = {\n\n b = 1,\n\n c = 2\n d : 3 }\n",
    "precedence": "a = true && true ? 1 : 0\n",
    "one-line block": 'variable "x" { default = [] }\n',
    "bare label": "resource aws_vpc x {\n}\n",
    "no line break at the end": "a = 1",
    "comment at the end": "a = 1 # c",
    "version 0.11": 'a = "${var.x}"\nb = ["${aws_x.y.*.id}"]\nc = "${var.m["k"]}"\n',
    "line breaks in an index": "a = [1][\n0\n]\n",
    "line breaks around the star in parentheses": "a = ([1][\n*\n])\nb = f(x[\n*].y)\n",
    "line break in a comment before the star": "a = [1][/*\n*/*]\n",
    "nothing": "",
    "blanks": " \t\n\n",
}

REFUSED = {
    "line break in quotes": ('a = 1\nb = "x\ny"\n', 2),
    "argument set twice": ("a = 1\nb = 2\na = 3\n", 3),
    "argument set twice in a block": ("x {\n  a = 1\n  a = 2\n}\n", 3),
    "two arguments on a line": ("a = 1 b = 2\n", 1),
    "object without separator": ("a = { b = 1 c = 2 }\n", 1),
    "brace on the next line": ('\nresource "a" "b"\n{\n}\n', 2),
    "quote not closed": ('a = "0123456789abcdef\n', 1),
    "bare &": ("a = 1\nb = x & y\n", 2),
    "bare |": ("a = x | y\n", 1),
    "single quotes": ("a = 'x'\n", 1),
    "semicolon": ("a = 1; b = 2\n", 1),
    "escape that does not exist": ('a = 1\nb = "\\q"\n', 2),
    "half a unicode escape": ('a = "\\u12"\n', 1),
    "a surrogate as escape": ('a = "\\ud800"\n', 1),
    "value missing": ("a =\nb = 2\n", 1),
    "value on the next line in an object": ("a = {\n b =\n 1\n}\n", 2),
    "operator missing its right side": ("a = 1 +\n", 1),
    "conditional without :": ("a = x ? 1\n", 1),
    "block not closed": ('resource "a" "b" {\n  c = 1\n', 1),
    "brace too many": ("a = 1\n}\n", 2),
    "block's brace on an argument's line": ("x {\n  a = 1 }\n", 2),
    "one-line block of two": ("x { a = 1, b = 2 }\n", 1),
    "two blocks on a line": ("x {} y {}\n", 1),
    "nested block on the line of a brace": ("x {\n  y {} }\n", 2),
    "quoted argument name": ('"a" = 1\n', 1),
    "template in a label": ('resource "a" "b${c}" {\n}\n', 1),
    "comma after an argument": ("a = 1,\n", 1),
    "two commas": ("a = [1,,2]\n", 1),
    "two indexes with dots": ("a = x.0.1\n", 1),
    "splat in a splat": ("a = x.*.y.*.z\n", 1),
    "for without in": ("a = [for x y : x]\n", 1),
    "object for without =>": ("a = {for x in y : x}\n", 1),
    "list for with =>": ("a = [for x in y : x => x]\n", 1),
    "no number": ("a = 1.2.3\n", 1),
    "number beyond measure": ("a = 1e99999999999\n", 1),
    "if without endif": ('a = "%{ if x }y"\n', 1),
    "endif without if": ('a = "y%{ endif }"\n', 1),
    "for ended by endif": ('a = "%{ for x in y }%{ endif }"\n', 1),
    "directive that does not exist": ('a = "%{ while x }"\n', 1),
    "line break before the star": ("a = [1][\n*]\n", 2),
    "line break before the star in an object": ("a = {\n b = x[ # why\n*].y\n}\n", 3),
    "line break behind the star": ("x {\n  a = [1][*\n]\n}\n", 2),
    "carriage return in a heredoc": ("a = <<EOT\nx\ny\rz\nEOT\n", 3),
    "carriage return in a heredoc with a sequence": ("a = <<EOT\n${x}\ry\nEOT\n", 2),
    "strip marker outside of templates": ("a = {~}\n", 1),
}


def first_line(document: Document) -> int | None:
    return min((one.span.line for one in document.diagnostics if one.span), default=None)


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(text: str) -> None:
    document = hcl.parse(text, "/x/main.tf")
    assert document.diagnostics == ()
    assert document.broken == ()


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_refused_on_its_line(text: str, line: int) -> None:
    document = hcl.parse(text, "/x/main.tf")
    assert first_line(document) == line
    assert {one.code for one in document.diagnostics} == {"syntax"}


def test_hashicorps_parser_says_the_same() -> None:
    """The table above, and 1,500 texts made by damaging it, judged by HashiCorp's parser."""
    pygohcl = pytest.importorskip("pygohcl")

    def accepts(text: str) -> bool:
        try:
            pygohcl.loads(text)
        except pygohcl.HCLParseError:
            return False
        return True

    texts = [*ACCEPTED.values(), *(text for text, _ in REFUSED.values())]
    shards = [*'"{}()[].,=~\n*/#<>:?!', "${", "%{", "=>", "<<EOT\n", "EOT\n", "...", "for", "if", "\\", "$${", "[*]"]
    chance = random.Random(7)
    for _ in range(1500):
        text = chance.choice(texts)
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randrange(4))
        texts.append(text[:start] + chance.choice(["", *shards]) + text[end:])
    wrong = [text for text in texts if accepts(text) != (not hcl.parse(text, "/x/main.tf").diagnostics)]
    assert wrong == []
