"""count, for_each and OpenTofu's enabled of resources and module calls: how many instances, with which keys."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.evaluate.symbols import symbol
from fargate_lint.hcl import syntax
from fargate_lint.terraform.instance import Key
from fargate_lint.terraform.namespace import fixed
from fargate_lint.terraform.refused import enabled
from fargate_lint.terraform.session import MOST_INSTANCES, Session
from fargate_lint.values import number as numbers
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import BOOL, DYNAMIC, NUMBER, STRING, SetType
from fargate_lint.values.value import SymbolicKey, Unknown, Value, key_value, null, number, object_of, tuple_of


@dataclass(frozen=True)
class Repetition:
    """``kind`` is "single", "disabled" (there is none, and it is null), "count", "for_each" or "unknown" (then one
    indefinite instance stands for any number).

    ``value`` is what count or for_each evaluated to; ``keys`` the instance keys with their ``each.value`` (for
    "unknown" with what is not known); ``at_least`` how many there surely are of an unknown number; ``optional`` that it
    is one or none, referred to without a key.
    """

    kind: str
    value: Value | None
    keys: tuple[tuple[Key, Value | None], ...]
    at_least: int = 0
    optional: bool = False

    def collected(self, address: str, instances: list[Value], ref: Reference, known_ref: Reference | None) -> Value:
        """What a reference to all of it gives: an instance, a list or map of them (with ``known_ref``), null, or an
        unknown number of them (with ``ref``)."""
        if self.kind == "single":
            return instances[0]
        if self.kind == "disabled":
            return null(origin=self.value.origin if self.value is not None else None)
        found: Value | None = None
        if self.kind == "count":
            found = tuple_of(instances)
        elif self.kind == "for_each":
            keyed = zip(self.keys, instances, strict=True)
            found = object_of({key: value for (key, _), value in keyed if isinstance(key, str)})
        if found is not None:
            return found if known_ref is None else found.with_ref(known_ref)
        why = self.value.unknown if self.value is not None else None
        said = "whether there is an instance of" if self.optional else "how many instances"
        reason = f"{said} {address} {'' if self.optional else 'has '}is not known" + (f" ({why.reason})" if why else "")
        waits_for = why.waits_for if why else ""
        unknown = Unknown("derived", reason, waits_for=waits_for)
        one = replace(unknown, **{"if_set" if self.optional else "representative": instances[0]})
        return Value(DYNAMIC, one, ref)


SINGLE = Repetition("single", None, ((None, None),))


def repetition(block: syntax.Block, scope: Scope, session: Session, label: str) -> Repetition:
    """How a block is repeated. Errors are reported and leave one indefinite instance."""
    attributes = block.body.attributes
    if "count" in attributes:
        attribute = attributes["count"]
    elif "for_each" in attributes:
        attribute = attributes["for_each"]
    elif (one_or_none := enabled(block)) is not None:
        attribute = one_or_none
    else:
        return SINGLE
    value = session.settle(
        (id(block), id(scope), attribute.name),
        f"{label} {attribute.name}",
        attribute.span,
        lambda: evaluate(attribute.value, scope),
    )
    try:
        found = _READERS[attribute.name](value, attribute)
    except EvaluationError as error:
        session.report(error.diagnostic)
        return _unknown(value, attribute.name == "enabled")
    return _planned(found, session, label) if found.kind == "unknown" else found


def _planned(found: Repetition, session: Session, label: str) -> Repetition:
    """The keys that the plan has, where the sources leave them unknown."""
    keys = session.options.known.keys(label) if session.options.known is not None else None
    if keys is None or None in keys:
        return found
    if all(isinstance(key, int) for key in keys) and keys:
        return Repetition("count", found.value, tuple((key, None) for key in keys))
    return Repetition("for_each", found.value, tuple((key, _element(key, found.value)) for key in keys))


def _element(key: Key, collection: Value | None) -> Value | None:
    """``each.value`` of a key: the key itself for a set."""
    why = collection.unknown if collection is not None else None
    if why is None or collection is None or isinstance(collection.type, SetType):
        return None
    return Value(DYNAMIC, why.cause(), None, collection.origin)


def _unknown(value: Value, optional: bool = False) -> Repetition:
    at_least = value.unknown.shortest if value.unknown is not None else 0
    return Repetition("unknown", value, ((None, value),), at_least, optional)


def _enabled(value: Value, attribute: syntax.Attribute) -> Repetition:
    span = attribute.value.span
    if value.is_null:
        raise EvaluationError('Invalid enabled argument: the given "enabled" argument value is null.', span)
    try:
        converted = convert(value, BOOL)
    except ConversionError as error:
        raise EvaluationError(f"Invalid enabled argument: {error.message}.", span) from error
    if converted.is_unknown:
        return _unknown(value, optional=True)
    return Repetition("single", None, SINGLE.keys) if converted.raw else Repetition("disabled", value, ())


def _count(value: Value, attribute: syntax.Attribute) -> Repetition:
    span = attribute.value.span
    if value.is_null:
        raise EvaluationError('Invalid count argument: the given "count" argument value is null.', span)
    if value.is_lazy:
        raise EvaluationError("Invalid count argument: a number is required.", span)
    try:
        converted = convert(value, NUMBER)
    except ConversionError as error:
        raise EvaluationError(f"Invalid count argument: {error.message}.", span) from error
    if converted.is_unknown:
        return _unknown(value)
    whole = numbers.to_int(converted.raw)
    if whole is None or whole < 0:
        raise EvaluationError("Invalid count argument: a whole number, zero or more, is required.", span)
    if whole > MOST_INSTANCES:
        raise EvaluationError(
            f"count is {whole}; fargate-lint expands at most {MOST_INSTANCES} instances of one block.", span, "limit"
        )
    return Repetition("count", value, tuple((position, None) for position in range(whole)))


def _for_each(value: Value, attribute: syntax.Attribute) -> Repetition:
    span = attribute.value.span
    if value.is_null:
        raise EvaluationError('Invalid for_each argument: the given "for_each" argument value is null.', span)
    if value.is_unknown:
        return _unknown(value)
    found: list[tuple[Key, Value | None]] = []
    fields = value.fields
    if fields is not None:
        found = [(key, item) for key, item in fields.items()]
    elif value.is_lazy and value.raw.closed:
        found = [(name, value.raw.get(name)) for name in value.raw.names()]
    elif value.items is not None and (isinstance(value.type, SetType) or not value.items):
        for item in value.items:
            if item.is_null:
                raise EvaluationError("Invalid for_each set argument: a set containing null.", span)
            if item.is_unknown:
                label = symbol(item)
                if label is None:
                    return _unknown(value)
                found.append((SymbolicKey(label, item), item))
                continue
            text = item.text
            if text is None:
                raise EvaluationError("Invalid for_each set argument: a set of strings is required.", span)
            found.append((text, item))
    elif value.is_lazy:
        return _unknown(value)
    else:
        raise EvaluationError(
            f"Invalid for_each argument: a map, or set of strings, is required; this is a {value.type}. "
            "toset([…]) makes a set of a list.",
            span,
        )
    if len(found) > MOST_INSTANCES:
        raise EvaluationError(
            f"for_each has {len(found)} elements; fargate-lint expands at most {MOST_INSTANCES} instances of a block.",
            span,
            "limit",
        )
    return Repetition("for_each", value, tuple(found))


_READERS = {"count": _count, "for_each": _for_each, "enabled": _enabled}


def instance_scope(scope: Scope, kind: str, key: Key, value: Value | None, label: str) -> Scope:
    """The scope of one instance: ``count.index``, or ``each.key`` and ``each.value``."""
    if kind == "count" and isinstance(key, int):
        return scope.child({"count": fixed("count", {"index": number(key)})})
    if kind == "for_each" and isinstance(key, str):
        each = key_value(key)
        place = value.origin if value is not None else None
        if each.origin is None and place is not None:
            each = each.with_origin(place)
        return scope.child({"each": fixed("each", {"key": each, "value": value if value is not None else each})})
    if kind == "unknown":
        # The one instance stands for the first: count.index is 0 there, each.key is nothing that we know.
        # What makes the repetition unknown is what a person can act on.
        cause = value.unknown if value is not None else None
        why = Unknown("derived", f"how often {label} is repeated is not known")
        if cause is not None:
            why = cause.cause()
        origin = value.origin if value is not None else None
        ref = Reference("other", label)
        each_key = Value(STRING, why, ref.step("each.key"), origin)
        return scope.child(
            {
                "count": fixed("count", {"index": number(0)}),
                "each": fixed("each", {"key": each_key, "value": Value(DYNAMIC, why, ref.step("each.value"), origin)}),
            }
        )
    return scope
