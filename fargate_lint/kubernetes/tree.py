"""Chart values merged in layers, as Helm does it, of which some are not known.

A tree is a map that may be open: ``doubt`` is the unknown that may add keys to it or replace what is not written after
it.
Source: helm.sh pkg/cli/values and pkg/chartutil (mergeMaps): maps merge, everything else replaces, null removes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fargate_lint.values.value import Value, like_unknown, null, object_of, tuple_of, unknown

Step = str | int


class Tree:
    """A map under construction."""

    def __init__(self, fields: Mapping[str, Tree | Value] | None = None, doubt: Value | None = None) -> None:
        self.fields: dict[str, Tree | Value] = dict(fields or {})
        self.doubt = doubt

    def merge(self, value: Value) -> None:
        """Lay a map over this one. An unknown puts all so far in doubt; what is no map is passed over (Helm fails)."""
        if value.is_unknown:
            self.fields, self.doubt = {}, value
            return
        for key, item in (value.fields or {}).items():
            self.fields[key] = self._joined(self.fields.get(key), item)

    def _joined(self, below: Tree | Value | None, item: Value) -> Tree | Value:
        if item.fields is None:
            return item
        if below is None:
            below = Tree(doubt=self.doubt)
        elif isinstance(below, Value):
            below = _as_tree(below)
        below.merge(item)
        return below

    def set(self, path: Sequence[Step], value: Value) -> None:
        """Put a value at a path, making the maps and lists on its way."""
        key, *rest = path
        if not isinstance(key, str):
            return
        if not rest:
            self.fields[key] = value
            return
        below = self.fields.get(key)
        if isinstance(rest[0], int):
            self.fields[key] = _set_index(below if below is not None else self._absent(), rest, value)
            return
        tree = Tree(doubt=self.doubt) if below is None else below if isinstance(below, Tree) else _as_tree(below)
        tree.set(rest, value)
        self.fields[key] = tree

    def _absent(self) -> Value | None:
        return like_unknown(self.doubt) if self.doubt is not None else None

    def get(self, path: Sequence[Step]) -> Value | None:
        """What stands at a path: None if surely nothing does, an unknown if that cannot be known."""
        node: Tree | Value = self
        for step in path:
            if isinstance(node, Tree):
                found = node.fields.get(step) if isinstance(step, str) else None
                if found is None:
                    return node._absent()
                node = found
                continue
            below = _below(node, step)
            if below is None or below.is_unknown:
                return below
            node = below
        return node.value() if isinstance(node, Tree) else node

    def value(self) -> Value:
        """The whole map; an unknown if it is open."""
        if self.doubt is not None:
            return like_unknown(self.doubt)
        return object_of({key: item.value() if isinstance(item, Tree) else item for key, item in self.fields.items()})


def _as_tree(value: Value) -> Tree:
    """A tree to lay a map over: of a map its keys, of an unknown an open one, of all else nothing."""
    if value.is_unknown:
        return Tree(doubt=value)
    return Tree(value.fields or {})


def _below(value: Value, step: Step) -> Value | None:
    if value.is_unknown:
        return like_unknown(value)
    if isinstance(step, int):
        items = value.items
        return items[step] if items is not None and step < len(items) else None
    fields = value.fields
    return fields.get(step) if fields is not None else None


LONGEST_LIST = 1000
"""Elements that an index in a path may make; Helm's own limit is 65536."""


def _set_index(below: Tree | Value | None, path: Sequence[Step], value: Value) -> Value:
    """A list with a value put at an index (and a path below it)."""
    index, *rest = path
    assert isinstance(index, int)
    if isinstance(below, Value) and below.is_unknown:
        return like_unknown(below)
    items = list(below.items or ()) if isinstance(below, Value) else []
    if index >= LONGEST_LIST:
        return unknown("an index in its path is too large to follow", code="limit")
    items += [null()] * (index + 1 - len(items))
    if not rest:
        items[index] = value
    elif isinstance(rest[0], int):
        items[index] = _set_index(items[index], rest, value)
    else:
        tree = _as_tree(items[index])
        tree.set(rest, value)
        items[index] = tree.value()
    return tuple_of(items)
