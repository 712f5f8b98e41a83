"""``yamlencode`` and ``yamldecode``, as Terraform reads and writes YAML, also of what is known in part.

Source: github.com/zclconf/go-cty-yaml (resolve.go, decode.go).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from fargate_lint.evaluate.functions.common import MOST_ELEMENTS, text_value, unknown_like_resource
from fargate_lint.evaluate.functions.encoding import decoded_base64
from fargate_lint.evaluate.functions.placeholders import Placeholders
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.evaluate.functions.yaml_emitter import Emitter
from fargate_lint.values import number as numbers
from fargate_lint.values import partial
from fargate_lint.values.convert import convert
from fargate_lint.values.equality import is_identifier, never_null
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import BOOL, DYNAMIC, NUMBER, STRING
from fargate_lint.values.value import (
    SymbolicKey,
    Unknown,
    Value,
    boolean,
    like_unknown,
    null,
    number,
    object_of,
    tuple_of,
)

FUNCTIONS = Family()


@FUNCTIONS.define("yamlencode", Parameter("value", null=True, unknown=True), returns=STRING)
def yamlencode(value: Value) -> Value:
    holes: list[Value] = []
    emitter = Emitter()
    _emit(value, emitter, holes)
    text = emitter.finish()
    if not holes:
        return text_value(text)
    parts: list[partial.Piece] = []
    for bit in re.split("(Zq[0-9]+qZ)", text):
        match = re.fullmatch("Zq([0-9]+)qZ", bit)
        if match is None:
            parts.append(bit)
        elif int(match[1]) < len(holes):
            parts.append(holes[int(match[1])])
        else:
            return like_unknown(holes[0], STRING)
    return partial.join(parts)


def _hole(value: Value, holes: list[Value]) -> str:
    holes.append(value)
    return f"Zq{len(holes) - 1}qZ"


def _emit(value: Value, emitter: Emitter, holes: list[Value]) -> None:
    raw = value.raw
    if value.is_lazy:
        emitter.word(_hole(unknown_like_resource(value), holes))
    elif isinstance(raw, Unknown):
        _emit_unknown(value, raw, emitter, holes)
    elif raw is None:
        emitter.word("null")
    elif isinstance(raw, str):
        emitter.string(raw)
    elif value.type == BOOL:
        emitter.word("true" if raw else "false")
    elif value.type == NUMBER:
        emitter.word(numbers.text(raw))
    elif not raw:
        emitter.empty("{}" if isinstance(raw, dict) else "[]")
    elif isinstance(raw, dict):
        emitter.begin_mapping()
        for name in sorted(raw):
            emitter.key(_hole(name.value, holes) if isinstance(name, SymbolicKey) else name)
            _emit(raw[name], emitter, holes)
        emitter.end()
    else:
        emitter.begin_sequence()
        for item in raw:
            emitter.item()
            _emit(item, emitter, holes)
        emitter.end()


def _emit_unknown(value: Value, why: Unknown, emitter: Emitter, holes: list[Value]) -> None:
    """A string that cannot be null stands in quotes; all else stands for its own YAML text (see ``placeholders``)."""
    if value.type == STRING and (why.parts or never_null(value)):
        pieces = partial.pieces(value)
        emitter.string("".join(piece if isinstance(piece, str) else _hole(piece, holes) for piece in pieces))
    elif value.type == STRING:
        emitter.word(_hole(Value(DYNAMIC, why, value.ref, value.origin, value.sensitive), holes))
    else:
        emitter.word(_hole(value, holes))


@FUNCTIONS.define("yamldecode", Parameter("src", STRING, unknown=True))
def yamldecode(source: Value) -> Value:
    if isinstance(source.raw, str):
        return _Reader(source.raw or "\n", None).document()
    parts = partial.pieces(source)
    holes = Placeholders(parts)
    if not holes.possible or not any(isinstance(part, str) for part in parts):
        return like_unknown(source)
    text = "".join(part if isinstance(part, str) else holes.inner(i) for i, part in enumerate(parts))
    try:
        return _Reader(text, holes).document()
    except (Failure, LimitReached):
        return like_unknown(source)


class _Reader:
    """Builds one document out of the parser's events."""

    def __init__(self, text: str, holes: Placeholders | None) -> None:
        import yaml

        self._yaml = yaml
        self._events: Iterator[Any] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self._holes = holes
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._pending: set[str] = set()
        self._built = 0

    def document(self) -> Value:
        events = self._yaml.events
        self._next()
        if not isinstance(self._next(), events.DocumentStartEvent):
            raise Failure("missing start of document")
        value = self._value(self._next())
        self._next()
        if isinstance(self._next(), events.DocumentStartEvent):
            raise Failure("only a single document is allowed")
        return value

    def _next(self) -> Any:
        try:
            return next(self._events)
        except StopIteration:
            raise Failure("unexpected end of document") from None
        except RecursionError:
            raise LimitReached("the document is nested too deeply") from None
        except (self._yaml.YAMLError, ValueError) as error:
            raise Failure(" ".join(str(error).split())) from None

    def _value(self, event: Any) -> Value:
        events = self._yaml.events
        if isinstance(event, events.AliasEvent):
            return self._alias(event.anchor)
        before = self._built
        self._count(1)
        fresh = bool(event.anchor) and event.anchor not in self._pending
        if fresh:
            self._pending.add(event.anchor)
        try:
            if isinstance(event, events.ScalarEvent):
                value = self._scalar(event)
            elif isinstance(event, events.SequenceStartEvent):
                value = self._sequence(event)
            else:
                value = self._mapping(event)
        except RecursionError:
            raise LimitReached("the document is nested too deeply") from None
        if fresh:
            self._pending.discard(event.anchor)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._built - before)
        return value

    def _count(self, more: int) -> None:
        self._built += more
        if self._built > MOST_ELEMENTS:
            raise LimitReached(f"a document of more than {MOST_ELEMENTS} values is not followed")

    def _alias(self, name: str) -> Value:
        if name in self._pending:
            raise Failure(f"cannot refer to anchor {quote(name)} from inside its own definition")
        if name not in self._anchors:
            raise Failure(f"reference to undefined anchor {quote(name)}")
        value, size = self._anchors[name]
        self._count(size)
        return value

    def _sequence(self, event: Any) -> Value:
        if event.tag not in (None, "tag:yaml.org,2002:seq"):
            raise Failure(f"can't interpret sequence as {event.tag}")
        items: list[Value] = []
        while not isinstance(following := self._next(), self._yaml.events.SequenceEndEvent):
            items.append(self._value(following))
        return tuple_of(items)

    def _mapping(self, event: Any) -> Value:
        if event.tag not in (None, "tag:yaml.org,2002:map"):
            raise Failure(f"can't interpret mapping as {event.tag}")
        fields: dict[str, Value] = {}
        unknown_key: Value | None = None
        while not isinstance(key := self._next(), self._yaml.events.MappingEndEvent):
            if not isinstance(key, self._yaml.events.ScalarEvent):
                raise Failure("only strings are allowed as mapping keys")
            if key.tag == "tag:yaml.org,2002:merge" or (key.tag is None and key.value == "<<"):
                fields.update(self._merged(self._value(self._next())))
                continue
            name = self._resolved(key)
            value = self._value(self._next())
            if name.is_null:
                raise Failure("mapping key cannot be null")
            if name.is_unknown:
                unknown_key = name
                continue
            fields[convert(name, STRING).raw] = value
        return like_unknown(unknown_key) if unknown_key is not None else object_of(fields)

    def _merged(self, value: Value) -> dict[str, Value]:
        if isinstance(value.raw, dict):
            return value.raw
        if not isinstance(value.raw, tuple):
            raise Failure(f"cannot merge {value.type} into mapping")
        found: dict[str, Value] = {}
        for item in value.raw:
            if not isinstance(item.raw, dict):
                raise Failure(f"cannot merge {item.type} (from sequence) into mapping")
            found.update(item.raw)
        return found

    def _scalar(self, event: Any) -> Value:
        value = self._resolved(event)
        if event.tag is None and not event.implicit[0] and value.type != STRING and not value.is_unknown:
            # A block scalar ("|") that looks like a number is read as one, then taken for the string it prints as.
            return convert(value, STRING)
        return value

    def _resolved(self, event: Any) -> Value:
        quoted = event.style in ("'", '"')
        if self._holes is not None and self._holes.has_hole(event.value):
            return self._filled(self._holes, event)
        return resolved(event.tag or "", event.value, quoted)

    def _filled(self, holes: Placeholders, event: Any) -> Value:
        """A scalar with unknown pieces. A plain one that is nothing but raw text may turn out to be anything."""
        piece = holes.piece(event.value)
        if piece is None or event.style:
            return holes.filled(event.value)
        if piece.type != STRING or is_identifier(piece):
            return piece
        return like_unknown(piece, DYNAMIC)


_TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_NULL = ("", "~", "null", "Null", "NULL")
_INFINITE = tuple(sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF"))
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[+-]\d\d:\d\d))"
    r"|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?",
    re.ASCII,
)
_TAG = "tag:yaml.org,2002:"
_TAGS = ("", *(_TAG + name for name in ("str", "bool", "int", "float", "null", "timestamp", "binary")))


def resolved(tag: str, text: str, quoted: bool) -> Value:
    """What a scalar means: its tag if it has one, else by how it looks unless it is quoted."""
    if tag not in _TAGS:
        raise Failure(f"unsupported tag {quote(tag)}")
    kind = tag.removeprefix(_TAG)
    guessed = not text or text[0] in "+-.0123456789yYnNtTfFoO~"
    if guessed and kind not in ("str", "binary"):
        if quoted:
            return text_value(text)
        found = _word(text)
        if found is not None:
            return found
        if not kind and text in (".nan", ".NaN", ".NAN"):
            raise Failure("floating point NaN is not supported")
        if text[0] == "." and (dotted := _number(text)) is not None:
            return dotted
        if text[0] in "+-0123456789":
            if kind in ("", "timestamp") and (stamp := _timestamp(text)) is not None:
                return text_value(stamp)
            if _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text):
                kind = "float"
    return _tagged(kind, text)


