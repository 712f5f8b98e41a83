"""Expressions to values: one function a syntax node, Terraform's semantics, unknowns and references kept.

``evaluate(node, scope)`` returns a Value or raises EvaluationError. What is unknown stays a value and says why; a value
that is picked or handed on keeps its reference and its place, a value that is made gets the place of its expression.
"""

from __future__ import annotations

from msgspec.structs import replace

from fargate_lint.evaluate import access, operators, template
from fargate_lint.evaluate.collection import pairs
from fargate_lint.evaluate.dispatch import HANDLERS, evaluate
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.values import number as numbers
from fargate_lint.values.convert import ConversionError, convert, unify
from fargate_lint.values.origin import derived, written
from fargate_lint.values.types import BOOL, DYNAMIC
from fargate_lint.values.value import (
    Value,
    boolean,
    like_unknown,
    null,
    number,
    string,
)

__all__ = ["evaluate", "evaluate_text", "pairs", "template"]


def _literal(node: syntax.Literal, scope: Scope) -> Value:
    origin = written(node.span)
    value = node.value
    if isinstance(value, bool):
        return boolean(value, origin)
    if value is None:
        return null(DYNAMIC, origin)
    return string(value, origin)


def _number(node: syntax.Number, scope: Scope) -> Value:
    try:
        return number(numbers.parse(node.text), written(node.span))
    except ValueError as error:
        raise EvaluationError(f"{node.text} is not a number that Terraform can hold.", node.span) from error


def _variable(node: syntax.Variable, scope: Scope) -> Value:
    value = _named(node, scope)
    refusal = getattr(value.raw, "refusal", "") if value.is_lazy else ""
    if refusal:
        near = f' Did you mean "{node.name.lower()}"?' if node.name.lower() in ("true", "false", "null") else ""
        raise EvaluationError(refusal + near, node.span, "reference")
    return value


def _base(node: syntax.Expression, scope: Scope) -> Value:
    """What an attribute or element is taken of; the type of a resource only here, where a name follows it."""
    return _named(node, scope) if isinstance(node, syntax.Variable) else evaluate(node, scope)


def _named(node: syntax.Variable, scope: Scope) -> Value:
    value = scope.lookup(node.name)
    if value is None:
        raise EvaluationError(
            f'A reference to "{node.name}" must be followed by at least one attribute access, or there is nothing '
            "of that name here.",
            node.span,
            "reference",
            node.name,
            scope.visible(),
        )
    return value


def _get_attr(node: syntax.GetAttr, scope: Scope) -> Value:
    return access.attribute(_base(node.source, scope), node.name, node.span)


def _index(node: syntax.Index, scope: Scope) -> Value:
    source = _base(node.source, scope)
    return access.index(source, evaluate(node.key, scope), node.span)


def _wrap(node: syntax.TemplateWrap, scope: Scope) -> Value:
    return evaluate(node.inner, scope)


def _call(node: syntax.Call, scope: Scope) -> Value:
    from fargate_lint.evaluate import calls

    return calls.call(node, scope, evaluate)


def _conditional(node: syntax.Conditional, scope: Scope) -> Value:
    condition = operators.condition(evaluate(node.condition, scope), node.condition.span)
    if condition.is_unknown:
        return _undecided_conditional(node, condition, scope)
    chosen_node, other_node = (node.yes, node.no) if condition.raw else (node.no, node.yes)
    chosen = evaluate(chosen_node, scope)
    if condition.sensitive:
        chosen = chosen.with_sensitive()
    if chosen.is_lazy or (chosen.type == DYNAMIC and not chosen.is_null):
        return chosen
    try:
        other = evaluate(other_node, scope)
    except EvaluationError:
        return chosen  # Terraform too drops the errors of the branch that is not taken
    if chosen.is_null and chosen.type == DYNAMIC:
        return Value(other.type, None, chosen.ref, chosen.origin, chosen.sensitive)
    if other.is_lazy or other.type == DYNAMIC or other.type == chosen.type:
        return chosen
    common = unify((chosen.type, other.type))
    if common is None:
        raise _inconsistent(node)
    scope.context.budget.hand(chosen, node.span)
    try:
        return convert(chosen, common)
    except ConversionError as error:
        raise EvaluationError(f"Inconsistent conditional result types: {error.message}.", node.span) from error


