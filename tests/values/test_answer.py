"""Three-valued answers combine as in Kleene's logic and keep what decided them."""

from __future__ import annotations

import itertools

import pytest

from fargate_lint.diagnostic import Span
from fargate_lint.values.answer import NO, YES, Answer, all_of, any_of, equals, flag, no, undecided
from fargate_lint.values.origin import written
from fargate_lint.values.value import boolean, null, number, string, unknown

HERE = Span("/r/main.tf", 3, 5, 3, 9)
MAYBE = undecided("var.x has no value", HERE)
ORDER = {"no": 0, "unknown": 1, "yes": 2}


@pytest.mark.parametrize("answers", list(itertools.product((YES, NO, MAYBE), repeat=3)))
def test_all_is_the_least_and_any_the_most(answers: tuple[Answer, ...]) -> None:
    ranks = [ORDER[answer.state] for answer in answers]
    assert ORDER[all_of(answers).state] == min(ranks)
    assert ORDER[any_of(answers).state] == max(ranks)


def test_of_nothing() -> None:
    assert all_of([]).yes
    assert any_of([]).no


def test_what_decided_is_kept() -> None:
    assert any_of([NO, MAYBE]).reason == "var.x has no value"
    assert all_of([YES, MAYBE, no("off", HERE)]) == no("off", HERE)
    assert no("off", HERE).negated.yes
    assert no("off", HERE).negated.span == HERE
    assert MAYBE.negated is MAYBE


def test_an_answer_is_no_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(YES)


@pytest.mark.parametrize(
    ("value", "default", "state"),
    [
        (None, True, "yes"),
        (None, False, "no"),
        (null(), True, "yes"),
        (boolean(False), True, "no"),
        (boolean(True), False, "yes"),
        (string("true"), False, "yes"),
        (string("false"), True, "no"),
        (string("perhaps"), True, "unknown"),
        (unknown("var.x has no value"), True, "unknown"),
    ],
)
def test_flags(value: object, default: bool, state: str) -> None:
    assert flag(value, default).state == state  # type: ignore[arg-type]


def test_a_flag_says_where() -> None:
    assert flag(boolean(True, written(HERE)), False).span == HERE
    assert flag(unknown("why", origin=written(HERE)), False) == undecided("why", HERE, "derived")


def test_equals() -> None:
    assert equals(string("a"), "a").yes
    assert equals(string("b"), "a").no
    assert equals(number(1), "1").yes
    assert equals(None, "a").no
    assert equals(None, "a", absent=YES).yes
    assert equals(unknown("why"), "a").unknown
