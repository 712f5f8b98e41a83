"""Compares the instances of ``fargate-lint graph --format json`` with those of a real plan (tests/golden/plan)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Any

EQUAL, WRONG, MISSING, SENSITIVE, SILENT = "equal", "wrong", "not known to us", "sensitive", "not known to the plan"

DEFAULTS = {
    # What the provider fills in inside a block that the configuration opens, where it is neither null nor empty.
    ("aws_eks_cluster", "vpc_config.endpoint_public_access"): True,
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """The verdict on one value: where it is, what we say, what the plan says."""

    verdict: str
    address: str
    path: str
    ours: Json
    plan: Json

    def __str__(self) -> str:
        return f"{self.address}: {self.path}: {self.verdict}: ours {self.ours!r}, plan {self.plan!r}"


@dataclass(slots=True)
class Comparison:
    """All verdicts of one root."""

    missing_instances: list[str]
    extra_instances: list[str]
    leaves: list[Leaf] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(leaf.verdict for leaf in self.leaves)

    def of(self, verdict: str) -> list[Leaf]:
        return [leaf for leaf in self.leaves if leaf.verdict == verdict]


def read_graph(text: str) -> Json:
    """Numbers keep all their digits."""
    return json.loads(text, parse_float=Decimal)


def compare(graph: Json, golden: Json, schema: Json) -> Comparison:
    """Every value that the configuration sets, leaf by leaf. ``schema``: tests/golden/schema.json."""
    ours = {r["address"]: r for r in graph["resources"] if r["mode"] == "managed"}
    plan = golden["instances"]
    result = Comparison(sorted(plan.keys() - ours.keys()), sorted(ours.keys() - plan.keys()))
    for address in sorted(plan.keys() & ours.keys()):
        known = plan[address]
        types = schema.get(known["type"], {})
        for name in sorted({*known["values"], *known["unknown"]}):
            for verdict, path, we, they in _walk(
                ours[address]["values"].get(name),
                known["values"].get(name),
                known["unknown"].get(name),
                known["sensitive"].get(name),
                types.get(name),
                (known["type"], name),
            ):
                result.leaves.append(Leaf(verdict, address, path, we, they))
    return result


Verdicts = Iterator[tuple[str, str, Json, Json]]
Place = tuple[str, str]  # the resource type and the path below it


def _walk(ours: Json, plan: Json, unknown: Json, sensitive: Json, type: Json, at: Place) -> Verdicts:
    path = at[1]
    if unknown is True:
        yield SILENT, path, ours, None
    elif isinstance(ours, dict) and "$sensitive" in ours:
        yield SENSITIVE if sensitive else WRONG, path, ours, plan
    elif isinstance(ours, dict) and ours.keys() & {"$ref", "$unknown", "$parts"}:
        yield MISSING, path, ours, plan
    elif ours is None or (plan is None and ours in ({}, [])):  # older providers know no empty collection
        if _nothing(plan):
            yield EQUAL, path, None, plan
        elif "." in path and DEFAULTS.get(at) == plan:
            return
        else:
            yield MISSING, path, None, plan
    elif isinstance(type, list) and type[0] in ("set", "list") and isinstance(plan, list):
        yield from _elements(ours, plan, unknown, sensitive, type, at)
    elif isinstance(type, list) and type[0] == "single" and isinstance(plan, dict):
        inner = ours[0] if isinstance(ours, list) and len(ours) == 1 else ours
        yield from _fields(inner, plan, unknown, sensitive, type[1], at)
    elif isinstance(plan, dict) and isinstance(ours, dict):
        inner = type[1] if isinstance(type, list) else None
        yield from _fields(ours, plan, unknown, sensitive, inner, at)
    elif isinstance(plan, list) and isinstance(ours, list) and len(plan) == len(ours):
        yield from _in_order(ours, plan, unknown, sensitive, None, at)
    else:
        yield (EQUAL if _same(ours, plan, type) else WRONG), path, ours, plan


def _fields(ours: Json, plan: Json, unknown: Json, sensitive: Json, types: Json, at: Place) -> Verdicts:
    if not isinstance(ours, dict):
        yield WRONG, at[1], ours, plan
        return
    one_type = not isinstance(types, dict)  # a map: all values have it
    doubts, secrets = _mapping(unknown), _mapping(sensitive)
    for name in sorted({*ours, *plan, *doubts}):
        yield from _walk(
            ours.get(name),
            plan.get(name),
            doubts.get(name),
            secrets.get(name),
            types if one_type else types.get(name),
            (at[0], f"{at[1]}.{name}"),
        )


def _elements(ours: Json, plan: Json, unknown: Json, sensitive: Json, type: Json, at: Place) -> Verdicts:
    kind, inner = type
    element = ["object", inner] if isinstance(inner, dict) else inner
    if isinstance(ours, dict):
        ours = [ours]  # JSON syntax may write a single block without brackets
    if not isinstance(ours, list) or (kind == "list" and len(ours) != len(plan)):
        yield WRONG, at[1], ours, plan
    elif kind == "list":
        yield from _in_order(ours, plan, unknown, sensitive, element, at)
    else:
        yield from _in_any_order(ours, plan, unknown, sensitive, element, at)


def _in_order(ours: Json, plan: Json, unknown: Json, sensitive: Json, element: Json, at: Place) -> Verdicts:
    for index, (we, they) in enumerate(zip(ours, plan, strict=True)):
        yield from _walk(we, they, _item(unknown, index), _item(sensitive, index), element, at)


def _in_any_order(ours: Json, plan: Json, unknown: Json, sensitive: Json, element: Json, at: Place) -> Verdicts:
    """Pair the elements so that as many as possible agree; a set drops its duplicates."""
    left = list(range(len(plan)))
    unmatched = []
    for we in ours:
        for index in left:
            found = list(_walk(we, plan[index], _item(unknown, index), _item(sensitive, index), element, at))
            if all(verdict not in (WRONG, MISSING) for verdict, *_ in found):
                left.remove(index)
                yield from found
                break
        else:
            unmatched.append(we)
    paired = {_canonical(plan[i]) for i in range(len(plan)) if i not in left}
    for we in unmatched:
        if _canonical(we) in paired:
            continue  # written twice
        if left:
            index = left.pop(0)
            yield from _walk(we, plan[index], _item(unknown, index), _item(sensitive, index), element, at)
        else:
            yield WRONG, at[1], we, "no such element"
    for index in left:
        yield MISSING, at[1], "no such element", plan[index]


def _item(value: Json, index: int) -> Json:
    return value[index] if isinstance(value, list) and index < len(value) else None


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _nothing(plan: Json) -> bool:
    return plan in (None, "", False, 0, [], {})


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _same(ours: Json, plan: Json, type: Json) -> bool:
    """Equal after the conversion that the provider's schema asks for (cty's, plan's type is right)."""
    if isinstance(plan, bool):
        return ours is plan or ours == str(plan).lower()
    if isinstance(plan, int | float | Decimal):
        return not isinstance(ours, bool) and _number(ours) == _number(plan)
    if isinstance(plan, str):
        if isinstance(ours, str) and ours == plan:
            return True
        if isinstance(ours, bool):
            return plan == str(ours).lower()
        if isinstance(ours, int | Decimal):
            return plan == format(ours, "f" if isinstance(ours, Decimal) else "d")
        return _same_document(ours, plan)
    return bool(ours == plan)


def _number(value: Json) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _same_document(ours: Json, plan: str) -> bool:
    """The provider rewrites JSON documents: white space and the order of keys may differ."""
    try:
        return plan.startswith("{") and bool(json.loads(ours) == json.loads(plan))
    except (TypeError, ValueError):
        return False
