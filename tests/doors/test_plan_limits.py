"""Large and hostile plans: bounded time, an answer, and never a traceback."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from doors import by_plan, golden

from fargate_lint.doors.plan import load_plan
from fargate_lint.doors.plan_document import read


def repeated(case: str, times: int) -> bytes:
    """A plan with its root as so many modules beside each other."""
    plan = json.loads(golden(case))
    root = plan["configuration"]["root_module"]
    changes = plan["resource_changes"]
    copies = []
    for number in range(times):
        for change in changes:
            module = f"module.copy{number}"
            inner = f"{module}.{change['module_address']}" if "module_address" in change else module
            copies.append({**change, "address": f"{module}.{change['address']}", "module_address": inner})
    calls = {f"copy{number}": {"source": "./copy", "module": root} for number in range(times)}
    return json.dumps(
        {**plan, "resource_changes": copies, "configuration": {"root_module": {"module_calls": calls}}}
    ).encode()


def test_twenty_megabytes_are_read_in_two_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    plan = json.loads(golden("raw_vpc"))
    changes = json.dumps(plan.pop("resource_changes")).strip("[]")
    many = ",".join([changes] * (20_000_000 // len(changes) + 1))
    data = f'{json.dumps(plan)[:-1]}, "resource_changes": [{many}]}}'.encode()
    start = time.process_time()
    read(data)
    reading = time.process_time() - start
    document = read(repeated("raw_vpc", 100))
    start = time.process_time()
    count = sum(1 for _ in load_plan(document, "/here").root.instances())
    whole = time.process_time() - start
    with capsys.disabled():
        print(
            f"\n{len(data) / 1e6:.1f} MB read in {reading:.2f} s of CPU; a root of {count} instances in {whole:.2f} s"
        )
    assert reading < 2
    assert whole < 5


def plan_of(root: Any, changes: Any = (), **more: Any) -> bytes:
    document = {"format_version": "1.2", "complete": True, "resource_changes": list(changes), **more}
    return json.dumps({**document, "configuration": {"root_module": root}}).encode()


def change(address: str, type: str, name: str, **more: Any) -> Any:
    unknown = {"id": True, "vpc_id": True, "subnet_ids": True}
    made = {"actions": ["create"], "after": {}, "after_unknown": unknown}
    return {"address": address, "mode": "managed", "type": type, "name": name, "change": made, **more}


def changed(**values: Any) -> Any:
    return {**change("aws_vpc.x", "aws_vpc", "x"), "change": {"actions": ["create"], **values}}


def block(type: str, name: str, **expressions: Any) -> Any:
    return {"address": f"{type}.{name}", "mode": "managed", "type": type, "name": name, "expressions": expressions}


CIRCLE = {
    "module_calls": {
        "a": {
            "source": "./a",
            "expressions": {"x": {"references": ["module.b.y", "module.b"]}},
            "module": {
                "outputs": {"y": {"expression": {"references": ["var.x"]}}},
                "resources": [
                    block("aws_subnet", "s", vpc_id={"references": ["var.x"]})
                ],
            },
        },
        "b": {
            "source": "./b",
            "expressions": {"x": {"references": ["module.a.y", "module.a"]}},
            "module": {"outputs": {"y": {"expression": {"references": ["var.x"]}}}},
        },
    }
}  # fmt: skip


def nested(depth: int) -> Any:
    module: Any = {}
    for _ in range(depth):
        module = {"module_calls": {"m": {"source": "./m", "module": module}}}
    return module


def chain(length: int) -> Any:
    """Outputs that hand on one another."""
    outputs = {f"o{n}": {"expression": {"references": [f"module.m.o{n + 1}", "module.m"]}} for n in range(length)}
    return {"module_calls": {"m": {"source": "./m", "module": {"outputs": outputs}}}, "outputs": outputs}


HOSTILE = {
    "modules in a circle": plan_of(
        CIRCLE, [change("module.a.aws_subnet.s", "aws_subnet", "s", module_address="module.a")]
    ),
    "modules 100 deep": plan_of(nested(100)),
    "a long chain of outputs": plan_of(chain(3000)),
    "an address that is none": plan_of({}, [change("]]]..[[", "aws_vpc", "x", module_address='module.a["')]),
    "expressions of the wrong shape": plan_of(
        {
            "resources": [
                block("aws_subnet", "s", vpc_id=[[1, "x", None]], tags=7)
            ]
        },
        [change("aws_subnet.s", "aws_subnet", "s")],
    ),
    "references of the wrong shape": plan_of(
        {
            "resources": [
                block("aws_subnet", "s", vpc_id={"references": [1, None, "", "module", "each.value"]})
            ]
        },
        [change("aws_subnet.s", "aws_subnet", "s")],
    ),
    "values of the wrong shape": plan_of(
        {}, [changed(after=3, after_unknown="x", after_sensitive=1)]
    ),
    "unknown and known do not fit": plan_of(
        {}, [changed(after={"tags": [1]}, after_unknown={"tags": {"a": True}})]
    ),
    "the same address twice": plan_of({}, [change("aws_vpc.x", "aws_vpc", "x"), change("aws_vpc.x", "aws_vpc", "x")]),
    "a thousand candidates": plan_of(
        {
            "resources": [
                block("aws_subnet", "s"),
                block("aws_eks_fargate_profile", "p", subnet_ids={"references": ["aws_subnet.s"]}),
            ]
        },
        [change(f"aws_subnet.s[{n}]", "aws_subnet", "s", index=n) for n in range(1000)]
        + [change("aws_eks_fargate_profile.p", "aws_eks_fargate_profile", "p")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_plan_comes_to_an_end(case: str) -> None:
    start = time.process_time()
    by_plan(HOSTILE[case])
    assert time.process_time() - start < 10


def test_many_instances_are_judged_in_time() -> None:
    start = time.process_time()
    by_plan(repeated("nested_modules", 8))
    assert time.process_time() - start < 10
