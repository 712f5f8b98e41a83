"""Numbers are cty's: 512-bit binary floats that print with the fewest digits. What Terraform prints for each is in
tests/conformance; here is what no expression shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fargate_lint.values import number as n
from fargate_lint.values.number_format import exponential, fixed, general

WHOLE = some.integers(-(2**520), 2**520)
DECIMAL = some.from_regex(r"-?[0-9]{1,40}(\.[0-9]{1,40})?(e-?[0-9]{1,2})?", fullmatch=True)


@given(some.integers(-(2**511), 2**511))
def test_whole_numbers_are_ints(whole: int) -> None:
    assert n.parse(str(whole)) == whole
    assert type(n.parse(str(whole))) is int or whole == 0
    assert n.text(whole) == str(whole)


@given(DECIMAL)
def test_printing_and_parsing_come_back(text: str) -> None:
    """The printed form names the very same number, and is no longer than what was written, exponents aside."""
    value = n.parse(text)
    printed = n.text(value)
    assert n.compare(n.parse(printed), value) == 0
    if "e" not in text:
        assert len(printed) <= len(text)


@given(DECIMAL)
def test_the_sign_costs_no_digit(text: str) -> None:
    value = n.parse(text)
    assert n.text(n.negate(value)).lstrip("-") == n.text(value).lstrip("-")
    assert n.text(n.absolute(value)) == n.text(value).lstrip("-")


@given(DECIMAL)
def test_rounding_is_exact(text: str) -> None:
    value = n.parse(text)
    below, above = n.floor(value), n.ceiling(value)
    assert n.compare(below, value) <= 0 <= n.compare(above, value)
    assert n.is_whole(below)
    assert n.is_whole(above)
    assert n.compare(n.subtract(above, below), 1) <= 0


@given(WHOLE, WHOLE)
def test_arithmetic_of_whole_numbers_is_exact_below_512_bits(a: int, b: int) -> None:
    for ours, exact in ((n.add(a, b), a + b), (n.subtract(a, b), a - b), (n.multiply(a, b), a * b)):
        if abs(exact) < 2**512:
            assert ours == exact
        else:
            assert n.to_int(ours) is not None


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_float64_results_print_as_float64(value: float) -> None:
    """Functions that Terraform computes in 64 bits (pow, log) give numbers with as many digits as those need."""
    # Go errs by one digit at powers of two, and so do we: pow(2, -24).
    assert float(n.text(n.from_float(value))) == pytest.approx(value, rel=1e-15, abs=0)
    assert len(n.text(n.from_float(value)).replace("-", "").replace(".", "").strip("0")) <= 17


@pytest.mark.parametrize(
    "text", ["", "x", " 1", "1 ", "1_000", "0x10", "1e", ".", "e5", "--1", "1.2.3", "nan", "infinity", "١"]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="a number is required"):
        n.parse(text)


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "9" * 200_000])
def test_numbers_beyond_measure_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="to follow"):
        n.parse(text)


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        (n.divide, (0, 0)),
        (n.divide, (n.infinity(), n.infinity())),
        (n.subtract, (n.infinity(), n.infinity())),
        (n.multiply, (0, n.infinity())),
    ],
)
def test_operations_without_a_result(operation: object, arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"no result|divide zero"):
        operation(*arguments)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (n.divide(1, 0), "+Inf"),
        (n.negate(0), "-0"),
        (n.modulo(-7, 3), "-1"),
        (n.modulo(7, 0), "7"),
        (n.floor(n.parse("-0.5")), "-1"),
        (n.ceiling(n.parse("-0.5")), "0"),
        (n.from_integer(2**600), n.text(n.parse(str(2**600)))),
    ],
)
def test_corners(made: object, text: str) -> None:
    assert n.text(made) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("0.05", 1, "0.1"),
        ("999.9", 0, "1000"),
        ("0.0004", 2, "0.00"),
        ("0", 2, "0.00"),
        ("-1.005", 2, "-1.00"),
    ],
)
def test_fixed(value: str, places: int, text: str) -> None:
    """A tie goes to the even digit; 0.05 in binary lies above the tie, 1.005 below it."""
    assert fixed(n.parse(value), places) == text


@given(some.floats(allow_nan=False, allow_infinity=False), some.integers(0, 20))
def test_formats_agree_with_c_for_float64(value: float, places: int) -> None:
    number = n.from_float(value)
    assert float(fixed(number, places)) == float(f"{value:.{places}f}")
    assert exponential(number, places) == f"{value:.{places}e}"
    assert float(general(number, places)) == float(f"{value:.{places or 1}g}")
