"""Why something cannot be known, in a sentence that a person can act on."""

from __future__ import annotations

from fargate_lint.terraform.instance import ModuleCall
from fargate_lint.values.value import Value
from fargate_lint.values.verdict import Answer, maybe


def reason_of(value: Value) -> str:
    """What is missing and, where there is a way, how to give it: "var.vpc_id has no value: pass --var vpc_id=…"."""
    why = value.unknown
    if why is None:
        return "its value cannot be read here"
    if value.ref is not None and value.ref.kind == "variable" and ":" not in why.reason:
        name = value.ref.address.rsplit("var.", 1)[-1]
        if value.ref.address.startswith("var."):
            return f"{value.ref.address} has no value: pass --var {name}=… or --var-file"
    if why.code == "unset" and "--var" not in why.reason:
        return f"{why.reason}: pass --var or --var-file"
    if why.code == "data" and value.ref is not None:
        return f"{value.ref} is read from AWS, and only the plan knows it"
    return why.reason


def doubt(value: Value) -> Answer:
    """Unknown, because this value is."""
    return maybe(reason_of(value), value.place)


def opaque_reason(call: ModuleCall) -> str:
    """Why nothing is known of a module, and what makes it known."""
    return f"{call.address} ({call.source}) cannot be seen: run terraform init, or map it with [modules]"


def doubt_call(call: ModuleCall) -> Answer:
    """Unknown, because what this module makes cannot be seen."""
    return maybe(opaque_reason(call), call.span)
