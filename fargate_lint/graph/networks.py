"""What networkx does for us: the resource graph as its MultiDiGraph, as GraphML, and the ways between two things.

This is the door to networkx, which takes 0.15 s to load: nothing that a lint needs may import this module.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice, pairwise
from typing import Any, TypeAlias

import networkx

from fargate_lint.graph.index import Edge, ResourceGraph
from fargate_lint.graph.text import printable

MOST_WAYS = 50
"""Ways that are shown; the shortest come first."""

Network: TypeAlias = "networkx.MultiDiGraph[str]"
Way = tuple[tuple[Edge, ...], ...]
"""The steps of a way; a step has an edge for each argument that makes it."""


_START, _END = "start", "end"
"""Nodes that no resource has, before all sources and after all targets: no address is a single word."""


def to_networkx(graph: ResourceGraph) -> Network:
    """Nodes are the addresses of instances with ``mode``, ``type``, ``name``, ``module`` and ``indefinite``; an edge
    says that one refers to the other by ``attribute`` (also its key), written at ``place`` (a Span or None)."""
    found: Network = networkx.MultiDiGraph()
    for declaration in graph.root.declarations.values():
        for instance in declaration.instances:
            found.add_node(
                instance.address,
                mode=instance.mode,
                type=instance.type,
                name=instance.name,
                module=instance.module,
                indefinite=instance.count_unknown,
            )
    for edge in graph.edges:
        found.add_edge(edge.source, edge.target, key=edge.attribute, attribute=edge.attribute, place=edge.place)
    return found


def graphml(graph: ResourceGraph) -> str:
    """The same as GraphML, which knows texts and numbers only: without places."""
    found = to_networkx(graph)
    for _, _, data in found.edges(data=True):
        del data["place"]
        data["attribute"] = printable(data["attribute"])
    for _, data in found.nodes(data=True):
        data.update({name: printable(value) for name, value in data.items() if isinstance(value, str)})
    found = networkx.relabel_nodes(found, printable)
    return "\n".join(networkx.generate_graphml(found, named_key_ids=True))


def ways(graph: ResourceGraph, sources: Collection[str], targets: Collection[str]) -> tuple[list[Way], bool]:
    """The ways by which one of ``sources`` refers to one of ``targets`` (addresses of instances), the shortest first,
    none through the same thing twice; and whether there are more than are given."""
    steps: dict[tuple[str, str], list[Edge]] = {}
    for edge in graph.edges:
        steps.setdefault((edge.source, edge.target), []).append(edge)
    net: networkx.DiGraph[object] = networkx.DiGraph()
    net.add_nodes_from((_START, _END))
    net.add_edges_from(steps)
    net.add_edges_from((_START, source) for source in sources)
    net.add_edges_from((target, _END) for target in targets)
    between = networkx.descendants(net, _START) & networkx.ancestors(net, _END)
    if not between:
        return [], False
    paths = networkx.shortest_simple_paths(net.subgraph({_START, _END, *between}), _START, _END)
    found: list[list[Any]] = [path[1:-1] for path in islice(paths, MOST_WAYS + 1)]
    shown = [tuple(tuple(steps[step]) for step in pairwise(path)) for path in found[:MOST_WAYS]]
    return shown, len(found) > MOST_WAYS
