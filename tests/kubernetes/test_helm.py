"""Helm releases: which chart, and what its values come to, in Helm's order and with unknown pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fargate_lint.kubernetes import semver, strvals
from fargate_lint.kubernetes.helm import HelmRelease
from fargate_lint.values.value import Value

Release = Callable[..., HelmRelease]


def _raw(value: Value | None) -> Any:
    """A value as plain data: "?" for what is not known, None for what is not there, "null" for null."""
    if value is None:
        return None
    if value.is_null:
        return "null"
    if value.is_unknown:
        return "?"
    if value.items is not None:
        return [_raw(item) for item in value.items]
    if value.fields is not None:
        return {key: _raw(item) for key, item in value.fields.items()}
    return value.raw


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ('chart = "a"\nrepository = "https://k8s/ms"\nversion = "3.12.0"', ("a", "https://k8s/ms", "3.12.0", False)),
        ('chart = "eks/aws-load-balancer-controller"', ("aws-load-balancer-controller", "eks", "", False)),
        ('chart = "oci://x.example/k/karpenter"\nversion = "1.0"', ("karpenter", "oci://x.example/k", "1.0", False)),
        ('chart = "karpenter"\nrepository = "oci://x.example/k"', ("karpenter", "oci://x.example/k", "", False)),
        ('chart = "https://x.example/charts/falco-4.2.0.tgz"', ("falco", "https://x.example/charts", "4.2.0", False)),
        ('chart = "./charts/mine"', ("mine", "./charts", "", True)),
        ('chart = "${path.module}/charts/mine"', ("mine", "./charts", "", True)),
        ('chart = "charts/mine"', ("mine", "charts", "", True)),
        ('chart = var.c', (None, "", "", False)),
        ('chart = "a"\nversion = var.c', ("a", "", None, False)),
        ('chart = "a"\nrepository = var.c', ("a", None, "", False)),
    ],
)  # fmt: skip
def test_which_chart(release: Release, arguments: str, found: tuple[object, ...]) -> None:
    made = release(arguments, beside='variable "c" { type = string }')
    assert (made.chart, made.repository, made.version, made.is_local) == found


def test_defaults(release: Release) -> None:
    made = release('chart = "a"')
    assert made.namespace.text == "default"
    assert made.waits.yes
    assert made.creates_namespace.no
    assert made.value("anything.at.all") is None


BOTH = [
    """
      chart  = "a"
      values = [file("${path.module}/first.yaml"), yamlencode({ a = { two = "second" }, list = [9] })]
      set {
        name  = "a.three"
        value = "third"
      }
      set {
        name  = "list[1].x"
        value = "5"
      }
      set {
        name  = "annotations.eks\\\\.amazonaws\\\\.com/role-arn"
        value = "arn"
      }
      set_list {
        name  = "many"
        value = ["x", "y"]
      }
      set_sensitive {
        name  = "secret"
        value = "true"
      }
    """,
    """
      chart  = "a"
      values = [file("${path.module}/first.yaml"), yamlencode({ a = { two = "second" }, list = [9] })]
      set = [
        { name = "a.three", value = "third" },
        { name = "list[1].x", value = 5 },
        { name = "annotations.eks\\\\.amazonaws\\\\.com/role-arn", value = "arn" },
      ]
      set_list = [{ name = "many", value = ["x", "y"] }]
      set_sensitive = [{ name = "secret", value = "true" }]
    """,
]


@pytest.mark.parametrize("arguments", BOTH, ids=["provider 2", "provider 3"])
def test_values_merge_in_helms_order(release: Release, arguments: str) -> None:
    made = release(arguments, {"first.yaml": "a:\n  one: 1\n  two: first\nlist: [1, 2, 3]\ngone: ~\n"})
    assert _raw(made.value("a")) == {"one": 1, "two": "second", "three": "third"}
    assert _raw(made.value("a.two")) == "second"
    assert _raw(made.value("list")) == [9, {"x": 5}]
    assert _raw(made.value("list[1].x")) == 5
    assert _raw(made.value(r"annotations.eks\.amazonaws\.com/role-arn")) == "arn"
    assert _raw(made.value("many")) == ["x", "y"]
    assert _raw(made.value("secret")) is True
    assert _raw(made.value("gone")) == "null"
    assert made.value("absent") is None
    assert made.value("a.two.three") is None


def test_places(release: Release) -> None:
    made = release('chart = "a"\nset {\n  name = "x.y"\n  value = "z"\n}')
    value = made.value("x.y")
    assert value is not None
    assert value.place is not None
    assert value.place.line == 6


@pytest.mark.parametrize(
    ("arguments", "path", "found"),
    [
        ('values = [var.v]', "a.b", "?"),
        ('values = [var.v]\nset {\n name = "a.b"\n value = "1"\n}', "a.b", 1),
        ('values = [var.v]\nset {\n name = "a.b"\n value = "1"\n}', "a.c", "?"),
        ('values = [yamlencode({a = {b = 1}}), var.v]', "a.b", "?"),
        ('values = [var.v, yamlencode({a = {b = 1}})]', "a.b", 1),
        ('values = [var.v, yamlencode({a = {b = 1}})]', "a.c", "?"),
        ('values = [yamlencode({a = var.v, c = 1})]', "a.b", "?"),
        ('values = [yamlencode({a = var.v, c = 1})]', "c", 1),
        ('values = [yamlencode({a = var.v, c = 1})]', "d", None),
        ('values = ["region: ${var.v}\\nvpcId: \\"vpc-${var.v}\\"\\nkeep: 1\\n"]', "region", "?"),
        ('values = ["region: ${var.v}\\nvpcId: \\"vpc-${var.v}\\"\\nkeep: 1\\n"]', "keep", 1),
        ('values = ["region: ${var.v}\\nkeep: 1\\n"]', "absent", None),
        ('values = ["${var.v}\\nkeep: 1\\n"]', "keep", "?"),
        ('values = var.l', "a", "?"),
        ('values = concat(var.l, ["a: 1"])', "a", "?"),
        ('set {\n name = var.v\n value = "1"\n}', "a", "?"),
        ('set {\n name = "a"\n value = var.v\n}', "a", "?"),
        ('set {\n name = "a"\n value = var.v\n}', "b", None),
        ('dynamic "set" {\n for_each = var.l\n content {\n name = set.value\n value = "1"\n }\n}', "a", "?"),
        ('dynamic "set" {\n for_each = ["a", "b"]\n content {\n name = set.value\n value = "1"\n }\n}', "a", 1),
        ('values = [templatefile("${path.module}/t.tftpl", { r = var.v, on = true })]', "on", True),
        ('values = [templatefile("${path.module}/t.tftpl", { r = var.v, on = true })]', "r", "?"),
        ('values = [templatefile("${path.module}/t.tftpl", { r = var.v, on = true })]', "x", None),
        ('values = ["a: [1"]', "a", "?"),
        ('values = [jsonencode({a = {b = [true]}})]', "a.b[0]", True),
        ('values = ["a: {b: 1}", "a: 2"]', "a.b", None),
        ('values = ["a: 2", "a: {b: 1}"]', "a.b", 1),
        ('values = ["# nothing"]', "a", None),
        ('values = []', "a", None),
        ('values = null', "a", None),
    ],
)  # fmt: skip
def test_unknown_pieces(release: Release, arguments: str, path: str, found: object) -> None:
    made = release(
        f'chart = "a"\n{arguments}',
        {"t.tftpl": "r: ${r}\non: ${on}\n"},
        'variable "v" { type = string }\nvariable "l" { type = list(string) }',
    )
    assert _raw(made.value(path)) == found


def test_an_unknown_says_why(release: Release) -> None:
    value = release('chart = "a"\nvalues = [var.v]', beside='variable "v" { type = string }').value("a.b")
    assert value is not None
    assert value.unknown is not None
    assert "var.v" in value.unknown.reason


def test_a_reference_survives_yaml(release: Release) -> None:
    made = release(
        'chart = "a"\nvalues = [<<-EOT\n  vpcId: ${aws_vpc.this.id}\n  EOT\n]',
        beside='resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}',
    )
    value = made.value("vpcId")
    assert value is not None
    assert str(value.ref) == "aws_vpc.this.id"


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("a.b", ("a", "b")),
        (r"a\.b.c", ("a.b", "c")),
        ("a[0].b", ("a", 0, "b")),
        ("a[1][2]", ("a", 1, 2)),
        ("a", ("a",)),
        ("a..b", None),
        ("", None),
        ("[0]", None),
        ("a[x]", None),
        ("a.", None),
    ],
)
def test_paths(name: str, steps: tuple[object, ...] | None) -> None:
    assert strvals.split_path(name) == steps


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("true", "auto", [("a", True)]),
        ("True", "auto", [("a", True)]),
        ("true", "string", [("a", "true")]),
        ("12", "auto", [("a", 12)]),
        ("012", "auto", [("a", "012")]),
        ("1.5", "auto", [("a", "1.5")]),
        ("null", "auto", [("a", "null")]),
        ("{x,2}", "auto", [("a", ["x", 2])]),
        ("{}", "auto", [("a", [])]),
        (r"x\,y", "auto", [("a", "x,y")]),
        ("x,b=1", "auto", [("a", "x"), ("b", 1)]),
        ("x,y", "literal", [("a", "x,y")]),
        ("x,y", "auto", None),
        ("", "auto", [("a", "")]),
    ],
)
def test_texts_of_set(text: str, kind: str, found: object) -> None:
    pairs = strvals.pairs("a", text, kind, None)
    assert (pairs and [(".".join(map(str, path)), _raw(value)) for path, value in pairs]) == found


@pytest.mark.parametrize(
    ("text", "version", "reached"),
    [
        ("3.10.0", "3.10.0", True),
        ("v1.13.2", "1.13.0", True),
        ("3.9.9", "3.10.0", False),
        ("", "99.0.0", True),
        ("*", "99.0.0", True),
        ("~> 67.0", "67.6.0", False),
        ("~> 67", "67.6.0", True),
        ("~> 67.0.0", "67.6.0", False),
        ("^3", "3.10.0", True),
        ("^2.1", "3.0.0", False),
        ("^0.9.1", "0.10.0", False),
        ("3.x", "3.10.0", True),
        ("3", "3.10.0", True),
        ("< 3.10.0", "3.10.0", False),
        (">= 3.0, < 4.0", "3.10.0", True),
        (">= 3.0 < 3.5", "3.10.0", False),
        ("1.x || 4.x", "3.10.0", True),
        ("latest", "1.0.0", None),
    ],
)
def test_versions(text: str, version: str, reached: bool | None) -> None:
    assert semver.reaches(text, version) is reached