def _word(text: str) -> Value | None:
    if text in _TRUE or text in _FALSE:
        return boolean(text in _TRUE)
    if text in _NULL:
        return null()
    return number(numbers.infinity(negative=text.startswith("-"))) if text in _INFINITE else None


def _tagged(kind: str, text: str) -> Value:
    broken = Failure(f"cannot parse {quote(text)} as !!{kind}")
    if kind == "binary" and decoded_base64(text) is None:
        raise Failure(f"cannot parse {quote(text)} as !!binary: not valid base64")
    if kind in ("", "str", "binary"):
        return text_value(text)
    if kind in ("float", "int"):
        found = _number(text.replace("_", ""))
        if found is None:
            raise broken
        return found
    if kind == "null":
        return null()
    if kind == "timestamp" and (stamp := _timestamp(text)) is not None:
        return text_value(stamp)
    raise broken


def _number(text: str) -> Value | None:
    try:
        return number(numbers.parse(text))
    except ValueError:
        pass
    match = re.fullmatch(r"([-+]?)0([xXoObB])([0-9a-fA-F]+)", text)
    if match is None:
        return None
    try:
        whole = int(match[3], {"x": 16, "o": 8, "b": 2}[match[2].lower()])
    except ValueError:
        return None
    return number(-whole if match[1] == "-" else whole) if whole < 2**64 else None


def _timestamp(text: str) -> str | None:
    """The timestamp as RFC 3339, or None if it is none."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day, *clock = match.groups()
    hour, minute, second = clock[0:3] if clock[0] else clock[4:7] if clock[4] else ("0", "0", "0")
    try:
        moment = datetime.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))
    except ValueError:
        return None
    zone = clock[3] or "Z"
    return moment.isoformat() + ("Z" if zone in ("+00:00", "-00:00") else zone)
