"""Kubernetes YAML: what is read, where it stands, and what is refused."""

from __future__ import annotations

import pytest

from fargate_lint.diagnostic import Severity
from fargate_lint.kubernetes.manifest import KubeObject, read_yaml

RENDERED = """\
# Source: app/templates/a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: team, labels: {app: "a"}}
spec:
  replicas: 2
---
# only a comment
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata:
      name: p
  - apiVersion: v1
    kind: Service
    metadata: {name: s}
---
replicaCount: 1
"""


def _one(text: str) -> KubeObject:
    objects, problems = read_yaml(text, "/r/x.yaml")
    assert problems == []
    (only,) = objects
    return only


def test_rendered_helm_output() -> None:
    objects, problems = read_yaml(RENDERED, "/r/all.yaml")
    assert problems == []
    assert [(o.kind, o.name.text, o.namespace.text) for o in objects] == [
        ("Deployment", "a", "team"),
        ("Pod", "p", "default"),
        ("Service", "s", "default"),
    ]
    assert [(o.span.path, o.span.line) for o in objects if o.span] == [
        ("/r/all.yaml", 2),
        ("/r/all.yaml", 13),
        ("/r/all.yaml", 17),
    ]


def test_places_are_exact() -> None:
    object = _one('apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n  nodeName: é-"x"   # why\n')
    host = object.get("spec", "hostNetwork")
    assert host is not None
    assert host.flag is True
    assert host.place is not None
    assert (host.place.line, host.place.column, host.place.end_line, host.place.end_column) == (4, 16, 4, 20)
    name = object.get("spec", "nodeName")
    assert name is not None
    assert name.place is not None
    assert (name.place.column, name.place.end_column) == (13, 18)


@pytest.mark.parametrize(
    ("written", "raw"),
    [
        ("yes", True),
        ("off", False),
        ('"yes"', "yes"),
        ("~", None),
        ("22:22", "22:22"),
        ("2020-01-01", "2020-01-01"),
        ("0644", 420),
        ("0x10", 16),
        ("1_000", 1000),
        ("12", 12),
        ("1.30", None),
        ('"1.30"', "1.30"),
        ("!!str 5", "5"),
        (".inf", ".inf"),
        ("", None),
    ],
)
def test_scalars_as_kubernetes_reads_them(written: str, raw: object) -> None:
    object = _one(f"apiVersion: v1\nkind: X\nvalue: {written}\n")
    fields = object.raw.fields
    assert fields is not None
    value = fields["value"]
    if written == "1.30":
        assert float(value.raw) == pytest.approx(1.3)
    else:
        assert value.raw == raw
        assert type(value.raw) is type(raw)


def test_anchors_and_merge_keys() -> None:
    object = _one("apiVersion: v1\nkind: X\na: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n")
    b = object.get("b")
    assert b is not None
    assert {key: value.raw for key, value in (b.fields or {}).items()} == {"x": 1, "y": 3}


def test_a_broken_document_does_not_hide_the_others() -> None:
    objects, problems = read_yaml("apiVersion: v1\nkind: A\n---\nx: [\n---\napiVersion: v1\nkind: B\n", "/r/x.yaml")
    assert [(o.kind, o.span.line if o.span else 0) for o in objects] == [("A", 1), ("B", 6)]
    (problem,) = problems
    assert (problem.code, problem.severity) == ("syntax", Severity.ERROR)
    assert problem.span is not None
    assert 4 <= problem.span.line <= 5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("apiVersion: v1\nkind: X\nname: {{ .Values.name }}\n", 3),
        ("{{- if .Values.on }}\nkind: X\n{{- end }}\n", 1),
        ("kind: X\nname: {{ name }}\n", 2),
        ('a: 1\nb: "{{ include \\"x\\" . }}"\nc: "{{ .Release.Name }}"\n', 3),
    ],
)
def test_the_source_of_a_chart_is_refused_politely(text: str, line: int) -> None:
    objects, problems = read_yaml(text, "/r/t.yaml")
    assert objects == []
    (problem,) = problems
    assert "helm template" in problem.message
    assert problem.span is not None
    assert problem.span.line == line


def test_an_alert_with_braces_is_not_a_chart() -> None:
    object = _one("apiVersion: v1\nkind: PrometheusRule\nx: |\n  {{ $labels.pod }} is down\n")
    assert object.kind == "PrometheusRule"


def _bomb() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for i in range(9):
        name, before = chr(98 + i), chr(97 + i)
        lines.append(f"{name}: &{name} [{', '.join(['*' + before] * 9)}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [_bomb(), "[" * 20_000, "- " * 5_000 + "x", "a: &a [*a]", "a: &a\n  b: *a\n", "x" * 100 + ": " + "{a: " * 3_000],
)
def test_hostile_text_ends_in_a_diagnostic(text: str) -> None:
    objects, problems = read_yaml(text, "/r/x.yaml")
    assert objects == []
    assert problems
    assert all(problem.span is not None for problem in problems)


@pytest.mark.parametrize("text", ["", "---\n", "a: 1\n", "- 1\n", "just words\n", "kind: X\n", "\x00"])
def test_what_is_no_object_is_passed_over(text: str) -> None:
    objects, _ = read_yaml(text, "/r/x.yaml")
    assert objects == []
