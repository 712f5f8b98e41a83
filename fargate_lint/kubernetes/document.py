"""YAML text to values with places, as Kubernetes and Helm read it: dates and sexagesimal numbers stay text."""

from __future__ import annotations

import re
from collections.abc import Callable

from fargate_lint.diagnostic import Span
from fargate_lint.values import number as numbers
from fargate_lint.values.origin import Kind, Origin, written
from fargate_lint.values.value import SymbolicKey, Value, boolean, null, number, object_of, string, tuple_of
from fargate_lint.yaml import nodes
from fargate_lint.yaml.words import YAML_1_1, Word

_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"[-+]?0(?:x[0-9a-fA-F]+|o[0-7]+|b[01]+)")
_FLOAT = re.compile(r"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]+)?")

Fill = Callable[[str, Origin | None, bool], Value | None]
"""Given a scalar's text, its origin and whether it is quoted: the value that it stands for instead, or None."""


class DocumentError(Exception):
    """The text cannot be read. ``code`` is "syntax", "limit" or "template"; ``reason`` is for people; ``line`` and
    ``column`` count from 1 (0: not known)."""

    def __init__(self, reason: str, line: int = 0, column: int = 0, code: str = "syntax") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.code = code


def read_documents(
    text: str,
    path: str | None = None,
    origin: Origin | None = None,
    fill: Fill | None = None,
    skip: frozenset[str] = frozenset(),
    line: int = 0,
    whole_lines: bool = False,
) -> list[Value]:
    """The documents of a YAML text.

    With ``path`` every value carries its own place in that file (``line`` lines precede the text there), otherwise all
    carry ``origin``. Empty documents are null; those of the kinds in ``skip`` are left out. Raises DocumentError,
    never an exception of PyYAML's.
    """
    builder = _Builder(path, origin, fill, line, whole_lines)
    try:
        return [builder.document(node) for node in nodes.documents(text) if _kind(node) not in skip]
    except nodes.YamlError as error:
        raise DocumentError(error.reason, error.line and line + error.line, error.column, error.code) from None


def _kind(node: nodes.Node) -> str | None:
    """The ``kind`` of a root node, if it is a mapping that has one."""
    for key, item in node.pairs if isinstance(node, nodes.Mapping) else ():
        if isinstance(key, nodes.Scalar) and key.text == "kind" and isinstance(item, nodes.Scalar):
            return item.text
    return None


class _Builder:
    """Nodes to values. What aliases share is made once."""

    def __init__(
        self, path: str | None, origin: Origin | None, fill: Fill | None, line: int, whole_lines: bool
    ) -> None:
        self._path = path
        self._origin = origin
        self._fill = fill
        self._line = line
        self._whole_lines = whole_lines
        self._made: dict[int, Value] = {}

    def document(self, root: nodes.Node) -> Value:
        """The value of a document's root node."""
        self._made = {}  # an id may be used again once its document is gone
        return self._value(root)

    def _value(self, node: nodes.Node) -> Value:
        made = self._made.get(id(node))
        if made is None:
            made = self._made[id(node)] = self._make(node)
        return made

    def _make(self, node: nodes.Node) -> Value:
        origin = self._place(node)
        if isinstance(node, nodes.Scalar):
            return self._scalar(node, origin)
        if isinstance(node, nodes.Sequence):
            return tuple_of((self._value(item) for item in node.items), origin)
        fields: dict[str, Value] = {}
        for name, item in self._flattened(node):
            if not isinstance(name, nodes.Scalar):
                raise self._error(name, "a key must be text", "template")
            filled = self._fill(name.text, origin, True) if self._fill is not None else None
            if filled is not None:
                # A key that is not known: the mapping may hold anything besides what is written.
                filled = filled.with_origin(self._place(name))
                fields[SymbolicKey(name.text, filled)] = self._value(item)
                continue
            fields[name.text] = self._value(item)
        return object_of(fields, origin)

    def _flattened(self, node: nodes.Mapping) -> list[tuple[nodes.Node, nodes.Node]]:
        """The pairs of a mapping with those that ``<<`` merges before them: of two the earlier merged, and what is
        written itself, win."""
        own = []
        merged: list[tuple[nodes.Node, nodes.Node]] = []
        for key, item in node.pairs:
            if not _is_merge(key):
                own.append((key, item))
                continue
            for one in reversed(item.items) if isinstance(item, nodes.Sequence) else (item,):
                if not isinstance(one, nodes.Mapping):
                    raise self._error(one, "expected a mapping or a list of mappings to merge", "syntax")
                merged += self._flattened(one)
        return merged + own

    def _scalar(self, node: nodes.Scalar, origin: Origin | None) -> Value:
        text = node.text
        if self._fill is not None:
            filled = self._fill(text, origin, bool(node.style))
            if filled is not None:
                return filled if filled.origin is not None else filled.with_origin(origin)
        kind = _kind_of(node)
        if kind == "null":
            return null(origin=origin)
        if kind == "bool" and text.lower() in ("true", "yes", "on"):
            return boolean(True, origin)
        if kind == "bool" and text.lower() in ("false", "no", "off"):
            return boolean(False, origin)
        if kind in ("int", "float"):
            return _number(text, origin)
        return string(text, origin)

    def _place(self, node: nodes.Node) -> Origin | None:
        if self._path is None:
            return self._origin
        (line, column), (end_line, end_column) = node.start, node.end
        place = Span(
            self._path, self._line + line, 1 if self._whole_lines else column, self._line + end_line, end_column
        )
        return Origin(place, Kind.DERIVED, "", self._origin) if self._origin is not None else written(place)

    def _error(self, node: nodes.Node, reason: str, code: str) -> DocumentError:
        line, column = node.start
        return DocumentError(reason, self._line + line, column, code)


def _is_merge(key: nodes.Node) -> bool:
    if not isinstance(key, nodes.Scalar):
        return False
    return key.tag == "tag:yaml.org,2002:merge" or (key.text == "<<" and not key.tag and not key.style)


_KINDS = {Word.TRUE: "bool", Word.FALSE: "bool", Word.NULL: "null", Word.NUMBER: "int"}


def _kind_of(node: nodes.Scalar) -> str:
    """The last part of a scalar's tag, written or by how it looks."""
    if node.tag:
        return node.tag.rpartition(":")[2]
    return "str" if node.style else _KINDS.get(YAML_1_1.meaning(node.text), "str")


def _number(text: str, origin: Origin | None) -> Value:
    digits = text.replace("_", "")
    if _INTEGER.fullmatch(digits) and len(digits) < 40:
        sign = -1 if digits.startswith("-") else 1
        bare = digits.lstrip("+-")
        octal = len(bare) > 1 and bare.startswith("0") and not set(bare) & set("89")
        return number(sign * int(bare, 8 if octal else 10), origin)
    if _BASED.fullmatch(digits) and len(digits) < 80:
        return number(int(digits, 0), origin)
    if _FLOAT.fullmatch(digits):
        try:
            return number(numbers.parse(digits), origin)
        except ValueError:
            return string(text, origin)
    return string(text, origin)
