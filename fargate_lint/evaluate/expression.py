"""Expressions to values: one function a syntax node, Terraform's semantics, unknowns and references kept.

``evaluate(node, scope)`` returns a Value or raises EvaluationError. What is unknown stays a value and says why; a value
that is picked or handed on keeps its reference and its place, a value that is made gets the place of its expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate import access, operators
from fargate_lint.evaluate.budget import Budget
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.scope import Scope
from fargate_lint.evaluate.symbols import half_known, symbol
from fargate_lint.hcl import syntax
from fargate_lint.values import number as numbers
from fargate_lint.values import partial
from fargate_lint.values.convert import ConversionError, convert, unify
from fargate_lint.values.origin import Origin, derived, written
from fargate_lint.values.types import BOOL, DYNAMIC, STRING, ListType, SetType, TupleType
from fargate_lint.values.value import (
    SymbolicKey,
    Value,
    boolean,
    key_value,
    like_unknown,
    null,
    number,
    object_of,
    string,
    tuple_of,
)

_ITEM = "*"
"""The name under which a splat's element stands in its scope; no Terraform identifier can be this."""


def evaluate(node: syntax.Expression, scope: Scope) -> Value:
    """The value of an expression in a scope. Raises EvaluationError where Terraform reports an error."""
    budget = scope.context.budget
    budget.left -= 1
    if budget.left < 0:
        raise budget.exceeded(node.span)
    return _HANDLERS[type(node)](node, scope)


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
    return access.attribute(evaluate(node.source, scope), node.name, node.span)


def _index(node: syntax.Index, scope: Scope) -> Value:
    source = evaluate(node.source, scope)
    return access.index(source, evaluate(node.key, scope), node.span)


def _splat(node: syntax.Splat, scope: Scope) -> Value:
    source = evaluate(node.source, scope)
    if source.is_unknown:
        return _splat_unknown(node, source, scope)
    if source.is_null:
        if isinstance(source.type, ListType | SetType | TupleType):
            raise EvaluationError("Splat expressions cannot be applied to null sequences.", node.span)
        return tuple_of((), derived(node.span, source.origin))
    items = source.items
    if items is None:
        # A map or object is not iterated: splat wraps what is not a list, set or tuple into a tuple of one.
        items = (source,)
    results = [evaluate(node.each, scope.child({_ITEM: item})) for item in items]
    made = tuple_of(results, derived(node.span, source.origin))
    scope.context.budget.weigh(made, node.span)
    return convert(made, ListType(DYNAMIC)) if isinstance(source.type, ListType | SetType) else made


def _represented(result: Value, source: Value, each: Callable[[Value], Value]) -> Value:
    """What is done to every element of an unknown number of instances is done to the one that stands for them."""
    unknown, made = source.unknown, result.unknown
    if unknown is None or made is None or unknown.representative is None:
        return result
    return Value(result.type, replace(made, representative=each(unknown.representative)), result.ref, result.origin)


def _splat_unknown(node: syntax.Splat, source: Value, scope: Scope) -> Value:
    result = like_unknown(source, DYNAMIC, derived(node.span, source.origin))
    result = _represented(result, source, lambda item: evaluate(node.each, scope.child({_ITEM: item})))
    if source.ref is None:
        return result
    ref = source.ref.step("*")
    for name in _steps(node.each):
        ref = ref.step(name)
    return result.with_ref(ref)


def _steps(node: syntax.Expression) -> list[str | int]:
    if isinstance(node, syntax.GetAttr):
        return [*_steps(node.source), node.name]
    if isinstance(node, syntax.Index):
        return [*_steps(node.source), "*"]
    return []


def _splat_item(node: syntax.SplatItem, scope: Scope) -> Value:
    return scope.lookup(_ITEM) or null()


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
        raise EvaluationError(
            "The expression result is null. Cannot include a null value in a string template.", span
        )
    if value.is_lazy:
        raise EvaluationError("Cannot include the given value in a string template: string required.", span)
    try:
        return convert(value, STRING)
    except ConversionError as error:
        raise EvaluationError(
            f"Cannot include the given value in a string template: {error.message}.", span
        ) from error


def _wrap(node: syntax.Wrap, scope: Scope) -> Value:
    return evaluate(node.inner, scope)


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
        raise EvaluationError(
            "Inconsistent conditional result types: the true and false result expressions must have consistent types.",
            node.span,
        )
    scope.context.budget.weigh(chosen, node.span)
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
        if common is not None:
            unknown = like_unknown(condition, common, origin)
            if yes.is_null == no.is_null:
                return unknown
            why = replace(unknown.raw, if_set=no if yes.is_null else yes)
            return Value(common, why, None, origin, unknown.sensitive)
    return like_unknown(condition, DYNAMIC, origin)


def _binary(node: syntax.Binary, scope: Scope) -> Value:
    if node.operator in ("&&", "||"):
        return _logical(node, scope)
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    for side in (left, right):
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


def _tuple(node: syntax.Tuple, scope: Scope) -> Value:
    return tuple_of([evaluate(item, scope) for item in node.items], written(node.span))


