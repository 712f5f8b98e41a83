"""What makes and walks collections: tuples, objects, for expressions and splats."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate import operators
from fargate_lint.evaluate.dispatch import HANDLERS, evaluate
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.scope import Scope
from fargate_lint.evaluate.symbols import half_known, symbol
from fargate_lint.hcl import syntax
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.origin import derived, written
from fargate_lint.values.types import DYNAMIC, STRING, ListType, Primitive, SetType, TupleType
from fargate_lint.values.value import (
    SymbolicKey,
    Value,
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
    from fargate_lint.values.equality import never_null

    if isinstance(source.type, Primitive) and source.type != DYNAMIC and never_null(source):
        each = evaluate(node.each, scope.child({_ITEM: source}))  # one thing is a list of one
        return tuple_of((each,), derived(node.span, source.origin))
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
        if isinstance(collection.type, Primitive) and collection.type != DYNAMIC:
            raise EvaluationError(
                f"Unable to iterate over a value of type {collection.type}: a collection is required.", span
            )
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
            return unknown(reason, code="apply", waits_for=collection.raw.address, origin=origin)
        result = like_unknown(collection, DYNAMIC, origin)
        if node.result_key is not None or node.condition is not None:
            return result
        first = {} if node.key is None else {node.key: number(0)}
        return _represented(
            result, collection, lambda item: evaluate(node.result, scope.child({**first, node.value: item}))
        )
    if not found and node.condition is not None:
        _judge_condition(node, node.condition, scope)
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
                f"Two different items produced the key \"{text}\" in this 'for' expression. If duplicates are "
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


def _judge_condition(node: syntax.For, condition: syntax.Expression, scope: Scope) -> None:
    """What is wrong with a condition whatever the element, is wrong where there is none too. Raises EvaluationError."""
    from fargate_lint.values.value import unknown

    element = unknown("there is no element")
    names = {node.value: element} if node.key is None else {node.key: element, node.value: element}
    operators.condition(evaluate(condition, scope.child(names)), condition.span)


HANDLERS.update(
    {
        syntax.Splat: _splat,
        syntax.SplatItem: _splat_item,
        syntax.Tuple: _tuple,
        syntax.Object: _object,
        syntax.For: _for,
    }
)
