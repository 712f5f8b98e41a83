"""Functions on numbers."""

from __future__ import annotations

import math

from fargate_lint.evaluate.functions.common import number_value, whole
from fargate_lint.evaluate.functions.problem import Failure
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values import number as numbers
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import NUMBER, STRING
from fargate_lint.values.value import Value

FUNCTIONS = Family()

_NUM = Parameter("num", NUMBER)


@FUNCTIONS.define("abs", _NUM, returns=NUMBER)
def abs_(num: Value) -> Value:
    return number_value(numbers.absolute(num.raw))


@FUNCTIONS.define("ceil", _NUM, returns=NUMBER)
def ceil(num: Value) -> Value:
    return number_value(numbers.ceiling(num.raw))


@FUNCTIONS.define("floor", _NUM, returns=NUMBER)
def floor(num: Value) -> Value:
    return number_value(numbers.floor(num.raw))


@FUNCTIONS.define("signum", _NUM, returns=NUMBER)
def signum(num: Value) -> Value:
    found = whole(num, 0, "invalid number")
    return number_value((found > 0) - (found < 0))


@FUNCTIONS.define("max", variadic=Parameter("numbers", NUMBER), returns=NUMBER)
def max_(*values: Value) -> Value:
    if not values:
        raise Failure("must pass at least one number")
    return max(values, key=lambda value: value.raw)


@FUNCTIONS.define("min", variadic=Parameter("numbers", NUMBER), returns=NUMBER)
def min_(*values: Value) -> Value:
    if not values:
        raise Failure("must pass at least one number")
    return min(values, key=lambda value: value.raw)


@FUNCTIONS.define("log", _NUM, Parameter("base", NUMBER), returns=NUMBER)
def log(num: Value, base: Value) -> Value:
    above, below = _logarithm(numbers.to_float(num.raw)), _logarithm(numbers.to_float(base.raw))
    if below == 0:
        return _result(math.nan if above == 0 or math.isnan(above) else math.copysign(math.inf, above))
    return _result(above / below)


@FUNCTIONS.define("pow", _NUM, Parameter("power", NUMBER), returns=NUMBER)
def pow_(num: Value, power: Value) -> Value:
    return _result(_power(numbers.to_float(num.raw), numbers.to_float(power.raw)))


def _logarithm(x: float) -> float:
    """The natural logarithm as Go has it: NaN below zero, minus infinity at zero. The last bit may be C's."""
    if x > 0:
        return math.log(x)
    return -math.inf if x == 0 else math.nan


def _power(x: float, y: float) -> float:
    """``x`` to the power of ``y`` as Go has it: infinity where it overflows, NaN for a root of a negative number. The
    last bit may be C's."""
    odd = y % 2 == 1
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and odd else math.inf
    except ValueError:
        if x != 0:
            return math.nan
        return math.copysign(math.inf, x) if odd else math.inf


def _result(value: float) -> Value:
    if math.isnan(value):
        raise Failure("result is not a number")
    if math.isinf(value):
        return number_value(numbers.infinity(negative=value < 0))
    return number_value(numbers.from_float(value))


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@FUNCTIONS.define("parseint", Parameter("number"), Parameter("base", NUMBER), returns=NUMBER)
def parseint(text: Value, base: Value) -> Value:
    if text.type != STRING:
        raise Failure(f"first argument must be a string, not {'object' if text.is_lazy else text.type}", 0)
    radix = whole(base, 1, "invalid base")
    if not 2 <= radix <= 62:
        raise Failure("base must be a whole number between 2 and 62 inclusive", 1)
    body = text.raw[1:] if text.raw[:1] in ("+", "-") else text.raw
    digits = [_DIGITS.find(letter.lower() if radix <= 36 else letter) for letter in body]
    if not digits or any(not 0 <= digit < radix for digit in digits):
        raise Failure(f"cannot parse {quote(text.raw)} as a base {radix} integer", 0)
    total = 0
    for digit in digits:
        total = total * radix + digit
    return number_value(numbers.from_integer(-total if text.raw.startswith("-") else total))
