"""What is wrong with a text, on its way to becoming a diagnostic."""

from __future__ import annotations

from fargate_lint.diagnostic import Diagnostic, Severity, Span


class Fault(Exception):
    """Raised inside hcl/ where a text cannot be read; never leaves it. ``code`` is "syntax" or "limit"."""

    def __init__(self, message: str, span: Span, code: str = "syntax") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.code = code

    def diagnostic(self) -> Diagnostic:
        return Diagnostic(self.code, Severity.ERROR, self.message, self.span)


class SyntaxProblem(Exception):
    """A text given by itself (an expression, a template) that cannot be read; ``diagnostic`` says why and where."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
