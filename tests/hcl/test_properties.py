"""Whatever the text: parsing returns, and every node stands inside the one it belongs to."""

from __future__ import annotations

import contextlib

import msgspec
from hcl_shapes import walk
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_lint import hcl
from fargate_lint.hcl import syntax as s

WORDS = [
    *'"{}()[].,=~\n*/#<>:?!-+&|$% \t\\',
    "${", "%{", "=>", "<<E\n", "<<-E\n", "E\n", "...", "for", "if", "in", "x", "1", "é", "$${", "\r\n", "a = ", "b {\n",
    'resource "a" "b" {\n', "/*", "*/", "%{ if x }", "%{ endif }", "[for x in y : x]", "locals {\n", "::", "[*]", ".*",
]  # fmt: skip
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=30).map("".join))


def tidy(document: s.Document, text: str) -> None:
    """Every node's span lies in the text, is not turned round, and lies in its parent's."""
    lines = text.removeprefix("\ufeff").split("\n")
    for parent, child in walk(document.body):
        at, around = child.span, parent.span
        begin, end = (at.line, at.column), (at.end_line, at.end_column)
        assert begin <= end
        assert 1 <= at.line <= at.end_line <= len(lines)
        assert at.column >= 1
        assert at.end_column <= len(lines[at.end_line - 1]) + 1
        if not (isinstance(child, s.Label) and document.path.endswith(".json")):
            assert (around.line, around.column) <= begin
            assert end <= (around.end_line, around.end_column)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_native_syntax(text: str) -> None:
    document = hcl.parse(text, "/x/main.tf")
    tidy(document, text)
    assert bool(document.broken) <= bool(document.diagnostics)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=s.Document) == document


@given(texts)
@settings(max_examples=150, deadline=None)
def test_expressions_and_templates(text: str) -> None:
    for parse in (hcl.parse_expression, hcl.parse_template):
        with contextlib.suppress(hcl.SyntaxProblem):
            parse(text, "<--var x>")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resource", "a", "//", "dynamic", "locals", "type"]) | texts, inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(json_values, st.integers(0, 200), st.booleans())
@settings(max_examples=200, deadline=None)
def test_json_syntax(value: object, cut: int, whole: bool) -> None:
    text = msgspec.json.format(msgspec.json.encode(value)).decode()
    text = text if whole else text[:cut]
    tidy(hcl.parse_json(text, "/x/main.tf.json"), text)
