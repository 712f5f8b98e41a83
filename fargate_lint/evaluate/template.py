"""Templates: strings with interpolations and directives; known pieces are kept beside unknown ones."""

from __future__ import annotations

from collections.abc import Iterable

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate import operators
from fargate_lint.evaluate.budget import Budget
from fargate_lint.evaluate.collection import pairs
from fargate_lint.evaluate.dispatch import HANDLERS, evaluate
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.values import partial
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.origin import Origin, derived, written
from fargate_lint.values.types import STRING
from fargate_lint.values.value import (
    Value,
    like_unknown,
)


def _template(node: syntax.Template, scope: Scope) -> Value:
    return _join(node.parts, node.span, scope)


def _join(parts: Iterable[syntax.Expression], span: Span, scope: Scope) -> Value:
    """Template parts to one string; known pieces are kept beside unknown ones."""
    pieces: list[str | Value] = []
    source: Origin | None = None
    made = False
    sensitive = False
    for part in parts:
        if isinstance(part, syntax.Literal) and isinstance(part.value, str):
            pieces.append(part.value)
            continue
        value = evaluate(part, scope)
        made = True
        source = source or value.origin
        sensitive = sensitive or value.sensitive
        pieces.append(_piece(value, part.span))
    scope.context.budget.spend(2 + len(pieces), span)
    joined = _joined(pieces, span, scope.context.budget)
    if sensitive:
        joined = joined.with_sensitive()
    return joined.with_origin(derived(span, source) if made else written(span))


def _joined(pieces: list[str | Value], span: Span, budget: Budget) -> Value:
    joined = partial.join(pieces)
    if joined.raw is partial.TOO_LONG:
        raise EvaluationError(f"Here {partial.TOO_LONG.reason}.", span, "limit")
    budget.made(joined, span)
    return joined


def _piece(value: Value, span: Span) -> Value:
    if value.is_null:
        raise EvaluationError("The expression result is null. Cannot include a null value in a string template.", span)
    if value.is_lazy:
        raise EvaluationError("Cannot include the given value in a string template: string required.", span)
    try:
        return convert(value, STRING)
    except ConversionError as error:
        if value.is_unknown:  # the plan goes on: that it is no text is seen when it is known
            return like_unknown(value, STRING)
        raise EvaluationError(f"Cannot include the given value in a string template: {error.message}.", span) from error


def _template_if(node: syntax.TemplateIf, scope: Scope) -> Value:
    condition = operators.condition(evaluate(node.condition, scope), node.condition.span)
    if condition.is_unknown:
        return like_unknown(condition, STRING, derived(node.span, condition.origin))
    return _join(node.then if condition.raw else node.otherwise, node.span, scope)


def _template_for(node: syntax.TemplateFor, scope: Scope) -> Value:
    collection = evaluate(node.collection, scope)
    found = pairs(collection, node.collection.span)
    if found is None:
        return like_unknown(collection, STRING, derived(node.span, collection.origin))
    pieces: list[str | Value] = []
    sensitive = collection.sensitive
    for key, value in found:
        names = {node.value: value} if node.key is None else {node.key: key, node.value: value}
        piece = _join(node.body, node.span, scope.child(names))
        sensitive = sensitive or piece.sensitive
        pieces.append(piece)
    joined = _joined(pieces, node.span, scope.context.budget).with_origin(derived(node.span, collection.origin))
    return joined.with_sensitive() if sensitive else joined


HANDLERS.update(
    {
        syntax.Template: _template,
        syntax.TemplateIf: _template_if,
        syntax.TemplateFor: _template_for,
    }
)
