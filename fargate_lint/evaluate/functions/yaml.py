"""``yamlencode`` and ``yamldecode``, as Terraform reads and writes YAML, also of what is known in part.

Source: github.com/zclconf/go-cty-yaml (resolve.go, decode.go).
"""

from __future__ import annotations

import datetime
import re
from itertools import islice

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
from fargate_lint.yaml import nodes
from fargate_lint.yaml.words import GO_YAML, Word

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
        return _Reader(None).document(source.raw or "\n")
    parts = partial.pieces(source)
    holes = Placeholders(parts)
    if not holes.possible or not any(isinstance(part, str) for part in parts):
        return like_unknown(source)
    text = "".join(part if isinstance(part, str) else holes.inner(i) for i, part in enumerate(parts))
    try:
        return _Reader(holes).document(text)
    except (Failure, LimitReached):
        return like_unknown(source)


class _Reader:
    """Builds the value of one document out of its nodes."""

    def __init__(self, holes: Placeholders | None) -> None:
        self._holes = holes
        self._made: dict[int, Value] = {}

    def document(self, text: str) -> Value:
        """The value of the only document of a text. Raises Failure and LimitReached."""
        try:
            roots = list(islice(nodes.documents(text), 2))
        except nodes.YamlError as error:
            if error.code == "limit":
                raise LimitReached(error.reason) from None
            raise Failure(error.reason) from None
        if not roots:
            raise Failure("missing start of document")
        if len(roots) > 1:
            raise Failure("only a single document is allowed")
        root = roots[0]
        if not isinstance(root, nodes.Scalar) and root.size > MOST_ELEMENTS:
            raise LimitReached(f"a document of more than {MOST_ELEMENTS} values is not followed")
        return self._value(root)

    def _value(self, node: nodes.Node) -> Value:
        """The value of a node; one that aliases share is made once."""
        made = self._made.get(id(node))
        if made is None:
            made = self._made[id(node)] = self._make(node)
        return made

    def _make(self, node: nodes.Node) -> Value:
        if isinstance(node, nodes.Scalar):
            return self._scalar(node)
        if isinstance(node, nodes.Mapping):
            return self._mapping(node)
        if node.tag not in ("", "tag:yaml.org,2002:seq"):
            raise Failure(f"can't interpret sequence as {node.tag}")
        return tuple_of([self._value(item) for item in node.items])

    def _mapping(self, node: nodes.Mapping) -> Value:
        if node.tag not in ("", "tag:yaml.org,2002:map"):
            raise Failure(f"can't interpret mapping as {node.tag}")
        fields: dict[str, Value] = {}
        unknown_key: Value | None = None
        for key, item in node.pairs:
            if not isinstance(key, nodes.Scalar):
                raise Failure("only strings are allowed as mapping keys")
            if key.tag == "tag:yaml.org,2002:merge" or (not key.tag and key.text == "<<"):
                fields.update(self._merged(self._value(item)))
                continue
            name = self._resolved(key)
            value = self._value(item)
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

    def _scalar(self, node: nodes.Scalar) -> Value:
        value = self._resolved(node)
        if not node.tag and node.style and value.type != STRING and not value.is_unknown:
            # A block scalar ("|") that looks like a number is read as one, then taken for the string it prints as.
            return convert(value, STRING)
        return value

    def _resolved(self, node: nodes.Scalar) -> Value:
        if self._holes is not None and self._holes.has_hole(node.text):
            return self._filled(self._holes, node)
        return resolved(node.tag, node.text, node.is_quoted)

    def _filled(self, holes: Placeholders, node: nodes.Scalar) -> Value:
        """A scalar with unknown pieces. A plain one that is nothing but raw text may turn out to be anything."""
        piece = holes.piece(node.text)
        if piece is None or node.style:
            return holes.filled(node.text)
        if piece.type != STRING or is_identifier(piece):
            return piece
        return like_unknown(piece, DYNAMIC)


_TIMESTAMP = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[+-]\d\d:\d\d))"
    r"|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?",
    re.ASCII,
)
_HINTS = "+-.0123456789yYnNtTfFoO~"
"""The first letters by which go-yaml sees that a text may be more than a text."""
_MEANINGS = {Word.TRUE: boolean(True), Word.FALSE: boolean(False), Word.NULL: null()}
_TAG = "tag:yaml.org,2002:"
_TAGS = ("", *(_TAG + name for name in ("str", "bool", "int", "float", "null", "timestamp", "binary")))


def resolved(tag: str, text: str, quoted: bool) -> Value:
    """What a scalar means: its tag if it has one, else by how it looks unless it is quoted."""
    if tag not in _TAGS:
        raise Failure(f"unsupported tag {quote(tag)}")
    kind = tag.removeprefix(_TAG)
    if (text and text[0] not in _HINTS) or kind in ("str", "binary"):
        return _tagged(kind, text)
    if quoted:
        return text_value(text)
    word = GO_YAML.meaning(text)
    if word in _MEANINGS:
        return _MEANINGS[word]
    if word is Word.INFINITE:
        return number(numbers.infinity(negative=text.startswith("-")))
    if word is Word.NOT_A_NUMBER and not kind:
        raise Failure("floating point NaN is not supported")
    if text[0] == "." and (dotted := _number(text)) is not None:
        return dotted
    if text[0] in "+-0123456789" and kind in ("", "timestamp") and (stamp := _timestamp(text)) is not None:
        return text_value(stamp)
    return _tagged("float" if word is Word.NUMBER and text[0] != "." else kind, text)


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
