"""Functions that convert, and those that mark and unmark what is secret."""

from __future__ import annotations

from fargate_lint.evaluate.functions.problem import Failure
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values.convert import ConversionError, convert, convertible
from fargate_lint.values.mismatch import constraint_name, mismatch
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, SetType, Type
from fargate_lint.values.value import Value, boolean, like_unknown

FUNCTIONS = Family()

_ANYTHING = Parameter("v", null=True, unknown=True)


def _convert(value: Value, wanted: Type) -> Value:
    try:
        return convert(value, wanted)
    except ConversionError as error:
        raise Failure(_reason(value, wanted, error), 0) from None


def _reason(value: Value, wanted: Type, error: ConversionError) -> str:
    kind = "object" if value.is_lazy else str(value.type)
    if value.is_lazy or not convertible(value.type, wanted):
        return f"cannot convert {kind} to {constraint_name(wanted)}"
    if value.sensitive:
        return f"cannot convert this sensitive {kind} to {constraint_name(wanted)}"
    if value.type == STRING and wanted == BOOL:
        return f'cannot convert {quote(value.raw)} to bool; only the strings "true" or "false" are allowed'
    if value.type == STRING and wanted == NUMBER:
        return f"cannot convert {quote(value.raw)} to number; given string must be a decimal representation of a number"
    return error.message or mismatch(value.type, wanted)


@FUNCTIONS.define("tostring", _ANYTHING, returns=STRING)
def tostring(value: Value) -> Value:
    return _convert(value, STRING)


@FUNCTIONS.define("tonumber", _ANYTHING, returns=NUMBER)
def tonumber(value: Value) -> Value:
    return _convert(value, NUMBER)


@FUNCTIONS.define("tobool", _ANYTHING, returns=BOOL)
def tobool(value: Value) -> Value:
    return _convert(value, BOOL)


@FUNCTIONS.define("tolist", _ANYTHING, keeps=True)
def tolist(value: Value) -> Value:
    return _convert(value, ListType(DYNAMIC))


@FUNCTIONS.define("toset", _ANYTHING, keeps=True)
def toset(value: Value) -> Value:
    return _convert(value, SetType(DYNAMIC))


@FUNCTIONS.define("tomap", _ANYTHING, keeps=True)
def tomap(value: Value) -> Value:
    return _convert(value, MapType(DYNAMIC))


@FUNCTIONS.define("sensitive", Parameter("value", null=True, unknown=True), keeps=True)
def sensitive(value: Value) -> Value:
    return value.with_sensitive()


@FUNCTIONS.define("nonsensitive", Parameter("value", null=True, unknown=True), keeps=True)
def nonsensitive(value: Value) -> Value:
    return value.with_sensitive(False)


@FUNCTIONS.define("issensitive", Parameter("value", null=True, unknown=True), returns=BOOL, keeps=True)
def issensitive(value: Value) -> Value:
    if value.sensitive:
        return boolean(True)
    return like_unknown(value, BOOL) if value.is_unknown else boolean(False)


@FUNCTIONS.define("ephemeralasnull", Parameter("value", null=True, unknown=True), keeps=True)
def ephemeralasnull(value: Value) -> Value:
    return value
