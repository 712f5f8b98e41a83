"""The texts of a plan that are sensitive: a plan has them in clear, and no report may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fargate_lint.doors.plan_document import Document, StateModule
from fargate_lint.doors.plan_shape import at

SHORTEST = 4
"""Characters; a shorter text stands in too many words to be taken out of them."""


def secrets(document: Document) -> tuple[str, ...]:
    """Every sensitive text, the longest first."""
    found: set[str] = set()
    for change in document.resource_changes:
        found.update(_marked(change.change.after, change.change.after_sensitive))
    for name, output in document.output_changes.items():
        declared = document.configuration.root_module.outputs.get(name)
        hidden = declared is not None and declared.sensitive
        found.update(_marked(output.after, True if hidden else output.after_sensitive))
    for name, variable in document.configuration.root_module.variables.items():
        if variable.sensitive:
            given = document.variables.get(name)
            found.update(_texts(given.value if given is not None else variable.default))
    if document.prior_state is not None and document.prior_state.values is not None:
        for resource in _resources(document.prior_state.values.root_module):
            found.update(_marked(resource.values, resource.sensitive_values))
    return tuple(sorted((text for text in found if len(text) >= SHORTEST), key=len, reverse=True))


def _resources(module: StateModule) -> Iterator[Any]:
    waiting = [module]
    while waiting:
        current = waiting.pop()
        yield from current.resources
        waiting.extend(current.child_modules)


def _marked(data: Any, sensitive: Any) -> Iterator[str]:
    waiting = [(data, sensitive)]
    while waiting:
        item, mark = waiting.pop()
        if mark is True:
            yield from _texts(item)
        elif isinstance(item, dict) and mark:
            waiting.extend((inner, at(mark, key)) for key, inner in item.items())
        elif isinstance(item, list) and mark:
            waiting.extend((inner, at(mark, index)) for index, inner in enumerate(item))


def _texts(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
