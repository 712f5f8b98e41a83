"""The selectors of a Fargate profile are a set."""

from __future__ import annotations

import pytest

PROFILE = """
variable "names" {{}}
variable "a" {{}}
resource "aws_eks_cluster" "c" {{
  name = "c"
}}
resource "aws_eks_fargate_profile" "f" {{
  cluster_name = aws_eks_cluster.c.name
  dynamic "selector" {{
    for_each = {}
    content {{
      namespace = selector.value
      labels    = {}
    }}
  }}
}}
"""


@pytest.mark.parametrize(
    ("namespaces", "labels", "count"),
    [
        ('["a", "a", "b", "a"]', "{}", 2),
        ('["a", "a"]', "{ run = selector.key }", 2),
        ('["a", "a"]', '{ run = "x" }', 1),
        ('[var.a, var.a, "b"]', "{}", 2),
        ('[var.a, upper(var.a), "b"]', "{}", 3),
        ('["a", "a"]', "var.names", 2),
    ],
)
def test_of_those_that_say_the_same_there_is_one(estate, namespaces: str, labels: str, count: int) -> None:
    (cluster,) = estate(PROFILE.format(namespaces, labels)).clusters
    (profile,) = cluster.profiles
    assert len(profile.selectors) == count
