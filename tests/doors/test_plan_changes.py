"""Every kind of change and of plan: only what will be there is there, and absence proves nothing in a partial plan."""

from __future__ import annotations

import json

import pytest
from doors import both, by_plan, findings, golden, loaded, sources_of, undecided

from fargate_lint.diagnostic import Severity
from fargate_lint.doors.plan import load_plan
from fargate_lint.doors.plan_document import read


def addresses(case: str) -> set[str]:
    return {instance.address for instance in loaded(case).root.instances()}


def test_what_is_deleted_or_forgotten_is_not_there() -> None:
    found = addresses("steps")
    assert "aws_iam_role.gone" not in found
    assert "aws_cloudwatch_log_group.kept" not in found


def test_what_is_moved_imported_updated_and_replaced_is_there() -> None:
    wanted = {"aws_internet_gateway.new", "aws_vpc.imported", "aws_vpc_endpoint.s3", "aws_security_group.replaced"}
    assert wanted <= addresses("steps")
    assert loaded("steps").tree.moved == {"aws_internet_gateway.new": "aws_internet_gateway.old"}


def test_what_the_state_keeps_alive_counts_though_its_line_is_gone() -> None:
    """enable_dns_hostnames stands in before/ only: apply leaves it on."""
    _, found = by_plan(golden("steps"))
    assert ("FGL102", "module.net.aws_vpc.this", None) not in findings(found)
    _, together = both(sources_of("steps"), golden("steps"))
    assert ("FGL102", "module.net.aws_vpc.this", None) not in findings(together)


def test_the_id_of_what_is_replaced_is_not_known() -> None:
    root = loaded("steps").root
    replaced = next(i for i in root.instances() if i.address == "aws_security_group.replaced")
    assert replaced.get("id").is_unknown
    kept = next(i for i in root.instances() if i.address == "module.net.aws_vpc.this")
    assert kept.get("id").text is not None


def test_a_refresh_only_plan_is_read_from_the_state() -> None:
    assert "module.net.aws_subnet.private[1]" in addresses("steps_refresh")


def test_a_plan_that_destroys_everything_has_nothing_to_lint_and_says_so() -> None:
    plan, found = by_plan(golden("steps_destroy"))
    assert not findings(found)
    assert [(d.code, d.severity) for d in plan.root.diagnostics] == [("plan", Severity.INFO)]


@pytest.mark.parametrize("case", ["partial_target", "errored"])
def test_an_incomplete_plan_says_so(case: str) -> None:
    plan, _ = by_plan(golden(case))
    assert plan.root.incomplete
    assert [d.code for d in plan.root.diagnostics] == ["plan"]


def test_nothing_is_missing_from_an_incomplete_plan() -> None:
    whole = findings(by_plan(golden("partial"))[1])
    assert ("FGL201", "aws_vpc.main", "s3") in whole
    _, found = by_plan(golden("partial_target"))
    assert [key for key in findings(found) if key[0] == "FGL201"] == []
    assert ("FGL201", "aws_vpc.main", "s3") in undecided(found)


def test_a_tag_that_is_not_there_may_come_from_what_is_missing() -> None:
    _, found = by_plan(golden("partial_target"))
    assert [key for key in findings(found) if key[0] in ("FGL130", "FGL131")] == []


def test_a_partial_plan_from_before_terraform_said_so_is_noticed() -> None:
    plan = json.loads(golden("partial_target"))
    del plan["complete"], plan["applyable"]
    assert "aws_vpc_endpoint.sts" in load_plan(read(json.dumps(plan).encode()), "/here").root.incomplete
    whole = json.loads(golden("partial"))
    del whole["complete"], whole["applyable"]
    assert load_plan(read(json.dumps(whole).encode()), "/here").root.incomplete == ""


def test_deferred_changes_leave_the_plan_incomplete() -> None:
    plan = json.loads(golden("partial"))
    change = plan["resource_changes"].pop()
    plan["deferred_changes"] = [{"reason": "provider_config_unknown", "resource_change": change}]
    found = load_plan(read(json.dumps(plan).encode()), "/here")
    assert "puts some changes off" in found.root.incomplete
    assert next(i for i in found.root.instances() if i.address == change["address"]).count_unknown


def test_a_deposed_object_is_not_there() -> None:
    plan = json.loads(golden("partial"))
    plan["resource_changes"][0]["deposed"] = "0123abcd"
    address = plan["resource_changes"][0]["address"]
    found = load_plan(read(json.dumps(plan).encode()), "/here")
    assert address not in {instance.address for instance in found.root.instances()}
