"""Operators: arithmetic, comparison, logic. Terraform's conversions, unknowns with their reason."""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.values import number as numbers
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.equality import equal
from fargate_lint.values.origin import derived
from fargate_lint.values.types import BOOL, NUMBER, Primitive
from fargate_lint.values.value import Value, boolean, like_unknown, number

_ARITHMETIC = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.modulo,
}
_COMPARISON = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def _operand(value: Value, type: Primitive, span: Span) -> Value:
    if value.is_null:
        raise EvaluationError(f"Invalid operand: unsuitable value, argument must not be null ({type} required).", span)
    if value.is_lazy:
        raise EvaluationError(f"Invalid operand: unsuitable value, {type} required.", span)
    try:
        return convert(value, type)
    except ConversionError as error:
        raise EvaluationError(f"Invalid operand: unsuitable value, {error.message}.", span) from error


def condition(value: Value, span: Span) -> Value:
    """A condition or logical operand as a bool (maybe unknown). Raises on null and on what is no bool."""
    return _operand(value, BOOL, span)


def binary(operator: str, left: Value, right: Value, span: Span) -> Value:
    """``left operator right`` for every operator but ``&&`` and ``||``."""
    origin = derived(span, left.origin or right.origin)
    sensitive = left.sensitive or right.sensitive
    if operator in ("==", "!="):
        answer = equal(left, right)
        result = answer if answer.is_unknown else boolean(answer.raw is (operator == "=="))
        result = result.with_origin(origin)
        return result.with_sensitive() if sensitive else result
    left, right = _operand(left, NUMBER, span), _operand(right, NUMBER, span)
    compared = operator in _COMPARISON
    for side in (left, right):
        if side.is_unknown:
            return like_unknown(side, BOOL if compared else NUMBER, origin)
    if compared:
        result = boolean(_COMPARISON[operator](numbers.compare(left.raw, right.raw)), origin)
    else:
        try:
            result = number(_ARITHMETIC[operator](left.raw, right.raw), origin)
        except (ZeroDivisionError, ValueError) as error:
            raise EvaluationError("Operation failed: division by zero, or not a number.", span) from error
    return result.with_sensitive() if sensitive else result


def unary(operator: str, value: Value, span: Span) -> Value:
    """``-value`` or ``!value``."""
    origin = derived(span, value.origin)
    operand = _operand(value, BOOL if operator == "!" else NUMBER, span)
    if operand.is_unknown:
        return like_unknown(operand, operand.type, origin)
    result = boolean(not operand.raw, origin) if operator == "!" else number(numbers.negate(operand.raw), origin)
    return result.with_sensitive() if value.sensitive else result
