"""All nodes of a syntax tree."""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.hcl import syntax


def nodes(node: syntax.Node) -> Iterator[syntax.Node]:
    """A node and all nodes below it."""
    waiting: list[object] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, syntax.Node):
            yield item
            waiting.extend(getattr(item, field) for field in item.__struct_fields__)
        elif isinstance(item, tuple | list):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
