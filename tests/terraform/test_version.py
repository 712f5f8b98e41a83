"""Versions and constraints, as Terraform solves them."""

from __future__ import annotations

import pytest

from fargate_lint.terraform.version import newest, parse_constraint, parse_version

KNOWN = [parse_version(text) for text in ("1.0.0", "1.2.0", "1.2.9", "1.3.0", "2.0.0", "2.1.0", "3.0.0-beta1")]

# constraint, the newest that satisfies, open-ended
CASES = [
    ("1.2.0", "1.2.0", False),
    ("= 1.2.0", "1.2.0", False),
    ("v1.2.0", "1.2.0", False),
    ("=v1.2", "1.2.0", False),
    ("~> 1.2", "1.3.0", False),
    ("~> v1.2", "1.3.0", False),
    ("~>1.2.0", "1.2.9", False),
    ("~> 1", "2.1.0", True),  # the right-most number may grow, and it is the only one
    (">= 1.0", "2.1.0", True),
    (">= 1.0, < 2.0", "1.3.0", False),
    (">=1.0,<2.0,!=1.3.0", "1.2.9", False),
    ("<= 1.2.0", "1.2.0", False),
    ("> 2.1.0", None, True),
    ("!= 2.1.0", "2.0.0", True),
    ("~> 4.0", None, False),
    ("3.0.0-beta1", "3.0.0-beta1", False),
    (">= 3.0.0-beta1", None, True),
]


@pytest.mark.parametrize(("text", "expected", "open_ended"), CASES, ids=[c[0] for c in CASES])
def test_the_newest_that_satisfies_is_picked(text: str, expected: str | None, open_ended: bool) -> None:
    constraint = parse_constraint(text)
    found = newest(constraint, KNOWN)
    assert (str(found) if found else None) == expected
    assert constraint.open_ended is open_ended


@pytest.mark.parametrize("text", ["", "latest", "~> x", ">= 1.0 < 2.0", "1.0,", "=> 1.0", "main"])
def test_what_is_no_constraint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        parse_constraint(text)


def test_versions_are_ordered_by_number_and_prereleases_come_first() -> None:
    texts = ["1.10.0", "1.9.0", "2.0.0", "2.0.0-rc.1", "2.0.0-beta.11", "2.0.0-beta.2"]
    ordered = sorted(parse_version(text) for text in texts)
    assert [str(v) for v in ordered] == ["1.9.0", "1.10.0", "2.0.0-beta.2", "2.0.0-beta.11", "2.0.0-rc.1", "2.0.0"]


def test_short_and_prefixed_versions_are_the_same_version() -> None:
    assert parse_version("v5") == parse_version("5.0") == parse_version("5.0.0+build.7")
