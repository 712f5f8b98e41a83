"""The golden plans are what Terraform plans today, where Terraform is at hand and FARGATE_LINT_FRESH_PLAN is set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from doors import golden, sources_of
from make_plans import Workspace, at_hand, moto, slim

WANTED = bool(os.environ.get("FARGATE_LINT_FRESH_PLAN"))
REASON = "FARGATE_LINT_FRESH_PLAN is not set, or terraform, its AWS provider or moto_server is not at hand"


@pytest.mark.skipif(not WANTED or not at_hand(), reason=REASON)
@pytest.mark.parametrize("case", ["references"])
def test_a_fresh_plan_is_the_golden_one(case: str, tmp_path: Path) -> None:
    with moto() as port:
        workspace = Workspace(tmp_path, port)
        workspace.load(sources_of(case))
        fresh = slim(workspace.plan())
    kept = json.loads(golden(case))
    assert fresh["resource_changes"] == kept["resource_changes"]
    assert _blocks(fresh) == _blocks(kept)


def _blocks(plan: Any) -> Any:
    return plan["configuration"]["root_module"]
