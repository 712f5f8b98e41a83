"""The one entry to evaluation: each syntax node goes to the function that the modules beside this one registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.values.value import Value

HANDLERS: dict[type[Any], Callable[[Any, Scope], Value]] = {}
"""Filled by expression, template and collection when they are imported; import ``evaluate`` from expression."""


def evaluate(node: syntax.Expression, scope: Scope) -> Value:
    """The value of an expression in a scope. Raises EvaluationError where Terraform reports an error."""
    budget = scope.context.budget
    budget.left -= 1
    if budget.left < 0:
        raise budget.exceeded(node.span)
    return HANDLERS[type(node)](node, scope)
