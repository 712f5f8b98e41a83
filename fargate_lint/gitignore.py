"""Patterns as .gitignore has them: the one door to pathspec.

The patterns come from repositories that nobody vouches for, so they are matched by RE2, in time that grows with the
text, and only so many of them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

MOST_PATTERNS = 2_000
"""Patterns of one list that are looked at."""
LONGEST_PATTERN = 300
"""Characters of one pattern."""


class TooManyPatterns(Exception):
    """A list has more than MOST_PATTERNS patterns, or one is longer than LONGEST_PATTERN."""


def matches(patterns: Sequence[str], path: str) -> bool | None:
    """Whether the patterns take in a path (with "/", relative to where they hold): True, False where the last that
    speaks of it begins with "!", None where none speaks of it. What is no pattern matches nothing, as in Git.

    Raises TooManyPatterns.
    """
    if len(patterns) > MOST_PATTERNS or any(len(pattern) > LONGEST_PATTERN for pattern in patterns):
        raise TooManyPatterns
    for pattern in reversed(patterns):
        spec = _spec(pattern)
        found: bool | None = None if spec is None else spec.check_file(path).include
        if found is not None:
            return found
    return None


@lru_cache(maxsize=MOST_PATTERNS)
def _spec(pattern: str) -> Any:
    """One pattern, made ready; None if it is none."""
    import pathspec
    import re2

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about brackets in brackets
            return pathspec.GitIgnoreSpec.from_lines([pattern], backend="re2")
    except (ValueError, re.error, re2.error):
        return None
