"""The documents that people hand over in the place of a plan's JSON, each with the command that makes the right one."""

from __future__ import annotations

from typing import Any

import msgspec

SHOW = "terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json"


ABSENT = msgspec.Raw()


class _Probe(msgspec.Struct):
    """The top keys of any JSON document, unread."""

    format_version: Any = None
    resource_changes: msgspec.Raw = ABSENT
    planned_values: msgspec.Raw = ABSENT
    configuration: msgspec.Raw = ABSENT
    prior_state: msgspec.Raw = ABSENT
    values: msgspec.Raw = ABSENT
    root_module: msgspec.Raw = ABSENT
    plan_format_version: Any = None
    provider_schemas: msgspec.Raw = ABSENT
    remote_plan_format: Any = None
    version: Any = None
    lineage: Any = None
    level: Any = msgspec.field(default=None, name="@level")
    template: Any = msgspec.field(default=None, name="AWSTemplateFormatVersion")
    resources: msgspec.Raw = msgspec.field(default=ABSENT, name="Resources")
    kind: Any = None
    runs: msgspec.Raw = ABSENT
    schema: Any = msgspec.field(default=None, name="$schema")


def foreign(text: bytes) -> str | None:
    """What the document is and what to run, in a sentence; None for a plan, and for what is not JSON at all."""
    if text.startswith(b"PK\x03\x04"):
        return "this is the binary plan file: run terraform show -json on it, and give what that prints"
    if text.startswith(b"\x1f\x8b"):
        return "this is compressed: unpack it first"
    start = text.lstrip()
    if not start:
        return f"this is empty: {SHOW}"
    first, _, rest = start.partition(b"\n")
    if start[:1] != b"{":
        return _text(start)
    if rest.lstrip()[:1] == b"{":
        said = _probe(first)
        if said is not None and said.level is not None:
            return f"this is the log that terraform plan -json prints, not the plan: {SHOW}"
    probe = _probe(start)
    return _named(probe) if probe is not None else None


def _probe(text: bytes) -> _Probe | None:
    try:
        return msgspec.json.decode(text, type=_Probe)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _named(probe: _Probe) -> str | None:
    if probe.plan_format_version is not None:
        return (
            "this is the redacted plan of HCP Terraform, which says nothing of the configuration: fetch the run's plan "
            "as json-output (an admin of the workspace may)"
        )
    if probe.remote_plan_format is not None:
        return "this is the bookmark of a plan that HCP Terraform keeps: run terraform show -json on it"
    if probe.level is not None:
        return f"this is the log that terraform plan -json prints, not the plan: {SHOW}"
    if probe.format_version is not None:
        parts = (probe.resource_changes, probe.planned_values, probe.configuration, probe.prior_state)
        if any(part is not ABSENT for part in parts):
            return None
        if probe.provider_schemas is not ABSENT:
            return f"this is what terraform providers schema -json prints, not a plan: {SHOW}"
        return f"this is a state, which says what is there and not what will be: {SHOW}"
    if probe.lineage is not None:
        return f"this is a terraform.tfstate, which says what is there and not what will be: {SHOW}"
    if probe.root_module is not ABSENT:
        return f"this is the configuration alone (show -json -config or -module), not a plan: {SHOW}"
    if probe.template is not None or probe.resources is not ABSENT:
        return "this is a CloudFormation template; only plans of Terraform and OpenTofu are read"
    if probe.runs is not ABSENT:
        return f"this is a SARIF report, not a plan: {SHOW}"
    if probe.kind is not None:
        return "this is a Kubernetes object: give it with --manifests"
    return f"this is JSON, but no plan: {SHOW}"


def _text(start: bytes) -> str | None:
    at = start.find(b'{"format_version"')
    if at >= 0:
        return (
            "there is text before the plan's JSON (a wrapper of terraform prints its command, terragrunt a prefix): "
            "keep the line that begins with { and nothing else"
        )
    if start[:1] == b"[":
        return f"this is a JSON list, not a plan: {SHOW}"
    words = start[:4000]
    if b"Terraform will perform" in words or b"OpenTofu will perform" in words or b"No changes." in words:
        return f"this is the plan as text for people: {SHOW}"
    if b"\nkind:" in words or words.startswith(b"apiVersion:"):
        return "this is Kubernetes YAML: give it with --manifests"
    if b'resource "' in words or b'module "' in words:
        return "this is a Terraform file: give its folder as PATH"
    return None
