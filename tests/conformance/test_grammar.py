"""What the grammar makes has the same value, type or error here as in Terraform, where that is installed."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from conformance import difference, evaluated
from expression_grammar import Grammar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from regenerate_expressions import results

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.hcl import SyntaxProblem
from fargate_lint.values import number
from fargate_lint.values.types import NUMBER
from fargate_lint.values.value import Value

AT_ONCE = 150
"""Expressions for one run of Terraform, which takes most of a second whatever they are."""


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
@settings(
    max_examples=4, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), report_multiple_bugs=False
)
@given(some.randoms(use_true_random=False))
def test_any_expression(chance: Any) -> None:
    grammar = Grammar(chance.randrange)
    expressions = [grammar.expression(1 + chance.randrange(4)) for _ in range(AT_ONCE)]
    wrong = [
        f"{expression}: {problem}"
        for expression, theirs in zip(expressions, results(expressions), strict=True)
        if (problem := _problem(expression, theirs))
    ]
    assert not wrong, "\n".join(wrong)


def _problem(expression: str, theirs: tuple[Any, str] | None) -> str:
    """What differs; "" if nothing does, or if Terraform has no answer."""
    try:
        ours = evaluated(expression)
    except (EvaluationError, SyntaxProblem) as error:
        return "" if theirs is None else f"an error ({error}), in Terraform {theirs[1]}"
    if _is_function_unknown(ours):
        return ""
    if theirs is None:
        return "" if _has_infinity(ours) else f"{ours}, in Terraform an error"
    return difference(ours, *theirs)


def _is_function_unknown(value: Value) -> bool:
    """format() of a bare null stays unknown in Terraform too, which shows as a null."""
    if isinstance(value.raw, tuple):
        return any(map(_is_function_unknown, value.raw))
    if isinstance(value.raw, dict):
        return any(map(_is_function_unknown, value.raw.values()))
    return value.is_unknown


def _has_infinity(value: Value) -> bool:
    """Terraform computes with infinities but cannot output them."""
    if isinstance(value.raw, tuple):
        return any(map(_has_infinity, value.raw))
    if isinstance(value.raw, dict):
        return any(map(_has_infinity, value.raw.values()))
    return value.type == NUMBER and value.is_known and value.raw is not None and not number.is_finite(value.raw)
