"""The tags that a subnet ends up with: its own, the provider's default ones, those of aws_ec2_tag."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.model.estate import Estate

KEY = "kubernetes.io/role/internal-elb"
MAIN = """
variable "tags" { type = map(string) }
provider "aws" {
  DEFAULTS
}
provider "aws" {
  alias = "other"
}
resource "aws_eks_cluster" "this" {
  name = "demo"
  vpc_config { subnet_ids = [aws_subnet.a.id] }
}
resource "aws_subnet" "a" {
  vpc_id = "vpc-1"
  OWN
}
"""


@pytest.mark.parametrize(
    ("defaults", "own", "tagged"),
    [
        ("", "", "no"),
        (f'default_tags {{ tags = {{ "{KEY}" = 1 }} }}', "", "yes"),
        (f'default_tags {{ tags = {{ "{KEY}" = 1 }} }}', "provider = aws.other", "no"),
        (f'default_tags {{ tags = {{ "{KEY}" = 2 }} }}', f'tags = {{ "{KEY}" = "1" }}', "yes"),
        (f'default_tags {{ tags = {{ "{KEY}" = 1 }} }}', f'tags = {{ "{KEY}" = "2" }}', "no"),
        ("default_tags { tags = var.tags }", "", "unknown"),
        ("default_tags { tags = var.tags }", f'tags = {{ "{KEY}" = "1" }}', "yes"),
    ],
)
def test_default_tags(estate: Callable[..., Estate], defaults: str, own: str, tagged: str) -> None:
    (cluster,) = estate(MAIN.replace("DEFAULTS", defaults).replace("OWN", own)).clusters
    (subnet,) = cluster.subnets
    assert subnet.role_tag(KEY).answer.choose("yes", "no", "unknown") == tagged
