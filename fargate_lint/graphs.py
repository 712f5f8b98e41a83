"""What people get of the resource graph: the whole of it in a format, the ways between two things, and networkx's."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from fargate_lint.config import UsageError, nearest
from fargate_lint.graph import export
from fargate_lint.graph.index import Edge, ResourceGraph
from fargate_lint.report.concise import place_text
from fargate_lint.report.paths import location, relative, visible
from fargate_lint.report.style import Style

if TYPE_CHECKING:
    from fargate_lint.graph.networks import Network, Way
    from fargate_lint.workspace import Workspace

WAYS = ("text", "json")
"""The formats of ways."""


class Drawn(NamedTuple):
    """``unread`` is what of the root could not be read, a sentence each."""

    text: str
    unread: list[str]


def drawn(workspace: Workspace, path: str | None, format: str) -> Drawn:
    """The graph of the one root module that a path means. Raises UsageError and NoRoot."""
    graph, unread = workspace.graph(path)
    here = os.getcwd()
    shown = relative(graph.root.path, here)
    return Drawn(export.render(graph, format, shown, lambda span: location(span, here)), unread)


def ways(workspace: Workspace, path: str | None, source: str, target: str, format: str) -> Drawn:
    """The ways by which one thing refers to another. A thing is an instance, a resource with all its instances, or a
    module with all that is in it. Raises UsageError, also for an address that is not there, and NoRoot."""
    from fargate_lint.graph import networks

    graph, unread = workspace.graph(path)
    sources, targets = (_named(graph, address) for address in (source, target))
    found, more = networks.ways(graph, sources, targets)
    show = _ways_json if format == "json" else _ways_text
    back = bool(found) or bool(networks.ways(graph, targets, sources)[0])
    return Drawn(show(Asked(graph.root.path, source, target, found, more, back)), unread)


def network(workspace: Workspace, path: str | None) -> Network:
    """The graph as networkx has it. Raises UsageError and NoRoot."""
    from fargate_lint.graph import networks

    graph, unread = workspace.graph(path)
    found = networks.to_networkx(graph)
    found.graph.update(path=graph.root.path, unread=unread)
    return found


def _named(graph: ResourceGraph, address: str) -> Collection[str]:
    found = graph.named(address)
    if found is None:
        raise UsageError(f"{address} is nothing that this root has{nearest(address, graph.names())}")
    return found


class Asked(NamedTuple):
    """``back``: whether there is a way at all, be it the other way round."""

    root: str
    source: str
    target: str
    ways: list[Way]
    more: bool
    back: bool


def _ways_text(asked: Asked) -> str:
    source, target = visible(asked.source), visible(asked.target)
    if not asked.ways:
        other = f"; {target} refers to {source}: turn them round" if asked.back else ""
        return f"{source} does not refer to {target}, neither itself nor by others{other}\n"
    count = f"the {len(asked.ways)} shortest ways" if asked.more else _counted(len(asked.ways))
    lines = [f"{source} → {target}: {count}"]
    for way in asked.ways:
        lines += ["", visible(way[0][0].source), *(f"  {_step_text(step, asked.root)}" for step in way)]
    return "\n".join(lines) + "\n"


def _counted(number: int) -> str:
    return "1 way" if number == 1 else f"{number} ways"


def _step_text(step: Collection[Edge], root: str) -> str:
    first = next(iter(step))
    attributes = ", ".join(edge.attribute for edge in step)
    return f"{attributes} → {visible(first.target)}  ({place_text(first.place, Style(os.getcwd()), root)})"


def _ways_json(asked: Asked) -> str:
    here = os.getcwd()
    document = {
        "version": 1,
        "root": relative(asked.root, here),
        "from": asked.source,
        "to": asked.target,
        "ways": [[_step_json(step, here) for step in way] for way in asked.ways],
        "more": asked.more,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _step_json(step: Collection[Edge], here: str) -> dict[str, object]:
    first = next(iter(step))
    by = [{"attribute": edge.attribute, "location": location(edge.place, here)} for edge in step]
    return {"from": first.source, "to": first.target, "by": by}
