"""Our instances and values against those of a real plan: tests/golden/plan, or a fresh plan where Terraform is at hand.

FARGATE_LINT_FRESH_PLAN=1 plans every fixture anew (needs tfplan, see tests/tools/regenerate_goldens.py); any other text
names the fixtures to plan, separated by commas.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from plan_comparison import EQUAL, MISSING, SENSITIVE, SILENT, WRONG, Comparison, compare, read_graph
from regenerate_goldens import FIXTURES, GOLDEN, plan, tfplan, trim
from running import fargate_lint

CASES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
SCHEMA = json.loads((GOLDEN / "schema.json").read_text(encoding="utf-8"))
FRESH = os.environ.get("FARGATE_LINT_FRESH_PLAN", "")


def golden(case: str) -> Any:
    return json.loads((GOLDEN / "plan" / f"{case}.json").read_text(encoding="utf-8"))


def compared(case: str, expected: Any) -> Comparison:
    run = fargate_lint("graph", "--format", "json", ".", folder=FIXTURES / case)
    assert run.status == 0, run.err
    return compare(read_graph(run.out), expected, SCHEMA)


def judge(comparison: Comparison) -> None:
    assert comparison.missing_instances == []
    assert comparison.extra_instances == []
    assert [str(leaf) for leaf in comparison.of(WRONG)] == []
    assert [str(leaf) for leaf in comparison.of(MISSING)] == []


@pytest.mark.parametrize("case", CASES)
def test_instances_and_values_are_those_of_the_plan(case: str) -> None:
    judge(compared(case, golden(case)))


@pytest.mark.skipif(not FRESH or tfplan() is None, reason="FARGATE_LINT_FRESH_PLAN is not set, or there is no tfplan")
@pytest.mark.parametrize("case", CASES if FRESH == "1" else [c for c in FRESH.split(",") if c])
def test_fresh_plan_is_the_golden_one(case: str) -> None:
    fresh = trim(plan(FIXTURES / case))
    assert {k: v for k, v in fresh.items() if k != "terraform"} == {
        k: v for k, v in golden(case).items() if k != "terraform"
    }


def test_999_of_1000_values_are_known_and_equal(capsys: pytest.CaptureFixture[str]) -> None:
    """Over all fixtures; prints the counts."""
    total: Counter[str] = Counter()
    instances = 0
    for case in CASES:
        expected = golden(case)
        instances += len(expected["instances"])
        total += compared(case, expected).counts
    judged = total[EQUAL] + total[WRONG] + total[MISSING]
    with capsys.disabled():
        print(
            f"\n{len(CASES)} plans, {instances} instances, {judged} values the plan knows: {total[EQUAL]} equal, "
            f"{total[MISSING]} unknown to us, {total[WRONG]} different "
            f"({total[SENSITIVE]} sensitive, {total[SILENT]} that only apply knows)"
        )
    assert judged > 1000
    assert total[WRONG] == 0
    assert total[EQUAL] >= 0.999 * judged


def test_secrets_stay_out_of_the_graph() -> None:
    run = fargate_lint("graph", "--format", "json", ".", folder=FIXTURES / "sensitive_values")
    assert "not-a-secret" not in run.out


INSTANCE = {
    "type": "aws_vpc",
    "values": {"cidr_block": "10.0.0.0/16", "tags": {"n": "1"}},
    "unknown": {},
    "sensitive": {},
}


@pytest.mark.parametrize(
    ("values", "verdicts"),
    [
        ({"cidr_block": "10.0.0.0/16", "tags": {"n": 1}}, {EQUAL: 2}),
        ({"cidr_block": "10.1.0.0/16", "tags": {"n": 1}}, {EQUAL: 1, WRONG: 1}),
        ({"cidr_block": {"$unknown": "var.cidr"}, "tags": {"n": 1}}, {EQUAL: 1, MISSING: 1}),
        ({"cidr_block": "10.0.0.0/16", "tags": {"n": 1, "m": 2}}, {EQUAL: 2, WRONG: 1}),
        ({"cidr_block": "10.0.0.0/16"}, {EQUAL: 1, MISSING: 1}),
        ({"cidr_block": "10.0.0.0/16", "tags": {"n": True}}, {EQUAL: 1, WRONG: 1}),
        ({"cidr_block": {"$sensitive": True}, "tags": {"n": "1"}}, {EQUAL: 1, WRONG: 1}),
    ],
)
def test_the_comparison_sees(values: Any, verdicts: dict[str, int]) -> None:
    graph = {"resources": [{"address": "aws_vpc.x", "mode": "managed", "values": values}]}
    found = compare(graph, {"instances": {"aws_vpc.x": INSTANCE}}, {"aws_vpc": {"tags": ["map", "string"]}})
    assert dict(found.counts) == verdicts


def test_the_comparison_sees_instances() -> None:
    graph = {"resources": [{"address": "aws_vpc.y", "mode": "managed", "values": {}}]}
    found = compare(graph, {"instances": {"aws_vpc.x": INSTANCE}}, {})
    assert (found.missing_instances, found.extra_instances) == (["aws_vpc.x"], ["aws_vpc.y"])


def test_every_fixture_has_its_golden_plan() -> None:
    assert sorted(path.stem for path in (GOLDEN / "plan").glob("*.json")) == CASES
    assert Path(GOLDEN / "schema.json").is_file()
