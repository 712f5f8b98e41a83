"""Selectors: wildcards, and texts that are known in part only."""

from __future__ import annotations

import pytest

from fargate_lint.kubernetes.labels import Labels
from fargate_lint.model.thing.matching import labels_match, same_text, text_matches, wildcard
from fargate_lint.values.answer import undecided
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import STRING
from fargate_lint.values.value import Unknown, Value, string, unknown


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("apps", "apps", True),
        ("apps", "apps2", False),
        ("prod*", "prod", True),
        ("prod*", "prod-eu", True),
        ("*", "", True),
        ("*-api", "team-api", True),
        ("*-api", "team-api-2", False),
        ("team-?", "team-1", True),
        ("team-?", "team-", False),
        ("team-?", "team-12", False),
        ("a*b*c", "a-b-b-c", True),
        ("a**c", "abc", True),
        ("[ab]", "a", False),
        ("a.c", "abc", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_wildcards_are_star_and_question_mark_only(pattern: str, text: str, matches: bool) -> None:
    assert wildcard(pattern, text) is matches


def test_wildcards_stay_fast() -> None:
    assert wildcard("*a" * 40 + "b", "a" * 4000) is False


def _var(name: str) -> Value:
    return unknown(f"var.{name} has no value", STRING, code="variable", ref=Reference("variable", f"var.{name}"))


def _half(*parts: str | Value) -> Value:
    return Value(STRING, Unknown("derived", "half", parts))


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        (string("a"), string("a"), "yes"),
        (string("a"), string("b"), "no"),
        (_var("x"), _var("x"), "yes"),
        (_var("x"), _var("y"), "unknown"),
        (_half("team-", _var("x")), _half("team-", _var("x")), "yes"),
        (_half("team-", _var("x")), _half("other-", _var("x")), "no"),
        (_half("team-", _var("x")), string("apps"), "no"),
        (_half("team-", _var("x")), string("team-a"), "unknown"),
        (_half(_var("x"), "-api"), string("team-web"), "no"),
    ],
)
def test_texts_known_in_part_are_compared_as_far_as_they_are_known(one: Value, other: Value, state: str) -> None:
    assert same_text(one, other).state == state
    assert same_text(other, one).state == state


def test_a_star_matches_what_is_not_known() -> None:
    assert text_matches(string("*"), _var("namespace")).yes
    assert text_matches(string("prod*"), _var("namespace")).unknown


def test_every_wanted_label_must_be_there() -> None:
    pod = Labels({"app": string("web"), "tier": string("front")})
    assert labels_match({"app": string("web")}, pod).yes
    assert labels_match({"app": string("w*"), "tier": string("front")}, pod).yes
    assert labels_match({"app": string("web"), "zone": string("a")}, pod).no
    assert labels_match({"t*": string("front")}, pod).yes


def test_a_label_that_may_be_there_is_not_missing() -> None:
    pod = Labels({"app": string("web")}, undecided("var.labels has no value"))
    assert labels_match({"zone": string("a")}, pod).unknown
    assert labels_match({"app": string("web")}, pod).yes
