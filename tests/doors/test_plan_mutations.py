"""Plans that somebody broke: changed, left out, doubled and misplaced pieces of real ones give an answer or a refusal.

FARGATE_LINT_PLAN_SEEDS=FROM-TO tries other seeds than the few that every run does.
"""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

import pytest
from doors import PLANS, both, by_plan, sources_of

from fargate_lint.doors.plan_document import PlanProblem

ATOMS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, "", "x", [], {}, [{}], [[]], [True], {"a": True}),
    *("module", "module.a", "local.x", "each.value", "self", "aws_subnet.p", 'module.a["', "subnet-0123456789abcdef0"),
    *({"references": ["var.x"]}, {"references": []}, {"constant_value": None}),
)
FIRST, _, LAST = os.environ.get("FARGATE_LINT_PLAN_SEEDS", "0-40").partition("-")
Place = tuple[Any, Any]


def places(data: Any) -> list[Place]:
    found: list[Place] = []
    waiting = [data]
    while waiting:
        item = waiting.pop()
        keys = list(item) if isinstance(item, dict) else range(len(item)) if isinstance(item, list) else ()
        for key in keys:
            found.append((item, key))
            waiting.append(item[key])
    return found


def mutate(plan: Any, dice: random.Random) -> None:
    parent, key = dice.choice(places(plan))
    how = dice.random()
    if how < 0.25:
        del parent[key]
    elif how < 0.7:
        parent[key] = copy.deepcopy(dice.choice(ATOMS))
    elif how < 0.85:
        other, name = dice.choice(places(plan))
        parent[key] = copy.deepcopy(other[name])
    elif isinstance(parent, dict):
        parent[str(dice.choice(ATOMS))] = parent.pop(key)
    else:
        parent.insert(key, copy.deepcopy(parent[key]))


@pytest.mark.parametrize("seed", range(int(FIRST), int(LAST)))
def test_a_broken_plan_is_answered_or_refused(seed: int) -> None:
    dice = random.Random(seed)
    path = dice.choice([path for path in sorted(PLANS.glob("*.json")) if "state" not in path.stem])
    plan = json.loads(path.read_bytes())
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        if places(plan):
            mutate(plan, dice)
    data = json.dumps(plan).encode()
    try:
        by_plan(data)
        both(sources_of(path.stem), data)
    except PlanProblem:
        pass
