"""Function calls: the special forms try and can here, everything else in ``functions``."""

from __future__ import annotations

from collections.abc import Callable

from fargate_lint.diagnostic import Diagnostic, MissingFile, Severity
from fargate_lint.evaluate import functions
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.functions.context import Conversion
from fargate_lint.evaluate.scope import Scope
from fargate_lint.evaluate.symbols import called
from fargate_lint.hcl import syntax
from fargate_lint.spelling import misspelt
from fargate_lint.values.convert import ConversionError
from fargate_lint.values.origin import derived
from fargate_lint.values.types import BOOL
from fargate_lint.values.value import Value, boolean, like_unknown, unknown

Evaluate = Callable[[syntax.Expression, Scope], Value]

_NO_REFERENCES = (syntax.Literal, syntax.Number, syntax.Template, syntax.TemplateWrap, syntax.Call, syntax.Conditional)
"""What ``templatestring`` refuses as its template: it is for templates that come from elsewhere."""


def call(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """The result of a call. Raises EvaluationError with the function's own words."""
    name = node.name.removeprefix("core::")
    if name == "try" and not node.expand:
        return _try(node, scope, evaluate)
    if name == "can" and len(node.arguments) == 1:
        return _can(node, scope, evaluate)
    if name == "convert" and len(node.arguments) == 2 and not node.expand and scope.context.conversion is not None:
        return _convert(node, scope, evaluate, scope.context.conversion)
    if not functions.exists(name):
        return _unheard_of(node, name, scope)
    return _of_values(node, name, scope, evaluate)


def _of_values(node: syntax.Call, name: str, scope: Scope, evaluate: Evaluate) -> Value:
    """A call of a function that sees nothing but its arguments' values."""
    if name == "templatestring" and node.arguments and isinstance(node.arguments[0], _NO_REFERENCES):
        raise EvaluationError(
            'Invalid value for "template" parameter: invalid template expression: must be a direct reference to a'
            " single string from elsewhere, containing valid Terraform template syntax.",
            node.arguments[0].span,
        )
    arguments = [evaluate(argument, scope) for argument in node.arguments]
    if node.expand:
        last = arguments.pop()
        if last.is_unknown:
            return like_unknown(last, origin=derived(node.span, last.origin))
        if last.items is None:
            raise EvaluationError("Invalid expanding argument value: must be of a tuple, list, or set type.", node.span)
        arguments.extend(last.items)
    for argument in arguments:
        scope.context.budget.hand(argument, node.span)
    try:
        result = functions.call(name, arguments, scope.context, node.span)
    except functions.FunctionError as error:
        span = node.span
        if error.argument is not None and error.argument < len(node.arguments):
            span = node.arguments[error.argument].span
        message = f"Error in function call to {node.name}: {error.message}"
        if error.missing_file is None:
            raise EvaluationError(message, span) from error
        missing = MissingFile(node.name, error.missing_file)
        raise EvaluationError(message, span, "reference", missing_file=missing) from error
    scope.context.budget.made(result, node.span)
    if result.is_unknown and result.ref is None and not result.raw.parts:
        result = result.with_ref(called(name, arguments))
    if result.origin is not None or result.is_lazy:
        return result
    source = next((a.origin for a in arguments if a.origin is not None), None)
    return result.with_origin(derived(node.span, source))


def _convert(node: syntax.Call, scope: Scope, evaluate: Evaluate, conversion: Conversion) -> Value:
    """``convert(value, type)`` of Terraform 1.15: the second argument is a type, as a variable's."""
    value = evaluate(node.arguments[0], scope)
    scope.context.budget.hand(value, node.span)
    try:
        return conversion(node.arguments[1], value)
    except ConversionError as error:
        message = f'Error in function call to convert: Invalid value for "value" parameter: {error.message}.'
        raise EvaluationError(message, node.arguments[0].span) from error


def _unheard_of(node: syntax.Call, name: str, scope: Scope) -> Value:
    """A function that we do not have: a slip is an error, as in Terraform; another may be one of a newer version."""
    known = (*functions.names(), "try", "can", "convert")
    meant = misspelt(name, known)
    message = f'There is no function named "{node.name}"'
    if meant is not None:
        raise EvaluationError(f"{message}.", node.span, "function", name, (meant,))
    context = scope.context
    if context.report is not None:
        words = f"{message} that fargate-lint knows: its result is not known."
        context.report(Diagnostic("function", Severity.INFO, words, node.span))
    return unknown(f"{node.name}() is not known to fargate-lint", code="function", origin=derived(node.span, None))


def _try(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """The first argument without an error. An unknown is an answer, never a reason to go on: only absence is."""
    failures: list[EvaluationError] = []
    for argument in node.arguments:
        try:
            return evaluate(argument, scope)
        except EvaluationError as error:
            if error.code in ("cycle", "limit"):
                raise
            failures.append(error)
    messages = "; ".join(failure.diagnostic.message for failure in failures)
    raise EvaluationError(f"no expression succeeded in try(): {messages}", node.span)


def _can(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    try:
        value = evaluate(node.arguments[0], scope)
    except EvaluationError as error:
        if error.code in ("cycle", "limit"):
            raise
        return boolean(False, derived(node.span, None))
    unknown = value.unknown
    if unknown is not None and unknown.code != "apply":
        # It may turn out to be something that fails; an attribute that apply fills in will be there.
        return like_unknown(value, BOOL, derived(node.span, value.origin))
    return boolean(True, derived(node.span, value.origin))
