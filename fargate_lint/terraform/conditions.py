"""Validation blocks, preconditions and checks: a condition that is surely false is a diagnostic, an unknown one is not.

Source: https://developer.hashicorp.com/terraform/language/expressions/custom-conditions
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.evaluate import operators
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.terraform.module import Module
from fargate_lint.terraform.repetition import instance_scope


def failures(module: Module) -> Iterator[Diagnostic]:
    """The conditions of a module instance that surely fail, each with the words its author gave it."""
    for name, block in module.config.variables.items():
        value = module.variable(name)
        place = value.place if value is not None else None
        for validation in block.body.all("validation"):
            what = f"Invalid value for var.{name}"
            yield from _judge(validation, module.scope, what, place or block.header)
    for resource in module.resources():
        for lifecycle in resource.block.body.all("lifecycle"):
            conditions = lifecycle.body.all("precondition")
            if not conditions:
                continue
            for key, value in resource.repetition.keys:
                scope = instance_scope(module.scope, resource.repetition.kind, key, value, resource.address)
                for condition in conditions:
                    what = f"Precondition of {resource.address} failed"
                    yield from _judge(condition, scope, what, condition.header)
    for block in module.config.outputs.values():
        for condition in block.body.all("precondition"):
            what = f"Precondition of output.{block.names[0]} failed"
            yield from _judge(condition, module.scope, what, condition.header)
    for block in module.config.checks:
        for condition in block.body.all("assert"):
            what = f'Check "{block.names[0]}" failed'
            yield from _judge(condition, module.scope, what, condition.header, "check")


def _judge(block: syntax.Block, scope: Scope, what: str, place: Span, code: str = "validation") -> Iterator[Diagnostic]:
    condition = block.body.attributes.get("condition")
    if condition is None:
        return
    try:
        answer = operators.condition(evaluate(condition.value, scope), condition.span)
    except EvaluationError:
        return  # it may be in error only here, where less is known than in a plan
    if answer.raw is False:
        yield Diagnostic(code, Severity.WARNING, f"{what}: {_message(block, scope)}", place)


def _message(block: syntax.Block, scope: Scope) -> str:
    written = block.body.attributes.get("error_message")
    if written is None:
        return "its condition is false."
    try:
        value = evaluate(written.value, scope)
    except EvaluationError:
        return "its condition is false."
    return value.text if value.text is not None and not value.sensitive else "its condition is false."
