"""Patterns of .gitignore, and that those which nobody wrote in good faith end soon."""

from __future__ import annotations

import time

import pytest

from fargate_lint import gitignore


@pytest.mark.parametrize(
    ("patterns", "path", "taken_in"),
    [
        (["*.pem"], "keys/admin.pem", True),
        (["*.pem", "!admin.pem"], "keys/admin.pem", False),
        (["!admin.pem", "*.pem"], "keys/admin.pem", True),
        (["build/"], "build/lambda.zip", True),
        (["/keys"], "a/keys/x", None),
        (["keys/*.pub"], "a/keys/x.pub", None),
        (["a/**/b"], "a/x/y/b", True),
        (["# *.pem", ""], "x.pem", None),
        (["*.pem "], "x.pem", True),
        (["*.PEM"], "x.pem", None),
        (["\\", "[z-a]", "*.x"], "q.x", True),
        (["[[a]x"], "[x", True),
        ([], "x", None),
    ],
)
def test_the_last_pattern_that_speaks_of_a_path_decides(patterns: list[str], path: str, taken_in: bool | None) -> None:
    assert gitignore.matches(patterns, path) is taken_in


def test_patterns_that_go_back_and_forth_end_soon() -> None:
    start = time.process_time()
    assert gitignore.matches(["*a" * 140 + "b"], "a" * 3_000) is None
    assert time.process_time() - start < 1


@pytest.mark.parametrize("patterns", [["x"] * (gitignore.MOST_PATTERNS + 1), ["x" * (gitignore.LONGEST_PATTERN + 1)]])
def test_what_is_too_much_is_said(patterns: list[str]) -> None:
    with pytest.raises(gitignore.TooManyPatterns):
        gitignore.matches(patterns, "x")
