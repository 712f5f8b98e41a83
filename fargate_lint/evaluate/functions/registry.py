"""How functions are declared and called: cty's calling protocol.

A function declares its parameters. The dispatcher converts arguments, refuses nulls, answers unknown for an unknown
argument and hands on sensitivity, so that a body sees known values of the declared types and says only what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.functions.problem import Failure, FunctionError, LimitReached, NoSuchFile, OutsideError
from fargate_lint.values import partial
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.equality import TooManyUnknown
from fargate_lint.values.types import DYNAMIC, Type
from fargate_lint.values.value import Value, like_unknown, unknown

Body = Callable[..., Value]


class Parameter(msgspec.Struct, frozen=True):
    """``null`` and ``unknown`` say that the body deals with those itself; ``deep`` that even unknowns inside the
    argument make the result unknown."""

    name: str
    type: Type = DYNAMIC
    null: bool = False
    unknown: bool = False
    deep: bool = False


class Function(msgspec.Struct, frozen=True):
    """``returns`` is the type of an unknown result. A ``contextual`` body gets the Context and the
    call's span as its first arguments.

    The result is sensitive if anything in the arguments is; ``keeps`` says that elements come out as they went in, so
    that only the arguments themselves count.
    """

    name: str
    parameters: tuple[Parameter, ...]
    body: Body
    variadic: Parameter | None = None
    returns: Type = DYNAMIC
    contextual: bool = False
    keeps: bool = False


class Family(dict[str, Function]):
    """The functions of one module, filled by its decorator ``define``."""

    def define(
        self,
        name: str,
        *parameters: Parameter,
        variadic: Parameter | None = None,
        returns: Type = DYNAMIC,
        contextual: bool = False,
        keeps: bool = False,
    ) -> Callable[[Body], Body]:
        def keep(body: Body) -> Body:
            self[name] = Function(name, parameters, body, variadic, returns, contextual, keeps)
            return body

        return keep


def dispatch(function: Function, arguments: Sequence[Value], context: Context, span: Span) -> Value:
    """Call a function. Raises FunctionError."""
    prepared, blocking = _prepare(function, arguments)
    secret = _is_sensitive if function.keeps else _has_sensitive
    sensitive = any(secret(argument) for argument in prepared)
    if blocking is not None:
        result = like_unknown(blocking, function.returns).with_origin(None)
    else:
        try:
            around = (context, span) if function.contextual else ()
            result = function.body(*around, *prepared)
            if result.raw is partial.TOO_LONG:
                raise LimitReached(partial.TOO_LONG.reason)
        except (LimitReached, TooManyUnknown) as limit:
            result = unknown(f"{function.name}(): {limit}", function.returns, code="limit")
            _report(result, context, span)
        except OutsideError as outside:
            result = unknown(outside.message, function.returns, code="limit")
        except Failure as failure:
            raise _worded(function, failure) from None
        except ConversionError as error:
            raise _worded(function, Failure(error.message)) from None
    return result.with_sensitive() if sensitive and not result.sensitive and not _frees(function) else result


def _report(result: Value, context: Context, span: Span) -> None:
    if context.report is not None:
        context.report(Diagnostic("limit", Severity.ERROR, f"{result.raw.reason}.", span))


def _is_sensitive(value: Value) -> bool:
    return value.sensitive


def _has_sensitive(value: Value) -> bool:
    """Whether anything in the value is sensitive."""
    if value.sensitive:
        return True
    if isinstance(value.raw, tuple):
        return any(_has_sensitive(item) for item in value.raw)
    if isinstance(value.raw, dict):
        return any(_has_sensitive(item) for item in value.raw.values())
    return False


def _frees(function: Function) -> bool:
    """Whether the result is not sensitive though an argument is."""
    return function.name in ("nonsensitive", "issensitive")


def _prepare(function: Function, arguments: Sequence[Value]) -> tuple[list[Value], Value | None]:
    """The converted arguments, and the one that makes the result unknown."""
    count, wanted = len(arguments), len(function.parameters)
    if count < wanted:
        missing = function.parameters[count].name
        atleast = " at least" if function.variadic else ""
        raise FunctionError(
            f'Function "{function.name}" expects{atleast} {wanted} argument(s). Missing value for "{missing}".'
        )
    if count > wanted and function.variadic is None:
        raise FunctionError(f'Function "{function.name}" expects only {wanted} argument(s).', wanted)
    prepared: list[Value] = []
    blocking: Value | None = None
    for i, argument in enumerate(arguments):
        parameter = function.parameters[i] if i < wanted else function.variadic
        assert parameter is not None
        value = _converted(argument, parameter, i)
        prepared.append(value)
        if blocking is None:
            blocking = _blocks(value, parameter)
    return prepared, blocking


def _converted(argument: Value, parameter: Parameter, position: int) -> Value:
    try:
        value = convert(argument, parameter.type)
    except ConversionError as error:
        raise FunctionError(f'Invalid value for "{parameter.name}" parameter: {error.message}.', position) from None
    if value.is_null and not parameter.null:
        raise FunctionError(f'Invalid value for "{parameter.name}" parameter: argument must not be null.', position)
    return value


def _blocks(value: Value, parameter: Parameter) -> Value | None:
    """The unknown that keeps the function from being called, if there is one."""
    if value.is_unknown:
        return None if parameter.unknown else value
    if parameter.deep and not value.is_wholly_known():
        from fargate_lint.values.equality import why_unknown

        return unknown(why_unknown((value,)))
    return None


def _worded(function: Function, failure: Failure) -> FunctionError:
    error = _error(function, failure)
    error.missing_file = failure.path if isinstance(failure, NoSuchFile) else None
    return error


def _error(function: Function, failure: Failure) -> FunctionError:
    position = failure.argument
    if position is None:
        return FunctionError(f'Call to function "{function.name}" failed: {failure.message}.')
    if position < len(function.parameters):
        name = function.parameters[position].name
    else:
        name = function.variadic.name if function.variadic else ""
    return FunctionError(f'Invalid value for "{name}" parameter: {failure.message}.', position)
