"""Numbers printed with a given precision, as Go's fmt prints big.Float: for ``format`` and the order of sets."""

from __future__ import annotations

from fargate_lint.values.number import decimal, half_up, is_finite, is_negative, rounded, shortest, text
from fargate_lint.values.value import Number


def _exact(value: Number) -> tuple[str, str, int]:
    """Sign, all digits without trailing zeros, and where the point stands; the value must be finite."""
    if value == 0:
        return ("-" if is_negative(value) else ""), "", 0
    mantissa, exponent = (value, 0) if isinstance(value, int) else value.as_mantissa_exp()
    digits, point = decimal(int(abs(mantissa)), int(exponent))
    return ("-" if value < 0 else ""), digits, point


def _cut(digits: str, point: int, count: int) -> tuple[str, int]:
    """Rounded to ``count`` digits, a tie to the even one."""
    if count >= len(digits):
        return digits, point
    if count < 0 or not digits:
        return "", point
    if count == 0:
        return ("1", point + 1) if digits > "5" else ("", point)
    return rounded(digits, point, count, half_up(digits, count))


def fixed(value: Number, places: int) -> str:
    """With ``places`` digits after the point (%f)."""
    if not is_finite(value):
        return text(value)
    sign, digits, point = _exact(value)
    digits, point = _cut(digits, point, point + places)
    whole = digits[: max(point, 0)].ljust(max(point, 0), "0") or "0"
    fraction = ("0" * max(0, -point) + digits[max(point, 0) :])[:places].ljust(places, "0")
    return f"{sign}{whole}.{fraction}" if places else f"{sign}{whole}"


def exponential(value: Number, places: int) -> str:
    """With one digit before the point, ``places`` after it, and an exponent (%e)."""
    if not is_finite(value):
        return text(value)
    sign, digits, point = _exact(value)
    digits, point = _cut(digits, point, places + 1)
    return sign + _with_exponent(digits, point, places)


def _with_exponent(digits: str, point: int, places: int) -> str:
    power = point - 1 if digits else 0
    tail = digits[1:].ljust(places, "0")
    return f"{digits[:1] or '0'}{'.' if places else ''}{tail}e{'-' if power < 0 else '+'}{abs(power):02d}"


def general(value: Number, precision: int = -1) -> str:
    """%g: the shortest digits (precision -1) or so many significant ones; with an exponent for very large and very
    small numbers."""
    if not is_finite(value):
        return text(value)
    sign, digits, point = _exact(value)
    if precision < 0:
        if digits and not isinstance(value, int):
            digits, point = shortest(value)
        limit = 6
    else:
        digits, point = _cut(digits, point, max(precision, 1))
        limit = max(precision, 1)
        if limit > len(digits) >= point:
            limit = len(digits)
    power = point - 1
    if digits and (power < -4 or power >= limit):
        return sign + _with_exponent(digits, point, len(digits) - 1)
    if not digits:
        return f"{sign}0"
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    if point <= 0:
        return f"0.{'0' * -point}{digits}"
    if point >= len(digits):
        return digits.ljust(point, "0")
    return f"{digits[:point]}.{digits[point:]}"
