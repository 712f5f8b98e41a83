"""YAML text to values with places. One of the program's two doors to PyYAML (the other is yamldecode).

As Kubernetes and Helm read it: YAML 1.1 words for booleans, dates and sexagesimal numbers stay text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from fargate_lint.diagnostic import Span
from fargate_lint.values import number as numbers
from fargate_lint.values.origin import Kind, Origin, written
from fargate_lint.values.value import Value, boolean, null, number, object_of, string, tuple_of

MOST_ALIASED = 200_000
"""Nodes by which a text may grow when its aliases are written out."""
DEEPEST = 200
"""Levels of nesting that are followed."""
_FAST_DEPTH = 150
"""Above this many levels the slow parser is taken, which fails with an exception instead of a crash of the process."""

_COMMENT = re.compile(r"(?:(?<=^)|(?<=\s))#")
_DASHES = re.compile(r"[ ]*((?:[-?][ ]+)*)")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"[-+]?0(?:x[0-9a-fA-F]+|o[0-7]+|b[01]+)")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")

Fill = Callable[[str, Origin | None, bool], Value | None]
"""Given a scalar's text, its origin and whether it is quoted: the value that it stands for instead, or None."""


class DocumentError(Exception):
    """The text cannot be read; ``reason`` is for people, ``line`` and ``column`` count from 1 (0: not known)."""

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
    import yaml

    loader_type: Any = yaml.CSafeLoader if yaml.__with_libyaml__ and _depth(text) < _FAST_DEPTH else yaml.SafeLoader
    try:
        loader = loader_type(text)
    except yaml.YAMLError as error:  # characters that YAML does not allow
        raise _problem(error, line) from None
    try:
        builder = _Builder(loader, path, origin, fill, line, whole_lines)
        return [builder.value(node) for node in _nodes(loader) if _kind(node) not in skip]
    except yaml.YAMLError as error:
        raise _problem(error, line) from None
    except RecursionError:
        raise DocumentError("nested too deeply to be read", code="limit") from None
    finally:
        loader.dispose()


def comments(text: str, mark: str) -> list[tuple[int, int, str]]:
    """The comments that hold ``mark``: line and column (from 1) of the "#", and the text from there on. Those that only
    look like comments inside of a quoted text or a block of text are left out. Never raises."""
    import yaml

    found = [
        (number, match.start() + 1, line[match.start() :].rstrip())
        for number, line in enumerate(text.split("\n"), 1)
        if mark in line and (match := _COMMENT.search(line))
    ]
    if not found or _depth(text) >= _FAST_DEPTH:
        return []
    inside: list[tuple[tuple[int, int], tuple[int, int]]] = []
    try:
        for token in yaml.scan(text):
            if isinstance(token, yaml.ScalarToken) and not token.plain:
                start, end = token.start_mark, token.end_mark
                inside.append(((start.line + 1, start.column + 1), (end.line + 1, end.column + 1)))
    except (yaml.YAMLError, RecursionError):
        pass  # what comes after cannot be read, and its comments do not matter
    return [one for one in found if not any(start < one[:2] < end for start, end in inside)]


def _kind(node: Any) -> str | None:
    """The ``kind`` of a root node, if it is a mapping that has one."""
    pairs = node.value if isinstance(node.value, list) else ()
    for pair in pairs:
        if isinstance(pair, tuple) and pair[0].value == "kind" and isinstance(pair[1].value, str):
            return pair[1].value
    return None


def _nodes(loader: Any) -> Iterator[Any]:
    while loader.check_node():
        yield loader.get_node()


def _problem(error: Any, line: int) -> DocumentError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    if mark is None:
        return DocumentError(str(reason))
    return DocumentError(str(reason), line + mark.line + 1, mark.column + 1)


def _depth(text: str) -> int:
    """No less than how deeply the text nests: indentation, dashes on one line, and brackets not yet closed."""
    deepest = open_brackets = 0
    for line in text.split("\n"):
        match = _DASHES.match(line)
        lead = len(match[0]) if match else 0
        highest = open_brackets
        if "[" in line or "{" in line or "]" in line or "}" in line:
            for letter in line:
                if letter in "[{":
                    open_brackets += 1
                    highest = max(highest, open_brackets)
                elif letter in "]}":
                    open_brackets = max(0, open_brackets - 1)
        deepest = max(deepest, lead + highest)
    return deepest


