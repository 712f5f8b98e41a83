"""Which document is it? A plan is read; whatever else is handed over is called by its name."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from doors import golden

from fargate_lint.doors.plan_document import LARGEST_PLAN, PlanProblem, read

PLAN = {"format_version": "1.2", "resource_changes": [], "configuration": {"root_module": {}}}


def text(value: Any) -> bytes:
    return json.dumps(value).encode()


OTHERS = {
    "binary": (b"PK\x03\x04tfplan", "binary plan file: run terraform show -json"),
    "gzip": (b"\x1f\x8b\x08", "compressed"),
    "nothing": (b"", "empty"),
    "state by show": (text({"format_version": "1.0", "values": {"root_module": {}}}), "a state"),
    "empty state by show": (text({"format_version": "1.0"}), "a state"),
    "tfstate": (text({"version": 4, "lineage": "x", "resources": []}), "terraform.tfstate"),
    "log": (text({"@level": "info", "type": "version"}) + b"\n" + text({"@level": "info"}), "log that terraform plan"),
    "one line of log": (text({"@level": "info", "type": "version"}), "log that terraform plan"),
    "redacted": (text({"plan_format_version": "1.2", "provider_schemas": {}}), "redacted plan of HCP Terraform"),
    "bookmark": (text({"remote_plan_format": 1, "run_id": "run-1"}), "bookmark of a plan that HCP Terraform keeps"),
    "configuration": (text({"root_module": {}, "provider_config": {}}), "the configuration alone"),
    "schema": (text({"format_version": "1.0", "provider_schemas": {}}), "providers schema"),
    "CloudFormation": (text({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}), "CloudFormation"),
    "SARIF": (text({"$schema": "x", "runs": []}), "SARIF"),
    "Kubernetes": (text({"apiVersion": "v1", "kind": "Pod"}), "--manifests"),
    "Kubernetes YAML": (b"apiVersion: v1\nkind: Pod\n", "--manifests"),
    "other JSON": (text({"a": 1}), "JSON, but no plan"),
    "a list": (b"[]", "a JSON list"),
    "a wrapper's words": (b"[command]/opt/terraform show -json\n" + text(PLAN).replace(b": ", b":"), "text before"),
    "plan for people": (b"Terraform will perform the following actions:\n", "as text for people"),
    "sources": (b'resource "aws_vpc" "x" {\n}\n', "Terraform file"),
}


@pytest.mark.parametrize("case", OTHERS, ids=str)
def test_another_document_is_named(case: str) -> None:
    data, words = OTHERS[case]
    with pytest.raises(PlanProblem, match=words) as problem:
        read(data)
    assert problem.value.usage


BROKEN = {
    "truncated": (golden("eks_raw")[:-100], "not the JSON of a plan"),
    "no JSON at all": (b"hello", "not the JSON of a plan"),
    "a future major": (text({**PLAN, "format_version": "2.0"}), "not known"),
    "no references yet": (text({**PLAN, "format_version": "0.1"}), "Terraform 1.0.0 or older"),
    "a wrong type": (text({**PLAN, "resource_changes": {}}), "not the JSON of a plan"),
    "no number": (text(PLAN).replace(b"[]", b'[{"index": 1e400}]'), "not the JSON of a plan"),
    "not UTF-8": (text(PLAN).replace(b"1.2", b"1.\xff"), "not the JSON of a plan"),
    "too deep": (
        text(PLAN)[:-1] + b', "variables": {"x": {"value": ' + b"[" * 9000 + b"]" * 9000 + b"}}}",
        "deeper|JSON",
    ),
}


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_a_damaged_plan_is_no_wrong_usage(case: str) -> None:
    data, words = BROKEN[case]
    with pytest.raises(PlanProblem, match=words) as problem:
        read(data)
    assert not problem.value.usage


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.99", "0.2"])
def test_known_and_unknown_minor_formats_are_read(version: str) -> None:
    assert read(text({**PLAN, "format_version": version, "new_key": {"x": 1}})).format_version == version


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_powershell_writes_is_read(encoding: str) -> None:
    assert read(json.dumps(PLAN).encode(encoding)).resource_changes == []


def test_a_plan_of_opentofu_is_read() -> None:
    plan = json.loads(golden("raw_vpc"))
    for name in ("applyable", "complete"):
        plan.pop(name)
    plan["variables"] = {"x": {"value": 1, "type": "number", "required": False, "deprecated": ""}}
    assert read(text(plan)).complete is None


def test_a_very_large_plan_is_refused_by_its_size() -> None:
    start = time.process_time()
    with pytest.raises(PlanProblem, match="plans above"):
        read(b" " * (LARGEST_PLAN + 1))
    assert time.process_time() - start < 1
