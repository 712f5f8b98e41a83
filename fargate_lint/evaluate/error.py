"""An expression that Terraform would refuse."""

from __future__ import annotations

from fargate_lint.diagnostic import Diagnostic, Severity, Span


class EvaluationError(Exception):
    """Raised while an expression is evaluated, caught where its value is asked for (an argument, a local, try()).

    ``diagnostic.code`` is "evaluation" (wrong types, failed functions), "reference" (something that does not exist),
    "cycle" or "limit". Only a limit is of severity error: that is where we, not the plan, cannot go on.
    """

    def __init__(self, message: str, span: Span, code: str = "evaluation") -> None:
        super().__init__(message)
        severity = Severity.ERROR if code == "limit" else Severity.WARNING
        self.diagnostic = Diagnostic(code, severity, message, span)
