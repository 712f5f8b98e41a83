"""YAML in Terraform texts has the place of its line where that can be told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.kubernetes.manifest import at
from fargate_lint.kubernetes.text import documents_of
from fargate_lint.terraform.instance import Root

Load = Callable[..., Root]

HEREDOC = """
resource "kubectl_manifest" "x" {
  yaml_body = <<-EOT
    kind: Pod
    name: ${NAME}
    spec:
      hostNetwork: true
  EOT
}
variable "v" { type = string }
locals {
  n = "n"
  text = <<EOT
kind: Pod
spec:
  hostNetwork: true
EOT
}
"""


@pytest.mark.parametrize("name", ["local.n", "var.v"])
def test_a_heredoc(load: Load, name: str) -> None:
    assert _line(load, HEREDOC.replace("NAME", name)) == "      hostNetwork: true"


def test_a_heredoc_handed_on(load: Load) -> None:
    text = HEREDOC.replace("NAME", "local.n").replace("hostNetwork", "other", 1)
    start, end = text.index("<<-EOT"), text.index("  EOT\n") + len("  EOT")
    assert _line(load, text[:start] + "local.text" + text[end:]) == "  hostNetwork: true"


def test_yaml_made_by_a_function_has_the_place_of_the_call(load: Load) -> None:
    text = 'resource "kubectl_manifest" "x" {\n  yaml_body = yamlencode({\n    spec = { hostNetwork = true }\n  })\n}\n'
    assert _line(load, text) == "  yaml_body = yamlencode({"


def test_a_quoted_text_has_its_own_place(load: Load) -> None:
    text = 'resource "kubectl_manifest" "x" {\n  yaml_body = "spec:\\n  hostNetwork: true\\n"\n}\n'
    assert _line(load, text).startswith("  yaml_body = ")


def _line(load: Load, text: str) -> str:
    """The line of the project that ``hostNetwork`` is said to stand on."""
    (instance,) = load(text).instances("kubectl_manifest")
    body = instance.content.written("yaml_body")
    assert body is not None
    (document,) = documents_of(body)
    value = at(document, "spec", "hostNetwork")
    assert value is not None
    assert value.place is not None
    return text.split("\n")[value.place.line - 1]
