"""What functions may use of the world around an expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from fargate_lint.diagnostic import Diagnostic, Span
from fargate_lint.evaluate.budget import Budget
from fargate_lint.files import Files
from fargate_lint.hcl import syntax
from fargate_lint.values.value import Value

Conversion = Callable[[syntax.Expression, Value], Value]
"""Converts a value to the type that an expression denotes, as a variable's ``type`` does. Raises EvaluationError for
what is no type and ConversionError for what cannot be converted."""

Template = Callable[[str, str, Mapping[str, Value], Span], Value]
"""Renders template text (text, path for messages, variables, span of the call) with the evaluator."""


class Context(msgspec.Struct, frozen=True):
    """``files`` reads the repository (None: no file can be read), ``folder`` is what relative paths are relative to
    (the root module's folder), ``template`` renders templates (None: inside a template, where Terraform renders none),
    ``conversion`` knows type constraints, ``report`` takes the limits that a function meets, ``budget`` is what
    evaluation may cost."""

    files: Files | None = None
    folder: str = ""
    template: Template | None = None
    conversion: Conversion | None = None
    report: Callable[[Diagnostic], None] | None = None
    budget: Budget = msgspec.field(default_factory=Budget)
