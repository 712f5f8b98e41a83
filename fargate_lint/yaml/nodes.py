"""YAML text to nodes. No word has a meaning yet: ``words`` says what ``yes`` is, and to whom.

libyaml reads fast, but it looks ahead and gives up at 1,000 open brackets with a sentence instead of an event, so a
text that may nest that deep is read by PyYAML's own parser. Both only give events, and neither recurses: the levels
are counted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

DEEPEST = 200
"""Levels of nesting that are followed; what reads the nodes may recurse that deep."""
MOST_NODES = 500_000
"""Nodes of one text, counted as if its aliases were written out. A large operator's custom resources have 200,000."""
MOST_SLOW = 1_000_000
"""Characters that PyYAML's own parser is given; it takes some 6 s for them."""
_FAST_DEPTH = 900
"""libyaml refuses a text at 1,000 levels."""

Place = tuple[int, int]
"""Line and column, both from 1."""

_COMMENT = re.compile(r"(?:(?<=^)|(?<=\s))#")
_DASHES = re.compile(r"[ ]*((?:[-?][ ]+)*)")


class YamlError(Exception):
    """The text cannot be read. ``code`` is "syntax" or "limit"; ``reason`` is for people; ``line`` and ``column`` count
    from 1 (0: not known)."""

    def __init__(self, reason: str, line: int = 0, column: int = 0, code: str = "syntax") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.code = code


@dataclass(slots=True, eq=False)
class Scalar:
    """A text without its quotes. ``tag`` is empty where none is written; ``style`` is empty for a plain one, else its
    first character (``'``, ``"``, ``|`` or ``>``)."""

    tag: str
    start: Place
    end: Place
    text: str
    style: str

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in quotes; a block of text does not."""
        return self.style in ("'", '"')


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes; ``size`` counts itself and all below, aliases written out."""

    tag: str
    start: Place
    end: Place
    items: list[Node]
    size: int = 1


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and values in order, doubled ones too; ``size`` as for a sequence."""

    tag: str
    start: Place
    end: Place
    pairs: list[tuple[Node, Node]]
    size: int = 1


Node = Scalar | Sequence | Mapping
"""An alias is the very node that it stands for, so nodes are shared; none contains itself."""


def documents(text: str) -> Iterator[Node]:
    """The root nodes of a text's documents, in order; an empty document is an empty plain scalar.

    Raises YamlError, never an exception of PyYAML's, also after some documents.
    """
    import yaml

    fast = yaml.__with_libyaml__ and depth_bound(text) < _FAST_DEPTH
    if not fast and len(text) > MOST_SLOW:
        raise YamlError(f"it may nest deep, and is longer than {MOST_SLOW} characters", code="limit")
    loader_type: Any = yaml.CSafeLoader if fast else yaml.SafeLoader
    try:
        loader = loader_type(text)
    except yaml.YAMLError as error:  # characters that YAML does not allow
        raise _problem(error) from None
    try:
        yield from _Composer(loader, yaml).documents()
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an escape that names no character
        raise _problem(error) from None
    finally:
        loader.dispose()


def comments(text: str, mark: str) -> list[tuple[int, int, str]]:
    """The comments that hold ``mark``: line and column (from 1) of the "#", and the text from there on. Those that only
    look like comments inside of a quoted text or a block of text are left out. Never raises."""
    found = [
        (number, match.start() + 1, line[match.start() :].rstrip())
        for number, line in enumerate(text.split("\n"), 1)
        if mark in line and (match := _COMMENT.search(line))
    ]
    if not found or depth_bound(text) >= DEEPEST:
        return []
    import yaml

    inside: list[tuple[Place, Place]] = []
    with suppress(yaml.YAMLError, ValueError):  # what comes after cannot be read, and its comments do not matter
        inside.extend(
            (_place(token.start_mark), _place(token.end_mark))
            for token in yaml.scan(text)
            if isinstance(token, yaml.ScalarToken) and not token.plain
        )
    return [one for one in found if not any(start < one[:2] < end for start, end in inside)]


def depth_bound(text: str) -> int:
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


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _problem(error: Any) -> YamlError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    if mark is None:
        return YamlError(str(reason))
    return YamlError(str(reason), *_place(mark))


class _Open:
    """A collection that is being read: the node, its anchor, and a key that waits for its value."""

    __slots__ = ("anchor", "key", "node")

    def __init__(self, node: Sequence | Mapping, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: Node | None = None

    def add(self, node: Node) -> None:
        """Take the next node; the collection grows by its size."""
        self.node.size += 1 if isinstance(node, Scalar) else node.size
        if isinstance(self.node, Sequence):
            self.node.items.append(node)
        elif self.key is None:
            self.key = node
        else:
            self.node.pairs.append((self.key, node))
            self.key = None


class _Composer:
    """The parser's events to nodes. Anchors hold for one document; a second one of the same name replaces the first."""

    def __init__(self, loader: Any, yaml: Any) -> None:
        self._loader = loader
        self._yaml = yaml
        self._anchors: dict[str, Node] = {}
        self._open: list[_Open] = []
        self._total = 0

    def documents(self) -> Iterator[Node]:
        yaml = self._yaml
        while True:
            event = self._loader.get_event()
            if isinstance(event, yaml.StreamEndEvent):
                return
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors = {}
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentEndEvent)):
                root = self._step(event)
                if root is not None:
                    yield root

    def _step(self, event: Any) -> Node | None:
        """One event inside of a document; gives the document's root node when it is complete."""
        yaml = self._yaml
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(
                event.tag or "", _place(event.start_mark), _place(event.end_mark), event.value, event.style or ""
            )
            self._count(1, event)
            if event.anchor:
                self._anchors[event.anchor] = node
        elif isinstance(event, yaml.AliasEvent):
            node = self._alias(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self._open.pop()
            node = done.node
            node.end = _place(event.end_mark)
            if done.anchor:
                self._anchors[done.anchor] = node
        else:
            self._begin(event)
            return None
        if not self._open:
            return node
        self._open[-1].add(node)
        return None

    def _begin(self, event: Any) -> None:
        if len(self._open) >= DEEPEST:
            raise self._limit(event, f"nested more than {DEEPEST} levels deep")
        self._count(1, event)
        start = _place(event.start_mark)
        kind = Sequence if isinstance(event, self._yaml.SequenceStartEvent) else Mapping
        self._open.append(_Open(kind(event.tag or "", start, start, []), event.anchor))

    def _alias(self, event: Any) -> Node:
        name = event.anchor
        if any(name == one.anchor for one in self._open):
            raise YamlError(
                f'cannot refer to anchor "{name}" from inside its own definition', *_place(event.start_mark)
            )
        node = self._anchors.get(name)
        if node is None:
            raise YamlError(f'reference to undefined anchor "{name}"', *_place(event.start_mark))
        self._count(1 if isinstance(node, Scalar) else node.size, event)
        return node

    def _count(self, more: int, event: Any) -> None:
        self._total += more
        if self._total > MOST_NODES:
            raise self._limit(event, f"it has more than {MOST_NODES} nodes, aliases written out")

    def _limit(self, event: Any, reason: str) -> YamlError:
        return YamlError(reason, *_place(event.start_mark), code="limit")
