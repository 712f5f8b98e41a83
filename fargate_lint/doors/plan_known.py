"""A plan beside the sources: what they leave unknown, as the evaluator asks for it (terraform.known)."""

from __future__ import annotations

from typing import Any

from fargate_lint.diagnostic import Span
from fargate_lint.doors.plan_shape import any_unknown, at
from fargate_lint.doors.plan_tree import Planned, Tree, module_address
from fargate_lint.doors.plan_values import PlanContent, Reader
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform.content import ValueContent
from fargate_lint.terraform.instance import Key
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Value, null, object_of, tuple_of


class PlanKnown:
    """See terraform.known.Known."""

    def __init__(self, tree: Tree, reader: Reader) -> None:
        self._tree = tree
        self._reader = reader
        self._keys: dict[str, tuple[Key, ...]] = {
            addresses.join(module, name): tuple(group) for (module, name), group in tree.groups.items()
        }
        calls: dict[str, list[Key]] = {}
        for path in tree.modules.values():
            if path:
                calls.setdefault(addresses.join(module_address(path[:-1]), "module", path[-1][0]), []).append(
                    path[-1][1]
                )
        self._keys.update({address: tuple(keys) for address, keys in calls.items()})

    def variable(self, name: str, block: syntax.Block, own: Value | None) -> Value | None:
        given = self._tree.document.variables.get(name)
        if given is None:
            return None
        default = block.body.attributes.get("default")
        if own is None and default is not None:
            try:
                own = evaluate(default.value, Scope({}))
            except EvaluationError:
                own = None
        if own is not None and _data(own) == _levelled(given.value):
            return None  # so that its place stays
        return null() if given.value is None else self._reader.plain(given.value)

    def keys(self, address: str) -> tuple[Key, ...] | None:
        found = self._keys.get(address)
        return (
            tuple(sorted(found, key=lambda key: (isinstance(key, str), key))) if found and None not in found else found
        )

    def instance(self, address: str) -> PlanBlock | None:
        planned = self._tree.instances.get(address)
        return PlanBlock(self._reader, planned, self._reader.content(planned)) if planned is not None else None

    def output(self, module: str, name: str) -> Value | None:
        path = self._tree.modules.get(module)
        config = self._tree.config(path) if path is not None else None
        output = config.outputs.get(name) if config is not None else None
        if output is None or path is None:
            return None
        return self._reader.argument(f"{module}.{name}", output.expression, path)


class PlanBlock:
    """See terraform.known.KnownBlock."""

    def __init__(self, reader: Reader, planned: Planned, content: PlanContent) -> None:
        self._reader = reader
        self._planned = planned
        self._content = content

    def filled(self, name: str, value: Value) -> Value:
        if value.is_lazy or value.is_wholly_known():
            return value
        if value.is_unknown and self._content.is_null(name):
            return Value(DYNAMIC, None, None, value.origin, value.sensitive)
        return self._filled(value, *self._content.known(name))

    def _filled(self, value: Value, known: Any, unknown: Any, secret: Any) -> Value:
        if known is None or unknown is True or value.is_lazy:
            return value
        if value.is_unknown:
            if any_unknown(unknown):
                return value
            found = self._reader.plain(known, secret)
            return Value(
                found.type, found.raw, value.ref or found.ref, value.origin, value.sensitive or found.sensitive
            )
        if value.fields is not None and isinstance(known, dict):
            gaps = unknown if isinstance(unknown, dict) else {}
            fields = {
                key: self._filled(item, known.get(str(key)), gaps.get(str(key)), at(secret, str(key)))
                for key, item in value.fields.items()
            }
            return Value(value.type, object_of(fields).raw, value.ref, value.origin, value.sensitive)
        if value.items is not None and isinstance(known, list):
            return self._elements(value, known, unknown, secret)
        return value

    def _elements(self, value: Value, known: list[Any], unknown: Any, secret: Any) -> Value:
        """A list by its places; of a set, which a plan sorts, the one element that is left over."""
        items = value.items or ()
        gaps = unknown if isinstance(unknown, list) else [None] * len(known)
        if len(known) != len(items) or len(gaps) != len(known):
            return value
        if all(not item.is_wholly_known() or _data(item) == _levelled(known[i]) for i, item in enumerate(items)):
            if sum(item.is_unknown for item in items) > 1 and self._may_be_sorted(items, known):
                return value
            found = [self._filled(item, known[i], gaps[i], at(secret, i)) for i, item in enumerate(items)]
            return Value(value.type, tuple_of(found).raw, value.ref, value.origin, value.sensitive)
        texts = [_data(item) for item in items if item.is_wholly_known()]
        left = [item for item in known if _levelled(item) not in texts]
        if len(left) != 1 or len(texts) != len(items) - 1 or any_unknown(gaps):
            return value
        found = [item if item.is_wholly_known() else self._filled(item, left[0], None, secret) for item in items]
        return Value(value.type, tuple_of(found).raw, value.ref, value.origin, value.sensitive)

    @staticmethod
    def _may_be_sorted(items: tuple[Value, ...], known: list[Any]) -> bool:
        """Whether the places may be those of a sorted set: then which unknown is which text cannot be told."""
        texts = [str(item) for item in known]
        return texts == sorted(texts) and any(item.ref is not None for item in items)

    def kept(self, name: str) -> Value | None:
        if self._planned.made:
            return None
        value = self._content.written(name)
        return value if value is not None and value.is_wholly_known() else None

    def attribute(self, name: str) -> Value | None:
        return self._reader.computed(self._planned, name)

    def only(self, type: str) -> PlanBlock | None:
        found = self._content.blocks(type)
        item = found.items[0] if len(found.items) == 1 and found.complete else None
        return PlanBlock(self._reader, self._planned, item) if isinstance(item, PlanContent) else None

    def blocks(self, type: str, span: Span | None) -> tuple[ValueContent, ...] | None:
        known, unknown, secret = self._content.known(type)
        if not isinstance(known, list) or any_unknown(unknown) or not all(isinstance(item, dict) for item in known):
            return None
        kept = [{name: value for name, value in item.items() if value is not None} for item in known]
        return tuple(ValueContent(self._reader.plain(item, at(secret, i)), span) for i, item in enumerate(kept))


def _data(value: Value) -> Any:
    """A value as data to compare, numbers and flags as the text that Terraform makes of them; itself if not known."""
    if value.items is not None:
        return [_data(item) for item in value.items]
    if value.fields is not None:
        return {str(key): _data(item) for key, item in value.fields.items()}
    return value if value.is_unknown or value.is_lazy else _levelled(value.raw)


def _levelled(data: Any) -> Any:
    if isinstance(data, list):
        return [_levelled(item) for item in data]
    if isinstance(data, dict):
        return {key: _levelled(item) for key, item in data.items()}
    if isinstance(data, bool):
        return "true" if data else "false"
    return data if data is None else str(data)