class _Builder:
    """Nodes to values. Aliases share one node, so the work is bounded; the size written out is bounded apart."""

    def __init__(
        self, loader: Any, path: str | None, origin: Origin | None, fill: Fill | None, line: int, whole_lines: bool
    ) -> None:
        import yaml

        self._yaml: Any = yaml
        self._loader = loader
        self._path = path
        self._origin = origin
        self._fill = fill
        self._line = line
        self._whole_lines = whole_lines
        self._made: dict[int, tuple[Value, int]] = {}
        self._open: set[int] = set()
        self._kept: list[Any] = []
        self._total = 0

    def value(self, node: Any) -> Value:
        """The value of a document's root node."""
        made, size = self._build(node, 0)
        self._total += size
        self._bound(node, self._total)
        return made

    def _bound(self, node: Any, size: int) -> None:
        if size > len(self._kept) + MOST_ALIASED:
            raise self._error(node, f"its aliases, written out, are more than {MOST_ALIASED} nodes")

    def _build(self, node: Any, depth: int) -> tuple[Value, int]:
        key = id(node)
        if key in self._made:
            return self._made[key]
        if key in self._open:
            raise self._error(node, "an anchor that contains itself")
        if depth > DEEPEST:
            raise self._error(node, f"nested more than {DEEPEST} levels deep")
        self._open.add(key)
        made = self._make(node, depth)
        self._open.discard(key)
        self._made[key] = made
        self._kept.append(node)  # or its id could be used again
        return made

    def _make(self, node: Any, depth: int) -> tuple[Value, int]:
        yaml = self._yaml
        origin = self._place(node)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, origin), 1
        if isinstance(node, yaml.SequenceNode):
            built = [self._build(item, depth + 1) for item in node.value]
            return tuple_of((value for value, _ in built), origin), self._sum(node, built)
        self._loader.flatten_mapping(node)  # "<<: *base"
        fields: dict[str, Value] = {}
        built = []
        for name, item in node.value:
            if not isinstance(name, yaml.ScalarNode):
                raise self._error(name, "a key must be text", "template")
            filled = self._fill(name.value, origin, True) if self._fill is not None else None
            if filled is not None:
                # A key that is not known: the whole mapping may hold anything.
                return filled.with_origin(origin), 1
            made = self._build(item, depth + 1)
            built.append(made)
            fields[name.value] = made[0]
        return object_of(fields, origin), self._sum(node, built)

    def _sum(self, node: Any, built: list[tuple[Value, int]]) -> int:
        size = 1 + sum(count for _, count in built)
        self._bound(node, size)
        return size

    def _scalar(self, node: Any, origin: Origin | None) -> Value:
        text: str = node.value
        plain = node.style is None
        if self._fill is not None:
            filled = self._fill(text, origin, not plain)
            if filled is not None:
                return filled if filled.origin is not None else filled.with_origin(origin)
        kind = node.tag.rpartition(":")[2]
        if kind == "null":
            return null(origin=origin)
        if kind == "bool" and text.lower() in ("true", "yes", "on"):
            return boolean(True, origin)
        if kind == "bool" and text.lower() in ("false", "no", "off"):
            return boolean(False, origin)
        if kind in ("int", "float"):
            return _number(text, origin)
        return string(text, origin)

    def _place(self, node: Any) -> Origin | None:
        if self._path is None:
            return self._origin
        start, end = node.start_mark, node.end_mark
        above = self._line + 1
        column = 1 if self._whole_lines else start.column + 1
        place = Span(self._path, above + start.line, column, above + end.line, end.column + 1)
        return Origin(place, Kind.DERIVED, "", self._origin) if self._origin is not None else written(place)

    def _error(self, node: Any, reason: str, code: str = "limit") -> DocumentError:
        return DocumentError(reason, self._line + node.start_mark.line + 1, node.start_mark.column + 1, code)


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
