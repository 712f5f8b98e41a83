"""What Terraform refuses in a module before it evaluates anything, although each file can be read.

Source: github.com/hashicorp/terraform internal/configs (module.go, named_values.go, module_call.go, resource.go),
opentofu.org/docs/language/meta-arguments/enabled. Checked 2026-11-28 with Terraform 1.11 and 1.15.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from fargate_lint.diagnostic import Diagnostic, MissingFile, Severity, Span
from fargate_lint.hcl import syntax
from fargate_lint.hcl.walk import nodes
from fargate_lint.spelling import misspelt

CODE = "declaration"
"""The code of these diagnostics."""


def refusals(
    variables: Mapping[str, syntax.Block],
    outputs: Mapping[str, syntax.Block],
    calls: Mapping[str, syntax.Block],
    resources: Mapping[tuple[str, str, str], syntax.Block],
) -> Iterator[Diagnostic]:
    """All of them in a module, override files laid over the others."""
    for name, block in variables.items():
        yield from _variable(name, block)
    for name, block in outputs.items():
        yield from _missing(block, "value", f'output "{name}"')
    for name, block in calls.items():
        yield from _missing(block, "source", f'module "{name}"')
        yield from _repetition(block)
    for block in resources.values():
        yield from _repetition(block)


def folder_missing(call: syntax.Block, source: str) -> Diagnostic:
    """A local module whose folder is not there."""
    written = call.body.attributes["source"]
    message = f"Unreadable module directory: {source} is not there."
    return Diagnostic(CODE, Severity.WARNING, message, written.value.span, MissingFile("module", source))


def arguments(
    call: syntax.Block, passed: Mapping[str, syntax.Attribute], variables: Mapping[str, syntax.Block]
) -> Iterator[Diagnostic]:
    """What a call lacks of the variables of its module, and passes beside them."""
    what = f'module "{call.names[0]}"'
    for name, block in variables.items():
        if name not in passed and "default" not in block.body.attributes:
            message = f'Missing required argument: the argument "{name}" is required, and {what} does not pass it.'
            yield _refused(message, call.header)
    for name, attribute in passed.items():
        if name not in variables:
            near = misspelt(name, variables)
            hint = f' Did you mean "{near}"?' if near else ""
            yield _refused(f'Unsupported argument: {what} has no variable "{name}".{hint}', attribute.name_span)


def twice(provider: str, alias: str | None, span: Span) -> Diagnostic:
    """A provider configuration that was there before."""
    what = f'with alias "{alias}"' if alias is not None else "without an alias"
    return _refused(f'Duplicate provider configuration: there is one of "{provider}" {what} already.', span)


def backends_too_many(before: Iterable[syntax.Block], settings: syntax.Block) -> Iterator[Diagnostic]:
    """The backend and cloud blocks of a ``terraform`` block that are not the module's first."""
    seen = any(_backends(one) for one in before)
    for block in _backends(settings)[0 if seen else 1 :]:
        yield _refused("Duplicate backend configuration: a module has only one backend or cloud block.", block.header)


def enabled(block: syntax.Block) -> syntax.Attribute | None:
    """OpenTofu's ``lifecycle { enabled = … }``: whether there is one instance, or none."""
    found = None
    for lifecycle in block.body.all("lifecycle"):
        found = lifecycle.body.attributes.get("enabled", found)
    return found


def _refused(message: str, span: Span) -> Diagnostic:
    return Diagnostic(CODE, Severity.WARNING, message, span)


def _missing(block: syntax.Block, name: str, what: str) -> Iterator[Diagnostic]:
    if name not in block.body.attributes:
        yield _refused(f'Missing required argument: {what} has no "{name}".', block.header)


def _repetition(block: syntax.Block) -> Iterator[Diagnostic]:
    attributes = block.body.attributes
    written = [attributes[name] for name in ("count", "for_each") if name in attributes]
    one_or_none = enabled(block)
    if one_or_none is not None:
        written.append(one_or_none)
    for first, second in pairwise(written):
        message = (
            f'Invalid combination of "{first.name}" and "{second.name}": only one of them says how many there are.'
        )
        yield _refused(message, second.name_span)


def _backends(settings: syntax.Block) -> list[syntax.Block]:
    return [block for block in settings.body.blocks if block.type in ("backend", "cloud")]


def _variable(name: str, block: syntax.Block) -> Iterator[Diagnostic]:
    attributes = block.body.attributes
    wanted, default, nullable = (attributes.get(name) for name in ("type", "default", "nullable"))
    if wanted is not None and isinstance(wanted.value, syntax.Literal) and isinstance(wanted.value.value, str):
        message = f"Invalid quoted type constraint: write {wanted.value.value} without quotes (Terraform 0.11's form)."
        if not wanted.span.path.endswith(".json"):
            yield _refused(message, wanted.value.span)
    if default is None:
        return
    for node in nodes(default.value):
        if isinstance(node, syntax.Variable | syntax.Call):
            what = "Variables" if isinstance(node, syntax.Variable) else "Function calls"
            yield _refused(f'{what} not allowed: the default of variable "{name}" must be a constant.', node.span)
            break
    if _is(default, None) and _is(nullable, False):
        yield _refused("Invalid default value for variable: null is not valid when nullable is false.", default.span)


def _is(attribute: syntax.Attribute | None, value: object) -> bool:
    return attribute is not None and isinstance(attribute.value, syntax.Literal) and attribute.value.value is value
