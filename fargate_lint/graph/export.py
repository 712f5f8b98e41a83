"""The graph as JSON (binding, design.md section 7), Graphviz dot, Mermaid and GraphML."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from fargate_lint.diagnostic import Span
from fargate_lint.graph.index import ResourceGraph
from fargate_lint.graph.text import printable
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values import number as numbers
from fargate_lint.values.origin import trail
from fargate_lint.values.types import NUMBER
from fargate_lint.values.value import SymbolicKey, Unknown, Value

FORMATS = ("json", "dot", "mermaid", "graphml")

PLAIN = " _-.[]*/:"
"""Characters beside letters and digits that mean nothing in a Mermaid label."""

Locate = Callable[[Span | None], Mapping[str, Any] | None]
"""Turns a span into the location of the contract, with a path relative to where the user is."""


def render(graph: ResourceGraph, format: str, path: str, locate: Locate) -> str:
    """The graph as text. ``path`` is the root's path as it is shown. Raises KeyError for an unknown format."""
    if format == "json":
        return _json(graph, path, locate) + "\n"
    return {"dot": _dot, "mermaid": _mermaid, "graphml": _graphml}[format](graph) + "\n"


def _json(graph: ResourceGraph, path: str, locate: Locate) -> str:
    resources = [
        {
            "address": instance.address,
            "mode": instance.mode,
            "type": instance.type,
            "name": instance.name,
            "module": instance.module,
            "index": instance.key.label if isinstance(instance.key, SymbolicKey) else instance.key,
            "indefinite": instance.count_unknown,
            "location": locate(instance.span),
            "values": values(instance.content),
            "provenance": provenance(instance.content, locate),
        }
        for instance in _instances(graph)
    ]
    document = {
        "version": 1,
        "root": path,
        "environment": graph.root.environment,
        "resources": resources,
        "edges": [{"from": edge.source, "to": edge.target, "attribute": edge.attribute} for edge in graph.edges],
        "outputs": {name: plain(value) for name, value in sorted(graph.root.outputs.items())},
    }
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _instances(graph: ResourceGraph) -> list[Instance]:
    declarations = [declaration for declaration in graph.root.declarations.values() if not declaration.foreign]
    found = [instance for declaration in declarations for instance in declaration.instances]
    return sorted(found, key=lambda instance: instance.address)


def values(content: Content) -> dict[str, Any]:
    """What the configuration writes, evaluated: nested blocks as lists of objects."""
    found: dict[str, Any] = {}
    for name in content.names():
        value = content.written(name)
        if value is not None:
            found[name] = plain(value)
    for type in content.block_types():
        blocks = content.blocks(type)
        if blocks.unknown is not None:
            found[type] = _unknown(blocks.unknown)
        else:
            found[type] = [values(block) for block in blocks]
    return dict(sorted(found.items()))


def provenance(content: Content, locate: Locate) -> dict[str, list[dict[str, Any]]]:
    """For the arguments that were not simply written in the resource: the way of the value, where it was written
    first, then each place that made something of it or handed it on."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in content.names():
        value = content.written(name)
        way = trail(value.origin) if value is not None else ()
        if len(way) > 1:
            found[name] = [{"message": note.message, "location": locate(note.span)} for note in way]
    return dict(sorted(found.items()))


def plain(value: Value) -> Any:
    """A value as JSON data: {"$ref"}, {"$unknown"}, {"$parts"} and {"$sensitive"} where it is not plain data."""
    if value.sensitive:
        return {"$sensitive": True}
    raw = value.raw
    if isinstance(raw, Unknown) or value.is_lazy:
        return _unknown(value)
    if isinstance(raw, tuple):
        return [plain(item) for item in raw]
    if isinstance(raw, dict):
        return {_key(name): plain(item) for name, item in raw.items()}
    if value.type == NUMBER and raw is not None and not isinstance(raw, bool):
        return json.loads(numbers.json_text(raw)) if numbers.is_finite(raw) else numbers.text(raw)
    return raw


def _key(name: str) -> str:
    return name.label if isinstance(name, SymbolicKey) else name


def _unknown(value: Value) -> Any:
    raw = value.raw
    if isinstance(raw, Unknown) and raw.parts:
        return {"$parts": [part if isinstance(part, str) else plain(part) for part in raw.parts]}
    if value.ref is not None and value.ref.kind == "managed":
        return {"$ref": str(value.ref)}
    if value.ref is not None:
        return {"$unknown": str(value.ref)}
    return {"$unknown": raw.reason if isinstance(raw, Unknown) else raw.address}


def _quote(text: str) -> str:
    return '"' + printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _dot(graph: ResourceGraph) -> str:
    lines = ["digraph terraform {", "  rankdir = LR;", "  node [shape = box];"]
    for instance in _instances(graph):
        style = " [style = dashed]" if instance.mode == "data" else ""
        lines.append(f"  {_quote(instance.address)}{style};")
    lines.extend(f"  {_quote(a)} -> {_quote(b)} [label = {_quote(attribute)}];" for a, b, attribute, _ in graph.edges)
    return "\n".join([*lines, "}"])


def _mermaid(graph: ResourceGraph) -> str:
    names = {instance.address: f"n{number}" for number, instance in enumerate(_instances(graph))}
    lines = ["graph LR"]
    lines.extend(f'  {name}["{_entities(address)}"]' for address, name in names.items())
    lines.extend(f'  {names[a]} -->|"{_entities(attribute)}"| {names[b]}' for a, b, attribute, _ in graph.edges)
    return "\n".join(lines)


def _entities(text: str) -> str:
    """A foreign text for a Mermaid label in quotes: all but letters, digits and what addresses are made of as character
    entities, which Mermaid writes with "#", so that no text ends the label or begins a line.

    Source: https://mermaid.js.org/syntax/flowchart.html#special-characters-that-break-syntax, read 2026-11-28.
    """
    return "".join(c if c.isalnum() or c in PLAIN else f"#{ord(c)};" for c in printable(text))


def _graphml(graph: ResourceGraph) -> str:
    from fargate_lint.graph import networks

    return networks.graphml(graph)