def _object(node: syntax.Object, scope: Scope) -> Value:
    fields: dict[str, Value] = {}
    for item in node.items:
        if isinstance(item.key, syntax.GetAttr):
            raise EvaluationError(
                "Ambiguous attribute key: put a reference in parentheses, a text with dots in quotes.",
                item.key.span,
            )
        key = evaluate(item.key, scope)
        value = evaluate(item.value, scope)
        text = _key(key, item.key.span)
        if text is None:
            return like_unknown(key, DYNAMIC, written(node.span))
        fields[text] = value
    return object_of(fields, written(node.span))


def _key(key: Value, span: Span) -> str | None:
    """An object or instance key: its text, a symbolic key for an unknown with an identity, None for other unknowns."""
    if key.is_null:
        raise EvaluationError("Can't use a null value as a key.", span)
    if key.is_unknown:
        label = symbol(key) or half_known(key)
        return None if label is None else SymbolicKey(label, key)
    try:
        return str(convert(key, STRING).raw)
    except ConversionError as error:
        raise EvaluationError(f"Can't use this value as a key: {error.message}.", span) from error


def pairs(collection: Value, span: Span) -> list[tuple[Value, Value]] | None:
    """Keys and values to iterate over, None if the collection is unknown. Raises for null and what is no collection."""
    if collection.is_unknown:
        return None
    if collection.is_null:
        raise EvaluationError("A null value cannot be used as the collection in a 'for' expression.", span)
    if collection.is_lazy:
        lazy = collection.raw
        if not lazy.closed:
            return None
        return [(string(name), lazy.get(name)) for name in lazy.names()]
    fields = collection.fields
    if fields is not None:
        return [(key_value(key), value) for key, value in fields.items()]
    items = collection.items
    if items is None:
        raise EvaluationError(
            f"Unable to iterate over a value of type {collection.type}: a collection is required.", span
        )
    from fargate_lint.values.types import SetType

    if isinstance(collection.type, SetType):
        return [(item, item) for item in items]
    return [(number(position), item) for position, item in enumerate(items)]


def _for(node: syntax.For, scope: Scope) -> Value:
    collection = evaluate(node.collection, scope)
    origin = derived(node.span, collection.origin)
    found = pairs(collection, node.collection.span)
    if found is None:
        if collection.is_lazy:
            from fargate_lint.values.value import unknown

            reason = f"the provider fills in attributes of {collection.raw.address}"
            return unknown(reason, code="apply", origin=origin)
        result = like_unknown(collection, DYNAMIC, origin)
        if node.result_key is not None or node.condition is not None:
            return result
        first = {} if node.key is None else {node.key: number(0)}
        return _represented(
            result, collection, lambda item: evaluate(node.result, scope.child({**first, node.value: item}))
        )
    results: list[Value] = []
    fields: dict[str, list[Value]] = {}
    budget = scope.context.budget
    for key, value in found:
        budget.spend(1, node.span)
        inner = scope.child({node.value: value} if node.key is None else {node.key: key, node.value: value})
        if node.condition is not None:
            wanted = operators.condition(evaluate(node.condition, inner), node.condition.span)
            if wanted.is_unknown:
                return like_unknown(wanted, DYNAMIC, origin)
            if not wanted.raw:
                continue
        if node.result_key is None:
            results.append(evaluate(node.result, inner))
            continue
        result_key = evaluate(node.result_key, inner)
        text = _key(result_key, node.result_key.span)
        if text is None:
            return like_unknown(result_key, DYNAMIC, origin)
        if text in fields and not node.grouped:
            raise EvaluationError(
                f'Two different items produced the key "{text}" in this \'for\' expression. If duplicates are '
                "expected, use the ellipsis (...) after the value expression to enable grouping by key.",
                node.span,
            )
        fields.setdefault(text, []).append(evaluate(node.result, inner))
    if node.result_key is None:
        made = tuple_of(results, origin)
    elif node.grouped:
        made = object_of({key: tuple_of(values, origin) for key, values in fields.items()}, origin)
    else:
        made = object_of({key: values[0] for key, values in fields.items()}, origin)
    return made.with_sensitive() if collection.sensitive else made


def _parens(node: syntax.Parens, scope: Scope) -> Value:
    return evaluate(node.inner, scope)


_HANDLERS: dict[type[Any], Callable[[Any, Scope], Value]] = {
    syntax.Literal: _literal,
    syntax.Number: _number,
    syntax.Template: _template,
    syntax.Wrap: _wrap,
    syntax.TemplateIf: _template_if,
    syntax.TemplateFor: _template_for,
    syntax.Variable: _variable,
    syntax.GetAttr: _get_attr,
    syntax.Index: _index,
    syntax.Splat: _splat,
    syntax.SplatItem: _splat_item,
    syntax.Call: _call,
    syntax.Conditional: _conditional,
    syntax.Binary: _binary,
    syntax.Unary: _unary,
    syntax.Tuple: _tuple,
    syntax.Object: _object,
    syntax.For: _for,
    syntax.Parens: _parens,
}


def evaluate_text(text: str, scope: Scope | None = None) -> Value:
    """The value of an expression given as text (tests, ``--var``). Raises EvaluationError or hcl.SyntaxProblem."""
    from fargate_lint.hcl import parse_expression

    return evaluate(parse_expression(text, "<expression>"), scope or Scope({}))


