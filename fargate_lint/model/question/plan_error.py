"""What surely stops ``terraform plan`` in the user's own code, beside broken references and unreadable files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.question.broken_reference import left_out
from fargate_lint.values.answer import YES, Answer, undecided

if TYPE_CHECKING:
    from fargate_lint.diagnostic import Diagnostic
    from fargate_lint.model.thing.resources import Resources

CODES = ("evaluation", "validation", "function", "declaration", "cycle")
"""Codes of diagnostics that are such errors unless a plan may know better."""


@dataclass(frozen=True, slots=True)
class PlanError:
    """``message``: Terraform's, without a full stop. ``sure`` is unknown for a folder that Git is told to leave out."""

    message: str
    span: Span
    sure: Answer


def plan_errors(resources: Resources) -> Iterator[PlanError]:
    """All of them, one a place: the instances of a block have one cause."""
    told: set[Span] = set()
    for diagnostic in resources.root.diagnostics:
        span = diagnostic.span
        if diagnostic.code not in CODES or not diagnostic.stops_plan:
            continue
        if span is not None and span.is_own and span not in told:
            told.add(span)
            yield PlanError(diagnostic.sentence, span, _is_sure(resources, diagnostic, span))


def _is_sure(resources: Resources, diagnostic: Diagnostic, span: Span) -> Answer:
    folder = diagnostic.missing_file
    reason = left_out(resources, f"{folder.path}/main.tf", span) if folder is not None else ""
    if folder is None or not reason:
        return YES
    return undecided(f"{folder.path} is not there, and {reason}", span, "elsewhere", folder.path)
