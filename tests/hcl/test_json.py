"""JSON syntax gives the nodes that native syntax gives, at their places in the JSON text."""

from __future__ import annotations

import msgspec
import pytest
from hcl_shapes import shape

from fargate_lint import hcl
from fargate_lint.hcl import syntax as s


def outline(body: s.Body) -> list[object]:
    """A body without places."""
    attributes = [f"{name} = {shape(one.value)}" for name, one in body.attributes.items()]
    return [*attributes, *((block.type, *block.names, outline(block.body)) for block in body.blocks)]


def read(value: object, path: str = "/x/main.tf.json") -> s.Document:
    return hcl.parse_json(msgspec.json.encode(value).decode(), path)


SAME = [
    (
        {"resource": {"aws_vpc": {"x": {"cidr_block": "10.0.0.0/16", "tags": {"a": "${var.b}-c", "${var.d}": 1}}}}},
        'resource "aws_vpc" "x" {\n cidr_block = "10.0.0.0/16"\n tags = { a = "${var.b}-c", "${var.d}" = 1 }\n}\n',
    ),
    (
        {"resource": [{"a": [{"b": {"n": 1}}, {"c": [{"n": 2}, {"n": 3}]}]}]},
        'resource "a" "b" {\n n = 1\n}\nresource "a" "c" {\n n = 2\n}\nresource "a" "c" {\n n = 3\n}\n',
    ),
    (
        {"variable": {"a": {"type": "map(list(string))", "default": {"x": [None, True, -1.5]}, "description": "d"}}},
        'variable "a" {\n type = map(list(string))\n default = { x = [null, true, -1.5] }\n description = "d"\n}\n',
    ),
    (
        {"module": {"m": {"source": "./m", "providers": {"aws": "aws.eu", "aws.b": "aws"}, "depends_on": ["a.b"]}}},
        'module "m" {\n source = "./m"\n providers = {\n aws = aws.eu\n aws.b = aws\n }\n depends_on = [a.b]\n}\n',
    ),
    (
        {"resource": {"a": {"b": {"provider": "aws.eu", "lifecycle": {"ignore_changes": ['tags["x"]', "n"]}}}}},
        'resource "a" "b" {\n provider = aws.eu\n lifecycle {\n ignore_changes = [tags["x"], n]\n }\n}\n',
    ),
    (
        {"resource": {"a": {"b": {"dynamic": {"s": {"for_each": "${var.x}", "content": {"n": "${s.value}"}}}}}}},
        'resource "a" "b" {\n dynamic "s" {\n for_each = "${var.x}"\n content {\n n = "${s.value}"\n }\n }\n}\n',
    ),
    (
        {"terraform": {"backend": {"s3": {"key": "a"}}, "required_providers": {"aws": {"version": "~> 5"}}}},
        'terraform {\n backend "s3" {\n key = "a"\n }\n required_providers {\n aws = { version = "~> 5" }\n }\n}\n',
    ),
    ({"locals": {"a": "%{ if x }y%{ endif }", "b": "$${c}"}},
     'locals {\n a = "%{ if x }y%{ endif }"\n b = "$${c}"\n}\n'),
    ({"data": {"a": {"b": {}}}, "output": {"o": {"value": "${1 + 2}"}}, "moved": [], "import": None},
     'data "a" "b" {\n}\noutput "o" {\n value = "${1 + 2}"\n}\n'),
    ({"moved": [{"from": "a.b", "to": 'a.c["x"]'}]}, 'moved {\n from = a.b\n to = a.c["x"]\n}\n'),
    (
        {"check": {"c": {"data": {"a": {"b": {"n": 1}}}, "assert": {"condition": "${x}", "error_message": "y"}}}},
        'check "c" {\n data "a" "b" {\n n = 1\n }\n assert {\n condition = "${x}"\n error_message = "y"\n }\n}\n',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("value", "native"), SAME)
def test_same_nodes_as_native_syntax(value: object, native: str) -> None:
    document, expected = read(value), hcl.parse(native, "/x/main.tf")
    assert document.diagnostics == expected.diagnostics == ()
    assert outline(document.body) == outline(expected.body)


def test_nested_objects_of_a_resource_stay_arguments() -> None:
    document = read({"resource": {"a": {"b": {"ingress": [{"from_port": 443}], "timeouts": {"create": "1m"}}}}})
    assert outline(document.body) == [
        ("resource", "a", "b", ["ingress = [{'from_port' = 443}]", "timeouts = {'create' = '1m'}"])
    ]


def test_values_of_variables_are_no_templates() -> None:
    document = read({"a": "${x}", "b": ["$${y}"]}, "/x/terraform.tfvars.json")
    assert outline(document.body) == ["a = '${x}'", "b = ['$${y}']"]


def test_defaults_of_variables_are_no_templates() -> None:
    document = read({"variable": {"a": {"default": "${x}"}}})
    assert outline(document.body) == [("variable", "a", ["default = '${x}'"])]


def test_comments() -> None:
    text = (
        '{\n  "//": " fargate-lint: ignore ",\n  "resource": {"a": {"b": {"n": 1, "//": "c", "t": {"//": "d"}}}}\n}\n'
    )
    document = hcl.parse_json(text, "/x/main.tf.json")
    assert [(one.text, one.own_line, one.span.line) for one in document.comments] == [
        ("fargate-lint: ignore", True, 2),
        ("c", False, 3),
        ("d", False, 3),
    ]
    (block,) = document.body.blocks
    assert list(block.body.attributes) == ["n", "t"]


def test_places_through_escapes() -> None:
    text = '{"locals": {\n  "ä": "\\u00e9\\n${\\"x\\"}${\\nvar.y}"}}'
    document = hcl.parse_json(text, "/x/main.tf.json")
    (block,) = document.body.blocks
    attribute = block.body.attributes["ä"]
    assert (attribute.span.line, attribute.span.column, attribute.value.span.column) == (2, 3, 8)
    assert isinstance(attribute.value, s.Template)
    row = text.split("\n")[1]
    found = [row[part.span.column - 1 : part.span.end_column - 1] for part in attribute.value.parts]
    assert found == ["\\u00e9\\n", '\\"x\\"', "var.y"]


def test_place_of_a_block() -> None:
    document = hcl.parse_json('{"resource": {"a": {\n "b": {\n "n": 1}}}}', "/x/main.tf.json")
    (block,) = document.body.blocks
    assert (block.span.line, block.span.column, block.span.end_line) == (2, 2, 3)
    assert [label.span.line for label in block.labels] == [1, 2]


BROKEN = {
    "comma missing": ('{"locals": {"a": 1\n "b": 2}}', 2, "expected a comma"),
    "comma too many": ('{"locals": {"a": 1,}}', 1, "no comma after the last"),
    "string not closed": ('{"locals": {"a": "x\n"}}', 1, "not closed"),
    "property twice": ('{"locals": {"a": {"b": 1,\n "b": 2}}}', 2, "stands twice"),
    "argument twice": ('{"locals": {"a": 1,\n "a": 2}}', 2, "set twice"),
    "bare word": ('{"locals": {"a": yes}}', 1, "no JSON value"),
    "two values": ("{}\n{}", 2, "more text"),
    "wrong escape": ('{"locals": {"a": "\\q"}}', 1, "no JSON escape"),
    "empty file": ("", 1, "expected a JSON value"),
    "no object": ('["a"]', 1, "an object or an array of objects"),
    "no body": ('{"resource": {"a": {"b": "c"}}}', 1, "an object or an array of objects"),
    "broken template": ('{"locals": {\n"a": "${x"}}', 2, "no closing brace"),
    "broken reference": ('{"output": {"o": {"depends_on":\n ["a b"]}}}', 2, "found b"),
}


@pytest.mark.parametrize(("text", "line", "said"), BROKEN.values(), ids=BROKEN)
def test_faults(text: str, line: int, said: str) -> None:
    (found,) = hcl.parse_json(text, "/x/main.tf.json").diagnostics
    assert found.span is not None
    assert (found.code, found.span.line) == ("syntax", line)
    assert said in found.message


def test_a_broken_block_costs_no_other() -> None:
    document = read({"resource": {"a": {"b": {"n": "${x"}, "c": {"n": 1}}}, "locals": {"d": 1}})
    assert [block.type for block in document.body.blocks] == ["resource", "locals"]
    assert [(one.type, one.labels) for one in document.broken] == [("resource", ("a", "b"))]


def test_what_stands_before_a_fault_is_kept() -> None:
    text = '{"resource": {"a": {"b": {"n": 1},\n "c": {"n": }, "d": {}}}}'
    document = hcl.parse_json(text, "/x/main.tf.json")
    assert [block.names for block in document.body.blocks] == [("a", "b")]
    assert ("resource", ("a", "c")) in [(one.type, one.labels) for one in document.broken]
    assert (None, ()) in [(one.type, one.labels) for one in document.broken]
