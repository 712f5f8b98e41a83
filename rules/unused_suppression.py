"""An ignore comment that silences nothing, or has expired, hides the next real finding.

Why: An ignore comment outlives its cause: the finding is mended, the block moves, the date passes, and from then on the
    comment waits to silence something that nobody has looked at. One that is misspelt never silenced anything.
Fix: Remove the comment (or the ``[[suppress]]`` of the configuration), or mend its rule, place or date.
Source: fargate-lint's own rule; the idea is ruff's RUF100 and mypy's warn_unused_ignores.
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    """Nothing of its own: the linter adds these findings once all other rules have spoken."""
    yield from ()


VALID = [
    """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
""",
]

INVALID = [
    """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
  # fargate-lint: ignore[FGL901] the file can be read by now  # warning: matches nothing
  enable_dns_hostnames = true
}
""",
    """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16" # fargate-lint: ignore[FGL901] until=2020-02-29 soon mended  # warning: expired on 2020-02-29
}
""",
    """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16" # fargate-lint: ignore[vpc-dns-hostname] misspelt  # warning: names no rule that exists
}
""",
    """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16" # fargate-lint: ignore FGL102  # warning: is not understood
}
""",
]

RULE = Rule(
    id="FGL900",
    name="unused-suppression",
    severities={Severity.WARNING: "it silences nothing, or has expired"},
    summary="an ignore comment or baseline entry that matches nothing, or has expired",
)
