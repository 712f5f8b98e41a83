"""An expression that Terraform would refuse."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import islice

from fargate_lint.diagnostic import Diagnostic, MissingFile, Severity, Span

MOST_NAMES = 100
"""Names among which a similar one is looked for, which takes a while."""


class EvaluationError(Exception):
    """Raised while an expression is evaluated, caught where its value is asked for (an argument, a local, try()).

    ``code`` is "evaluation" (wrong types, failed functions), "reference" (something that does not exist), "function" (a
    misspelt one), "cycle" or "limit". Only a limit is of severity error: that is where we, not the plan, cannot go on.
    ``wanted`` is a name that is not there and ``names`` those that are: the message suggests the most similar one, once
    it is read. Most are not: ``try(each.value.x, null)`` is an everyday way to write a default. ``missing_file`` is one
    that a function reads and that is not there.
    """

    def __init__(
        self,
        message: str,
        span: Span,
        code: str = "evaluation",
        wanted: str = "",
        names: Iterable[str] = (),
        missing_file: MissingFile | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self._message = message
        self._span = span
        self._wanted = wanted
        self._names = names
        self._missing_file = missing_file

    @cached_property
    def diagnostic(self) -> Diagnostic:
        severity = Severity.ERROR if self.code == "limit" else Severity.WARNING
        return Diagnostic(self.code, severity, self._message + self._suggestion(), self._span, self._missing_file)

    def _suggestion(self) -> str:
        if not self._wanted:
            return ""
        from difflib import get_close_matches

        near = get_close_matches(self._wanted, list(islice(self._names, MOST_NAMES)), 1)
        return f' Did you mean "{near[0]}"?' if near else ""
