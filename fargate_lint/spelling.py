"""Whether a word is a slip of the keyboard, or one that we do not know."""

from __future__ import annotations

from collections.abc import Iterable

SHORT = 5
"""Words below this many letters may differ by one letter, others by two."""


def misspelt(word: str, known: Iterable[str]) -> str | None:
    """The known word that is meant: one or two letters away (changed, left out, too many, swapped; case and ``_`` do
    not count). None where none is so near, or the word itself is known."""
    from difflib import get_close_matches

    plain = {_plain(name): name for name in known}
    wanted = _plain(word)
    if word in plain.values():
        return None
    allowed = 1 if len(wanted) < SHORT else 2
    for near in get_close_matches(wanted, plain, 3, 0.5):
        if _distance(wanted, near) <= allowed:
            return plain[near]
    return None


def _plain(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


def _distance(one: str, other: str) -> int:
    """How many letters are changed, left out, too many or swapped with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
