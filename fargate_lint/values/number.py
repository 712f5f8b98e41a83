"""Terraform's numbers: binary floats of 512 bits, rounded half to even, with infinities and a negative zero.

The only door to gmpy2. A whole number below 2**512 is a Python int, all else an mpfr that carries its precision: 512
bits where it was parsed, 53 where it came out of a function that Terraform computes in float64 (``from_float``).
Operations take the larger precision of their operands. Source: go-cty ``cty/value_ops.go`` and Go's ``math/big.Float``.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from fargate_lint.values.value import Number

PRECISION = 512
"""Bits of a parsed number's mantissa (cty.ParseNumberVal)."""
LARGEST_EXPONENT = 400_000
"""Binary exponents beyond this, either way, are refused: printing such a number takes seconds and megabytes."""

_DECIMAL = re.compile(r"([+-]?)([0-9]++\.?[0-9]*+|\.[0-9]++)(?:([eEpP])([+-]?[0-9]+))?")
_INFINITY = re.compile(r"([+-]?)[Ii]nf")
_BOUND = 1 << PRECISION


@functools.cache
def _context(precision: int) -> Any:
    import gmpy2

    return gmpy2.context(precision=precision, round=gmpy2.RoundToNearest)


def parse(text: str) -> Number:
    """The number that a decimal text names, as ``tonumber`` reads it. Raises ValueError if it is none."""
    infinite = _INFINITY.fullmatch(text)
    if infinite:
        return infinity(negative=infinite[1] == "-")
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise ValueError("a number is required")
    sign, mantissa, mark, power = match.groups()
    if mark is None and len(mantissa) < 150 and "." not in mantissa:
        whole = int(mantissa)
        if whole or sign != "-":
            return -whole if sign == "-" else whole
    if (power is not None and len(power.lstrip("+-0")) > 6) or abs(int(power or 0)) > LARGEST_EXPONENT // 4:
        raise ValueError("a number is required (the exponent is too large to follow)")
    if len(mantissa) > LARGEST_EXPONENT // 4:
        raise ValueError("a number is required (it has too many digits to follow)")
    import gmpy2

    if mark in ("p", "P"):
        value = _scaled(gmpy2.mpfr(sign + mantissa, PRECISION), int(power))
    else:
        value = gmpy2.mpfr(text, PRECISION)
    return _settled(value)


def _scaled(value: Any, shift: int) -> Any:
    context = _context(PRECISION)
    return context.mul_2exp(value, shift) if shift >= 0 else context.div_2exp(value, -shift)


def infinity(negative: bool = False) -> Number:
    import gmpy2

    return gmpy2.mpfr("-inf" if negative else "inf", PRECISION)


def from_float(value: float) -> Number:
    """A number out of a 64-bit float; it prints with no more digits than float64 needs."""
    import gmpy2

    return _settled(gmpy2.mpfr(value, 53))


def from_integer(value: int) -> Number:
    """A number out of an integer of any size (rounded to 512 bits beyond 2**512)."""
    if -_BOUND < value < _BOUND:
        return value
    import gmpy2

    if value.bit_length() > LARGEST_EXPONENT:
        raise ValueError("the number is too large to follow")
    return _settled(gmpy2.mpfr(value, PRECISION))


def _settled(value: Any) -> Number:
    """An int if the float is whole and its digits are all significant, else the float itself."""
    if not is_finite(value):
        return value
    if value.is_zero():
        return value if value.is_signed() else 0
    _, exponent = value.as_mantissa_exp()
    bits = _magnitude(value)
    if abs(bits) > LARGEST_EXPONENT:
        raise ValueError("the number is too large or too small to follow")
    if exponent >= 0 and bits <= value.precision:
        return int(value)
    return value if not value.is_integer() or bits > value.precision else int(value)


def _magnitude(value: Any) -> int:
    mantissa, exponent = value.as_mantissa_exp()
    return int(abs(mantissa).bit_length() + exponent)


def is_finite(value: Any) -> bool:
    return isinstance(value, int) or bool(value.is_finite())


# Printing


def text(value: Number) -> str:
    """As a string: ``"${0.1 + 0.2}"`` is "0.3". The shortest digits that name the number at its precision, never with
    an exponent."""
    if isinstance(value, int):
        return str(value)
    if value.is_infinite():
        return "-Inf" if value < 0 else "+Inf"
    if value.is_zero():
        return "-0" if value.is_signed() else "0"
    digits, point = shortest(value)
    sign = "-" if value < 0 else ""
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    return f"{sign}{digits[:point]}.{digits[point:]}"


def json_text(value: Number) -> str:
    """As ``jsonencode`` writes it. Raises ValueError for an infinity."""
    if not is_finite(value):
        raise ValueError("cannot serialize infinity as JSON")
    return text(value)


def decimal(mantissa: int, exponent: int) -> tuple[str, int]:
    """Digits without trailing zeros of ``mantissa * 2**exponent``, and where the point stands."""
    import gmpy2

    whole = gmpy2.mpz(mantissa)
    if exponent >= 0:
        digits = (whole << exponent).digits()
        return digits.rstrip("0"), len(digits)
    digits = (whole * gmpy2.mpz(5) ** -exponent).digits()
    return digits.rstrip("0"), len(digits) + exponent


