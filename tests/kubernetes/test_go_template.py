"""Templates of Helm charts as YAML: what is plain is kept at its place, what is templated is not known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_lint.kubernetes.document import DocumentError, read_documents
from fargate_lint.kubernetes.go_template import Template, TemplateProblem, read_template


def _shown(template: Template, text: str) -> str:
    """A text with <body> for each action."""
    return "".join(piece if isinstance(piece, str) else f"<{piece.body}>" for piece in template.marks_in(text))


def _read(text: str, truth: bool | None = None) -> list[str]:
    template = read_template(text, lambda _: truth)
    return [_shown(template, line).rstrip() for line in template.text.split("\n")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1\nb: {{ .Values.b }}", ["a: 1", "b: <.Values.b>"]),
        ('a: "{{ .x }}:{{ .y | quote }}"', ['a: "<.x>:<.y | quote>"']),
        ("{{/* a: {{ b */}}\na: 1", ["", "a: 1"]),
        (
            'labels:\n  {{- include "x" . | nindent 2 }}\n  app: x',
            ["labels:", '  <include "x" . | nindent 2>: null', "  app: x"],
        ),
        ('labels:\n  {{- include "x" . | nindent 2 }}\nb: 1', ["labels:", '  <include "x" . | nindent 2>', "b: 1"]),
        ("list:\n  - a\n  {{- toYaml .b | nindent 2 }}", ["list:", "  - a", "  - <toYaml .b | nindent 2>"]),
        ("{{ $x := 1 }}\na: 1", ["", "a: 1"]),
        ("a:\n  {{- with.Values.x }}\n  b: 1\n  {{- end }}", ["a:", "  <with.Values.x>", "", ""]),
        ('{{- define "x" }}\na: 1\n{{- end }}\nb: 1', ["", "", "", "b: 1"]),
        ("a: {{ if .x }}1{{ else }}2{{ end }}\nb: 1", ["a: <if .x>", "b: 1"]),
        (
            "a:\n  b: 1\n  {{- with .x }}\n  c: 1\n  {{- end }}\n  d: 1",
            ["a:", "  b: 1", "  <with .x>: null", "", "", "  d: 1"],
        ),
        ('a: {{ include\n  "x" . }}\nb: 1', ['a: <include "x" .>', "", "b: 1"]),
    ],
)
def test_what_is_templated_becomes_a_mark_at_its_own_line(text: str, lines: list[str]) -> None:
    assert _read(text) == lines


@pytest.mark.parametrize(
    ("truth", "lines"),
    [
        (True, ["", "a: 1", "", "", ""]),
        (False, ["", "", "", "b: 1", ""]),
    ],
)
def test_a_condition_that_is_known_decides(truth: bool, lines: list[str]) -> None:
    assert _read("{{- if .x }}\na: 1\n{{- else }}\nb: 1\n{{- end }}", truth) == lines


def test_a_block_around_a_document_leaves_open_whether_it_is_there() -> None:
    template = read_template("a: 1\n---\n{{- if .x }}\nb: 1\n{{- end }}\n---\nc: 1", lambda _: None)
    assert [template.present(line).state for line in (1, 4, 7)] == ["yes", "unknown", "yes"]
    assert ".x" in template.present(4).reason


@pytest.mark.parametrize(
    "text",
    [
        "{{ if .x }}\n" * 3000,
        "{{" * 100_000,
        "{{ .x }}" * 20_000,
        "{{ if .x }}\n" * 60 + "{{ end }}\n" * 60,
        "a: {{ b",
        "{{ if .x }}\na: 1",
        "{{ end }}",
        "{{ else }}",
        "a: 1\n{{ if .x }}\nb: 1\n---\nc: 1\n{{ end }}",
        "\ue100",
    ],
    ids=range(10),
)
def test_what_cannot_be_followed_is_a_problem(text: str) -> None:
    with pytest.raises(TemplateProblem):
        read_template(text, lambda _: None)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["{{ if .a }}", "{{ end }}", "{{ else }}", "{{ .x }}", "a:", "- b", "  ", "\n", "---", "{{", "}}"]
        )
    )
)
def test_any_template_is_read_or_a_problem_with_as_many_lines(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        template = read_template(text, lambda _: None)
        assert template.text.count("\n") == text.count("\n")
        read_documents(template.text)
    except (TemplateProblem, DocumentError):
        pass
