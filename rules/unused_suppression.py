"""An ignore comment that silences nothing, or has expired, hides the next real finding.

Why: An ignore comment outlives its cause: the finding is mended, the block moves, the date passes, and from then on the
    comment waits to silence something that nobody has looked at. One that is misspelt never silenced anything.
Fix: Remove the comment (or the ``[[suppress]]`` of the configuration), or mend its rule, place or date.
Source: fargate-lint's own rule; the idea is ruff's RUF100 and mypy's warn_unused_ignores.
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Rule, Run, Severity, UnusedSuppression, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    """Nothing: what a comment is good for shows once all other rules have spoken."""
    yield from ()


def after(run: Run) -> Iterator[Finding]:
    for unused in run.unused_suppressions:
        suppression = unused.suppression
        words = [word for word, _ in suppression.words]
        reason = (Note(f"its reason was: {suppression.reason}"),) if suppression.reason and unused.words else ()
        yield Finding(
            f"{_name(unused, words)} {_fault(unused, words)}",
            suppression.address or "",
            suppression.span,
            reason,
            subject=",".join(words) or None,
        )


def _name(unused: UnusedSuppression, words: list[str]) -> str:
    if unused.suppression.by == "baseline":
        return f"the baseline entry for {', '.join(words)} at {unused.suppression.address or unused.suppression.root}"
    if unused.suppression.address is not None:
        return f"[[suppress]] of {', '.join(words)} at {unused.suppression.address}"
    return f"the ignore comment for {', '.join(words)}" if words else "this ignore comment"


def _fault(unused: UnusedSuppression, words: list[str]) -> str:
    suppression = unused.suppression
    match suppression.fault:
        case "not understood":
            return "is not understood: write ignore[RULE, …] and the reason, or ignore-file[RULE, …]"
        case "no rule":
            return "names no rule"
        case "no date":
            return f"has a date that is none: until={suppression.until} (write until=2027-01-31)"
        case "expired":
            return f"expired on {suppression.until}"
        case "unknown rule":
            strange = sorted(word for word, ids in suppression.words if not ids)
            return f"names no rule that exists: {', '.join(strange)}"
    return "matches nothing" + ("" if len(unused.words) == len(words) else f" by {', '.join(unused.words)}")


VALID = [
    """
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
""",
]

INVALID = [
    """
# with: vpc
resource "aws_vpc" "this" {
  # fargate-lint: ignore[FGL901] the file can be read by now  # warning: matches nothing
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
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" # fargate-lint: ignore FGL102 }  # warning: is not understood
""",
]

RULE = Rule(
    id="FGL900",
    name="unused-suppression",
    severities={Severity.WARNING: "it silences nothing, or has expired"},
    summary="an ignore comment or baseline entry that matches nothing, or has expired",
    about_sources=True,
)