def shortest(value: Any) -> tuple[str, int]:
    """The shortest digits that round to the value, by walking the digits of both ends of its interval, as Go does."""
    raw, exponent = value.as_mantissa_exp()
    mantissa = int(abs(raw))
    shift = value.precision + 1 - mantissa.bit_length()
    mantissa, exponent = mantissa << shift, int(exponent) - shift
    digits, point = decimal(mantissa, exponent)
    lower, _ = decimal(mantissa - 1, exponent)
    upper, _ = decimal(mantissa + 1, exponent)
    inclusive = mantissa & 2 == 0
    for i, digit in enumerate(digits):
        low = lower[i] if i < len(lower) else "0"
        high = upper[i] if i < len(upper) else "0"
        down = low != digit or (inclusive and i + 1 == len(lower))
        up = digit != high and (inclusive or int(digit) + 1 < int(high) or i + 1 < len(upper))
        if down and up:
            return rounded(digits, point, i + 1, half_up(digits, i + 1))
        if down or up:
            return rounded(digits, point, i + 1, up)
    return digits, point


def half_up(digits: str, count: int) -> bool:
    """Whether rounding to ``count`` digits goes up; a tie goes to the even digit."""
    if count >= len(digits):
        return False
    if digits[count] == "5" and count + 1 == len(digits):
        return count > 0 and int(digits[count - 1]) % 2 == 1
    return digits[count] >= "5"


def rounded(digits: str, point: int, count: int, up: bool) -> tuple[str, int]:
    kept = digits[:count]
    if up and count < len(digits):
        grown = str(int(kept) + 1)
        point += len(grown) - len(kept)
        kept = grown
    return kept.rstrip("0"), point


# Arithmetic


def _both(name: str, left: Number, right: Number) -> Number:
    precision = max(PRECISION if isinstance(n, int) else n.precision for n in (left, right))
    result = getattr(_context(precision), name)(left, right)
    if result.is_nan():
        raise ValueError("the operation has no result")
    return _settled(result)


def _integers(left: Number, right: Number) -> bool:
    return isinstance(left, int) and isinstance(right, int)


def add(left: Number, right: Number) -> Number:
    """Raises ValueError for infinity plus minus infinity."""
    if _integers(left, right):
        return from_integer(left + right)
    return _both("add", _float(left), _float(right))


def subtract(left: Number, right: Number) -> Number:
    """Raises ValueError for infinity minus infinity."""
    if _integers(left, right):
        return from_integer(left - right)
    return _both("sub", _float(left), _float(right))


def multiply(left: Number, right: Number) -> Number:
    """Raises ValueError for zero times infinity."""
    if _integers(left, right) and (left * right != 0 or (left >= 0 and right >= 0)):
        return from_integer(left * right)
    return _both("mul", _float(left), _float(right))


def divide(left: Number, right: Number) -> Number:
    """1 / 0 is infinite, as in Terraform. Raises ValueError for 0 / 0 and infinity / infinity."""
    if _integers(left, right) and right != 0 and left != 0 and left % right == 0:
        return int(left // right)
    if (left == 0 and right == 0) or not (is_finite(left) or is_finite(right)):
        raise ValueError("can't divide zero by zero or infinity by infinity")
    if right == 0:
        return infinity(negative=is_negative(left) != is_negative(right))
    return _both("div", _float(left), _float(right))


def modulo(left: Number, right: Number) -> Number:
    """The remainder of the division rounded toward zero (it has the sign of ``left``); ``x % 0`` is x."""
    if not (is_finite(left) and is_finite(right)):
        return multiply(left, right)
    if right == 0:
        return left
    if _integers(left, right):
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    return subtract(left, multiply(right, from_integer(truncate(divide(left, right)))))


def negate(value: Number) -> Number:
    if isinstance(value, int) and value != 0:
        return -value
    number = _float(value)
    return _settled(_context(number.precision).minus(number))


def absolute(value: Number) -> Number:
    return abs(value) if isinstance(value, int) else _settled(_context(value.precision).abs(value))


def _float(value: Number) -> Any:
    import gmpy2

    return gmpy2.mpfr(value, PRECISION) if isinstance(value, int) else value


def is_negative(value: Number) -> bool:
    return value < 0 if isinstance(value, int) else bool(value.is_signed())


# Asking


def compare(left: Number, right: Number) -> int:
    """-1, 0 or 1."""
    return int(left > right) - int(left < right)


def equal(left: Number, right: Number) -> bool:
    """Terraform's ``==`` on numbers: whole numbers by value, others by their printed digits."""
    if is_whole(left) or is_whole(right):
        return bool(left == right)
    return text(left) == text(right)


def is_whole(value: Number) -> bool:
    return isinstance(value, int) or bool(value.is_finite() and value.is_integer())


def to_int(value: Number) -> int | None:
    """The number as an int, or None if it is not whole."""
    return int(value) if is_whole(value) else None


def to_float(value: Number) -> float:
    """The nearest 64-bit float (infinite if out of range)."""
    try:
        return float(value)
    except OverflowError:
        return float("-inf") if value < 0 else float("inf")


def floor(value: Number) -> Number:
    """Rounded down to a whole number."""
    if isinstance(value, int) or not is_finite(value):
        return value
    mantissa, exponent = (int(part) for part in value.as_mantissa_exp())
    return from_integer(mantissa << exponent if exponent >= 0 else mantissa >> -exponent)


def ceiling(value: Number) -> Number:
    """Rounded up to a whole number."""
    if isinstance(value, int) or not is_finite(value):
        return value
    mantissa, exponent = (int(part) for part in value.as_mantissa_exp())
    return from_integer(mantissa << exponent if exponent >= 0 else -(-mantissa >> -exponent))


def truncate(value: Number) -> int:
    """Rounded toward zero; the value must be finite."""
    return int(ceiling(value) if value < 0 else floor(value))


def digits_of(value: int) -> str:
    """An integer of any size in decimal."""
    import gmpy2

    return str(gmpy2.mpz(value).digits())
