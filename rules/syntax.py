"""A file cannot be read as Terraform.

Why: ``terraform plan`` stops at it, and the linter has not seen what stands there: an endpoint or a profile that the unread
    part declares is unknown to all other rules. The rest of the file and the other files are linted all the same.
Fix: Mend the syntax at the place named (``terraform fmt`` shows the same error).
Source: https://developer.hashicorp.com/terraform/language/syntax/configuration, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Rule, Severity, Verdict

REPORTS = ("syntax", "file")


def check(estate: Estate) -> Iterator[Verdict]:
    for problem in estate.root.diagnostics:
        if problem.code in REPORTS:
            yield Finding(problem.message, "", problem.span)


VALID = [
    """
# with: vpc
""",
]

INVALID = [
    """
resource "aws_vpc" "this" {
  cidr_block = = "10.0.0.0/16" # error:
}

resource "aws_subnet" "a" {
  vpc_id = aws_vpc.this.id
}
""",
]

RULE = Rule(
    id="FGL901",
    name="syntax",
    severities={Severity.ERROR: "a file or a part of it is not read"},
    summary="a file that cannot be read as Terraform (the rest is still linted)",
    reports=REPORTS,
    about_sources=True,
)
