"""How expressions are put together, and where their nodes stand."""

from __future__ import annotations

import pytest
from hcl_shapes import shape

from fargate_lint import hcl
from fargate_lint.hcl import syntax as s

SHAPES = {
    "1 + 2 * 3": "(1 + (2 * 3))",
    "1 - 2 - 3": "((1 - 2) - 3)",
    "a || b && c == d": "(a || (b && (c == d)))",
    "a < b == c >= d": "((a < b) == (c >= d))",
    "-a.b + 1": "((-a.b) + 1)",
    "!a == b": "((!a) == b)",
    "a ? b : c ? d : e": "(a ? b : (c ? d : e))",
    "a ? b ? 1 : 2 : 3": "(a ? (b ? 1 : 2) : 3)",
    "(1 + 2) * 3": "(par((1 + 2)) * 3)",
    "5-31": "(5 - 31)",
    "a.b[0].c": "a.b[0].c",
    "a.0.b": "a[0].b",
    'a["x"].b': "a['x'].b",
    "a[b.c]": "a[b.c]",
    "a.true": "a.true",
    "true": "True",
    "null": "None",
    "a[*].b[0].c": "full(a, @.b[0].c)",
    "a.*.b.c": "attr(a, @.b.c)",
    "a.*.b[0]": "attr(a, @.b)[0]",
    "a.*.b.0": "attr(a, @.b[0])",
    "a[*].b[*].c": "full(a, full(@.b, @.c))",
    "a[*].b.*.c[0]": "full(a, attr(@.b, @.c)[0])",
    "a.*.b[*].c": "full(attr(a, @.b), @.c)",
    "a[*]": "full(a, @)",
    "f()": "f()",
    "f(1, [2]...)": "f(1, [2]...)",
    "core::max(1)": "core::max(1)",
    "provider::aws::arn_parse(x).region": "provider::aws::arn_parse(x).region",
    "f(x)[0].y": "f(x)[0].y",
    "[1, a, ]": "[1, a]",
    "{}": "{}",
    '{ a = 1, "b" : 2, (c) = 3, true = 4, 5 = 6 }': "{'a' = 1, 'b' = 2, par(c) = 3, 'true' = 4, 5 = 6}",
    '{ "${a}" = 1, a.b = 2 }': "{wrap(a) = 1, a.b = 2}",
    "[for x in y : x.z if x.z != null]": "for(None, x in y : x.z if (x.z != None))",
    "{for k, v in m : v => k...}": "for(k, v in m : v => k...)",
    "[for in in in : in]": "for(None, in in in : in)",
    '"plain"': "'plain'",
    '""': "''",
    '"${a}"': "wrap(a)",
    '"${a} "': "tpl(a, ' ')",
    '"${a ~} "': "tpl(a)",
    '"a${b}c${d}"': "tpl('a', b, 'c', d)",
    '"%{ if a }b%{ else }c%{ endif }"': "tpl(if(a; 'b'; 'c'))",
    '"%{ for k, v in m }${k}=${v}%{ endfor }"': "tpl(for(k, v in m; k, '=', v))",
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.items())
def test_shape(text: str, expected: str) -> None:
    assert shape(hcl.parse_expression(text, "/x/main.tf")) == expected


def test_a_chain_of_operators_leans_left_over_lines() -> None:
    assert shape(hcl.parse_expression("1\n+ 2\n- 3", "<--var a>")) == "((1 + 2) - 3)"


def test_an_expression_alone_stands_where_it_is_said_to_stand() -> None:
    node = hcl.parse_expression("a +\n  b", "<--var a>", line=3, column=10)
    assert isinstance(node, s.Binary)
    assert (node.left.span.line, node.left.span.column) == (3, 10)
    assert (node.right.span.line, node.right.span.column, node.right.span.end_column) == (4, 3, 4)


def test_an_expression_that_is_none_says_why_and_where() -> None:
    with pytest.raises(hcl.SyntaxProblem) as caught:
        hcl.parse_expression("[1, 2", "<--var a>")
    assert caught.value.diagnostic.message == "this [ is never closed; add the ] that ends the list"
    assert caught.value.diagnostic.span is not None
    assert caught.value.diagnostic.span.column == 1


@pytest.mark.parametrize("text", ["", "1 2", "a = 1", "}", "${a}", "# c"])
def test_what_is_no_expression(text: str) -> None:
    with pytest.raises(hcl.SyntaxProblem):
        hcl.parse_expression(text, "<--var a>")


def test_places_of_a_block() -> None:
    document = hcl.parse('# é\nresource "aws_vpc" "x" {\n  größe = "ü${var.b}" # c\n}\n', "/x/main.tf")
    (block,) = document.body.blocks
    assert (block.span.line, block.span.column, block.span.end_line, block.span.end_column) == (2, 1, 4, 2)
    assert (block.header.line, block.header.end_line, block.header.end_column) == (2, 2, 23)
    attribute = block.body.attributes["größe"]
    assert (attribute.name_span.column, attribute.name_span.end_column) == (3, 8)
    assert (attribute.value.span.column, attribute.value.span.end_column) == (11, 22)
    assert isinstance(attribute.value, s.Template)
    assert (attribute.value.parts[1].span.column, attribute.value.parts[1].span.end_column) == (15, 20)
    assert [(one.text, one.own_line, one.span.line) for one in document.comments] == [("é", True, 1), ("c", False, 3)]


def test_neither_byte_order_mark_nor_carriage_return_shifts_a_place() -> None:
    plain = hcl.parse("a = 1\nb = [\n  2 ]\n", "/x/main.tf")
    assert hcl.parse("\ufeffa = 1\r\nb = [\r\n  2 ]\r\n", "/x/main.tf") == plain


def test_comments_of_all_kinds() -> None:
    document = hcl.parse("/* a\n b */ x = /* c */ 1 // d\n## e\n", "/x/main.tf")
    assert [(one.text, one.own_line) for one in document.comments] == [
        ("a\n b", True),
        ("c", False),
        ("d", False),
        ("e", True),
    ]
