"""What literal text a template holds. All expected texts were computed by Terraform 1.11.4."""

from __future__ import annotations

import pytest

from fargate_lint import hcl
from fargate_lint.hcl import syntax as s

TEXTS = {
    r'"a\n\t\"\\é\U0001F600"': 'a\n\t"\\é😀',
    '"$${x} %%{y} $ % $$ 100%"': "${x} %{y} $ % $$ 100%",
    '"$$${x"': "$${x",
    '"e\u0301"': "é",
    '"x ${~ "y" ~}  z"': "xyz",
    '"a %{~ if true ~} b %{~ else ~} c %{~ endif ~} d"': "abd",
    '"%{ for x in ["p", "q"] ~} ${x} %{ endfor }"': "p q ",
    "<<EOT\n  a\n b\nEOT": "  a\n b\n",
    "<<-EOT\n    a\n\n  b\n   EOT": "  a\n\nb\n",
    "<<-EOT\n\ta\n\t\tb\nEOT": "a\n\tb\n",
    '<<-EOT\n    a\n  ${"b"} c\n      \n    EOT': "  a\nb c\n      \n",
    '<<-EOT\n    x\n${"b"}\nEOT': "    x\nb\n",
    '<<EOT\n\\n ${"}"} $${x}\nEOT': "\\n } ${x}\n",
    '<<EOT\n%{ for x in ["a", "b"] ~}\n  ${x}\n%{ endfor ~}\nend\nEOT': "  a\n  b\nend\n",
    '<<-EOT\n    %{ for x in ["a", "b"] ~}\n    ${x}\n    %{ endfor ~}\n    end\n    EOT': "    a\n    b\n    end\n",
    "<<EOT\nx\n   %{~ if true }y%{ endif }\nEOT": "x\ny\n",
    "<<EOT\nEOT": "",
    "<<EOT\r\na\r\nEOT": "a\r\n",
}


def text_of(node: s.Expression, names: dict[str, str] | None = None) -> str:
    """A template's text, when all in it is literal."""
    names = names or {}
    match node:
        case s.Literal(value=str(text)):
            return text
        case s.Variable(name=name):
            return names[name]
        case s.TemplateWrap(inner=inner):
            return text_of(inner, names)
        case s.Template(parts=parts):
            return "".join(text_of(part, names) for part in parts)
        case s.TemplateIf(condition=s.Literal(value=chosen), then=then, otherwise=otherwise):
            return "".join(text_of(part, names) for part in (then if chosen else otherwise))
        case s.TemplateFor(value=name, collection=s.Tuple(items=items), body=body):
            return "".join(text_of(part, {**names, name: text_of(item, names)}) for item in items for part in body)
    raise AssertionError(node)


@pytest.mark.parametrize(("source", "expected"), TEXTS.items())
def test_text(source: str, expected: str) -> None:
    document = hcl.parse(f"a = {source}\n", "/x/main.tf")
    assert document.diagnostics == ()
    assert text_of(document.body.attributes["a"].value) == expected


def test_a_template_file_has_no_escapes_but_doubled_signs() -> None:
    node = hcl.parse_template('"\\n $${x} ${"y"}\n%{ if true ~}\n z\n%{ endif ~}\n', "/x/a.tftpl")
    assert text_of(node) == '"\\n ${x} y\n z\n'


def test_a_template_file_that_is_one_value_keeps_its_type() -> None:
    assert isinstance(hcl.parse_template("${x}", "/x/a.tftpl"), s.TemplateWrap)
    assert isinstance(hcl.parse_template("${x}\n", "/x/a.tftpl"), s.Template)
    assert hcl.parse_template("", "/x/a.tftpl") == s.Literal(hcl.parse_template("", "/x/a.tftpl").span, "")


def test_places_inside_a_heredoc() -> None:
    document = hcl.parse("a = <<-EOT\n    x ${var.y}\n  EOT\nb = 1\n", "/x/main.tf")
    value = document.body.attributes["a"].value
    assert isinstance(value, s.Template)
    assert value.heredoc
    assert (value.parts[1].span.line, value.parts[1].span.column) == (2, 9)
    assert (value.span.end_line, value.span.end_column) == (3, 6)
    assert document.body.attributes["b"].span.line == 4


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n%{ if x }", 2, "this %{ if } has no %{ endif }; add it at the end of what it governs"),
        ("a\n${x", 2, "this ${ has no closing brace; close it, or write $${ for a literal ${"),
        ("%{ endfor }", 1, "%{ endfor } does not belong here: nothing is open"),
    ],
)
def test_a_broken_template_file(text: str, line: int, message: str) -> None:
    with pytest.raises(hcl.SyntaxProblem) as caught:
        hcl.parse_template(text, "/x/a.tftpl")
    assert caught.value.diagnostic.message == message
    assert caught.value.diagnostic.span is not None
    assert caught.value.diagnostic.span.line == line
