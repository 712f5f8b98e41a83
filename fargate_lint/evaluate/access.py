"""Going into a value: ``source.name`` and ``source[key]``."""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.values import number as numbers
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.origin import Kind, written
from fargate_lint.values.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    Primitive,
    SetType,
    TupleType,
    Type,
)
from fargate_lint.values.value import SymbolicKey, Value, like_unknown


def attribute(source: Value, name: str, span: Span) -> Value:
    """``source.name``. Raises EvaluationError where there is no such attribute."""
    raw = source.raw
    if source.is_lazy:
        found: Value | None = raw.get(name)
        if found is None:
            raise EvaluationError(raw.missing(name), span, "reference", name, raw.names())
        if found.origin is not None:
            return found.passed(span, f"{raw.address}.{name}")
        return _stamp(found, span, source)
    if source.is_unknown:
        # Of null there is no attribute: if the plan gets here, it is what it is if it is set.
        if_set = source.unknown.if_set if source.unknown is not None else None
        if if_set is None and isinstance(source.type, Primitive) and source.type != DYNAMIC:
            raise EvaluationError(f"Unsupported attribute: can't access attributes on a {source.type}.", span)
        return _unknown_step(source, name, span) if if_set is None else attribute(if_set, name, span)
    if raw is None:
        raise EvaluationError(f'Attempt to get attribute "{name}" from a null value.', span)
    fields = source.fields
    if fields is not None:
        if name in fields:
            return _stamp(fields[name], span, source, f".{name}")
        symbolic = [key for key in fields if isinstance(key, SymbolicKey)]
        if symbolic:
            return like_unknown(symbolic[0].value, _element(source.type), written(span))
        if isinstance(source.type, MapType):
            message = f'The given key does not identify an element in this collection value: "{name}".'
            raise EvaluationError(message, span)
        message = f'This object does not have an attribute named "{name}".'
        raise EvaluationError(message, span, "evaluation", name, fields)
    items = source.items
    if items is not None and len(items) == 1 and items[0].is_lazy and not items[0].raw.closed:
        # A nested block that the provider's schema has as a single object (timeouts): we cannot see the schema.
        return attribute(items[0], name, span)
    if isinstance(source.type, ListType | TupleType | SetType):
        raise EvaluationError(
            f'Unsupported attribute: this is a {source.type}, it has no attribute "{name}"; give an index, or use '
            f"[*].{name} for every element.",
            span,
        )
    raise EvaluationError(f"Unsupported attribute: can't access attributes on a {source.type}.", span)


def index(source: Value, key: Value, span: Span) -> Value:
    """``source[key]``. Raises EvaluationError where there is no such element."""
    if key.is_null:
        raise EvaluationError("Can't use a null value as an indexing key.", span)
    if source.is_null:
        raise EvaluationError("This value is null, so it does not have any indices.", span)
    if source.is_unknown:
        if isinstance(source.type, SetType) or (isinstance(source.type, Primitive) and source.type != DYNAMIC):
            raise EvaluationError(f"Invalid index: a {source.type} does not have any indices.", span)
        return _unknown_index(source, key, span)
    if key.is_unknown:
        return _index_by_unknown(source, key, span)
    if source.is_lazy or source.fields is not None:
        return attribute(source, _text_key(key, span), span)
    items = source.items
    if items is None or isinstance(source.type, SetType):
        kind = "set: elements of a set are identified only by their value" if items is not None else str(source.type)
        raise EvaluationError(f"Invalid index: this value is a {kind}, it does not have any indices.", span)
    position = _position(key, span)
    if position < 0 or position >= len(items):
        raise EvaluationError(
            "Invalid index: the given key does not identify an element in this collection value"
            + (
                ": a negative number is not a valid index for a sequence."
                if position < 0
                else f": the collection has {len(items)} elements, index {position} is out of range."
            ),
            span,
        )
    return _stamp(items[position], span, source, f"[{position}]")


def _position(key: Value, span: Span) -> int:
    try:
        whole = numbers.to_int(convert(key, NUMBER).raw)
    except ConversionError as error:
        raise EvaluationError(f"Invalid index: a number is required, {error.message}.", span) from error
    if whole is None:
        raise EvaluationError("Invalid index: the key must be a whole number.", span)
    return whole


def _text_key(key: Value, span: Span) -> str:
    try:
        return str(convert(key, STRING).raw)
    except ConversionError as error:
        raise EvaluationError(f"Invalid index: a string is required, {error.message}.", span) from error


def _index_by_unknown(source: Value, key: Value, span: Span) -> Value:
    fields = source.fields
    if fields is not None and key.ref is not None:
        for name, value in fields.items():
            if isinstance(name, SymbolicKey) and name.value.ref == key.ref:
                return _stamp(value, span, source)
    return like_unknown(key, _element(source.type), written(span))


def _unknown_index(source: Value, key: Value, span: Span) -> Value:
    unknown = source.unknown
    assert unknown is not None
    step: str | int | None = None
    if key.type == NUMBER and key.is_known:
        step = numbers.to_int(key.raw)
    elif key.text is not None:
        step = key.text
    if unknown.representative is not None and (step == 0 or key.is_unknown):
        # Which element it is nobody knows (x[count.index] of as many): it is one that the representative stands for.
        return _stamp(unknown.representative, span, source)
    if step is None:
        return like_unknown(key if key.is_unknown else source, _element(source.type), written(span))
    return _unknown_step(source, step, span)


def _unknown_step(source: Value, step: str | int, span: Span) -> Value:
    result = like_unknown(source, _element(source.type, step), written(span))
    return result if source.ref is None else result.with_ref(source.ref.step(step))


def _element(type: Type, step: str | int = "") -> Type:
    if isinstance(type, ListType | SetType | MapType):
        return type.element
    if isinstance(type, ObjectType):
        return type.attributes.get(str(step), DYNAMIC)
    return DYNAMIC


def _stamp(value: Value, span: Span, source: Value, step: str = "") -> Value:
    """The element as it comes out: handed on where its whole was, with the place of this expression where it has none,
    sensitive where its whole is."""
    whole = source.origin
    if value.origin is None:
        value = value if value.is_lazy else value.with_origin(written(span))
    elif whole is not None and whole.kind is Kind.PASSED:
        value = value.passed(span, whole.via + step)
    if source.sensitive and not value.sensitive:
        value = value.with_sensitive()
    return value
