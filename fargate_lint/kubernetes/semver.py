"""Chart versions: exact ones, and constraints of which Helm installs the newest that satisfies."""

from __future__ import annotations

import re

Version = tuple[int, int, int]

_EXACT = re.compile(r"v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[-+].*)?")
_PART = re.compile(
    r"(=|==|!=|>=|=>|<=|=<|>|<|~>|~|\^)?\s*v?(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(?:[-+]\S*)?"
)
_ENDLESS: Version = (10**9, 0, 0)


def exact(text: str) -> Version | None:
    """The three numbers of an exact version ("v1.13.0" too); None for constraints and for what is no version."""
    found = _EXACT.fullmatch(text.strip())
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def bound(text: str) -> Version | None:
    """The version below which everything allowed lies (exclusive); None if it cannot be told.

    "" and "*" allow everything. Masterminds semver as Helm uses it: "," and blanks are and, "||" is or.
    """
    highest: Version | None = None
    for choice in text.split("||"):
        upper = _choice(choice.strip())
        if upper is None:
            return None
        highest = upper if highest is None else max(highest, upper)
    return highest


def _choice(text: str) -> Version | None:
    if text in ("", "*"):
        return _ENDLESS
    upper = _ENDLESS
    position = 0
    while position < len(text):
        found = _PART.match(text, position)
        if found is None:
            return None
        upper = min(upper, _upper(found))
        rest = text[found.end() :]
        position = found.end() + len(rest) - len(rest.lstrip(" ,"))
        if position == found.end() and position < len(text):
            return None
    return upper


def _upper(found: re.Match[str]) -> Version:
    operator = found[1] or "="
    numbers = [int(part) for part in found.groups()[1:] if part is not None and part not in "xX*"]
    if not numbers or operator in (">", ">=", "=>", "!="):
        return _ENDLESS
    whole = [*numbers, 0, 0][:3]
    if operator == "<":
        return (whole[0], whole[1], whole[2])
    if operator == "^":
        leading = next((i for i, part in enumerate(numbers) if part), len(numbers) - 1)
        return _next(whole, leading)
    if operator in ("~", "~>"):
        return _next(whole, 0 if len(numbers) == 1 else 1)
    return _next(whole, len(numbers) - 1)


def _next(numbers: list[int], place: int) -> Version:
    """The first version past all that begin with the numbers up to this place."""
    raised = [*numbers[:place], numbers[place] + 1, 0, 0][:3]
    return (raised[0], raised[1], raised[2])


def reaches(text: str, version: str) -> bool | None:
    """Whether what Helm installs for ``text`` is this version or newer; None if it cannot be told.

    ``version`` is one that exists, so that the newest allowed by a constraint is at least it if the constraint lets it.
    """
    wanted = exact(version)
    if wanted is None:
        return None
    written = exact(text)
    if written is not None:
        return written >= wanted
    upper = bound(text)
    return None if upper is None else upper > wanted
