"""Why something cannot be known, in a sentence that a person can act on."""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.terraform.instance import ModuleCall
from fargate_lint.values.answer import Answer, undecided
from fargate_lint.values.value import Value


def reason_of(value: Value) -> str:
    """What is missing and, where there is a way, how to give it: "var.vpc_id has no value: pass --var vpc_id=…"."""
    why = value.unknown
    if why is None:
        return "its value cannot be read here"
    if why.code == "data" and value.ref is not None:
        return f"{value.ref} is read from AWS, and only the plan knows it"
    return why.reason


def undecided_by(value: Value, place: Span | None = None) -> Answer:
    """Unknown, because this value is; at its own place unless one is given."""
    why = value.unknown
    if why is None:
        return undecided(reason_of(value), place or value.place)
    return undecided(reason_of(value), place or value.place, why.code, why.waits_for)


def opaque_reason(call: ModuleCall) -> str:
    """Why nothing is known of a module, and what makes it known."""
    return f"{call.address} ({call.source}) cannot be seen: run terraform init, or map it with [modules]"


def undecided_by_module(call: ModuleCall) -> Answer:
    """Unknown, because what this module makes cannot be seen."""
    return undecided(opaque_reason(call), call.span, "module", call.address)