def _undecided_conditional(node: syntax.Conditional, condition: Value, scope: Scope) -> Value:
    """Both branches may come: the same thing in both is that thing, else unknown because the condition is."""
    origin = derived(node.span, condition.origin)
    try:
        yes, no = evaluate(node.yes, scope), evaluate(node.no, scope)
    except EvaluationError:
        return like_unknown(condition, DYNAMIC, origin)
    from fargate_lint.values.equality import equal

    if yes.ref is not None and yes.ref == no.ref:
        return yes
    if not yes.is_lazy and not no.is_lazy:
        if yes.type == no.type and yes.is_known and no.is_known and equal(yes, no).raw is True:
            return yes
        common = unify((yes.type, no.type))
        if common is None:
            raise _inconsistent(node)
        unknown = like_unknown(condition, common, origin)
        if yes.is_null == no.is_null:
            return unknown
        why = replace(unknown.raw, if_set=no if yes.is_null else yes)
        return Value(common, why, None, origin, unknown.sensitive)
    return like_unknown(condition, DYNAMIC, origin)


def _inconsistent(node: syntax.Conditional) -> EvaluationError:
    return EvaluationError(
        "Inconsistent conditional result types: the true and false result expressions must have consistent types.",
        node.span,
    )


def _binary(node: syntax.Binary, scope: Scope) -> Value:
    if node.operator in ("&&", "||"):
        return _logical(node, scope)
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    compared = node.operator in ("==", "!=")
    for side in (left, right):
        if compared:  # what is compared is looked at to its end, each time
            scope.context.budget.hand(side, node.span)
        else:
            scope.context.budget.weigh(side, node.span)
    return operators.binary(node.operator, left, right, node.span)


def _logical(node: syntax.Binary, scope: Scope) -> Value:
    """``&&`` and ``||`` short-circuit as from Terraform 1.12 on; a side that decides alone decides over an unknown."""
    deciding = node.operator == "||"
    left = operators.condition(evaluate(node.left, scope), node.left.span)
    if left.raw is deciding:
        return boolean(deciding, derived(node.span, left.origin))
    right = operators.condition(evaluate(node.right, scope), node.right.span)
    if right.raw is deciding:
        return boolean(deciding, derived(node.span, right.origin))
    for side in (left, right):
        if side.is_unknown:
            return like_unknown(side, BOOL, derived(node.span, side.origin))
    result = boolean(not deciding, derived(node.span, left.origin))
    return result.with_sensitive() if left.sensitive or right.sensitive else result


def _unary(node: syntax.Unary, scope: Scope) -> Value:
    return operators.unary(node.operator, evaluate(node.operand, scope), node.span)


def _parens(node: syntax.Parens, scope: Scope) -> Value:
    return evaluate(node.inner, scope)


HANDLERS.update(
    {
        syntax.Literal: _literal,
        syntax.Number: _number,
        syntax.TemplateWrap: _wrap,
        syntax.Variable: _variable,
        syntax.GetAttr: _get_attr,
        syntax.Index: _index,
        syntax.Call: _call,
        syntax.Conditional: _conditional,
        syntax.Binary: _binary,
        syntax.Unary: _unary,
        syntax.Parens: _parens,
    }
)


def evaluate_text(text: str, scope: Scope | None = None) -> Value:
    """The value of an expression given as text (tests, ``--var``). Raises EvaluationError or hcl.SyntaxProblem."""
    from fargate_lint.hcl import parse_expression

    return evaluate(parse_expression(text, "<expression>"), scope or Scope({}))
