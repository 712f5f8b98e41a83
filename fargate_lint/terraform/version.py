"""Versions and version constraints as Terraform solves them for module calls.

Source: https://developer.hashicorp.com/terraform/language/expressions/version-constraints and hashicorp/go-version,
which Terraform uses: a leading "v" and blanks are allowed, "~> 20" has no upper bound, and a prerelease is only taken
when it is written exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z~.-]+))?(?:\+[0-9A-Za-z~.-]+)?")
_TERM = re.compile(r"\s*(=|!=|>=|<=|~>|>|<|)\s*(\S+)\s*")


class Version(msgspec.Struct, frozen=True, order=True):
    """A version; compares as semantic versioning says, build metadata aside."""

    numbers: tuple[int, ...]
    released: bool = True
    prerelease: tuple[tuple[bool, int, str], ...] = ()

    def __str__(self) -> str:
        text = ".".join(str(number) for number in self.numbers)
        return (
            text if self.released else f"{text}-{'.'.join(word or str(number) for _, number, word in self.prerelease)}"
        )

    @property
    def major(self) -> int:
        return self.numbers[0]


class Term(msgspec.Struct, frozen=True):
    """One part of a constraint. ``precision`` is how many numbers were written: "~> 1.2" has two."""

    operator: str
    version: Version
    precision: int

    def allows(self, version: Version) -> bool:
        match self.operator:
            case "=":
                return version == self.version
            case "!=":
                return version != self.version
            case ">":
                return version > self.version
            case ">=":
                return version >= self.version
            case "<":
                return version < self.version
            case "<=":
                return version <= self.version
        fixed = max(self.precision - 1, 0)  # "~>": all numbers but the last written one stand
        return version >= self.version and version.numbers[:fixed] == self.version.numbers[:fixed]


class Constraint(msgspec.Struct, frozen=True):
    """Terms that must all hold, and the text they were read from."""

    terms: tuple[Term, ...]
    text: str

    def allows(self, version: Version) -> bool:
        if not version.released:
            return any(term.operator == "=" and term.version == version for term in self.terms)
        return all(term.allows(version) for term in self.terms)

    @property
    def open_ended(self) -> bool:
        """Whether every later version is allowed too: then a new major arrives unasked."""
        return self.allows(Version((10**9, 0, 0)))

    @property
    def exact(self) -> Version | None:
        """The only version allowed, when it is written so."""
        return next((term.version for term in self.terms if term.operator == "="), None)


@lru_cache(maxsize=4096)
def parse_version(text: str) -> Version:
    """The version that a text denotes. Raises ValueError."""
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is not a version')
    numbers = tuple(int(part) for part in match[1].split("."))
    parts = match[2].split(".") if match[2] else []
    # Numbers count as numbers and come before words.
    prerelease = tuple(
        (not part.isdigit(), int(part) if part.isdigit() else 0, "" if part.isdigit() else part) for part in parts
    )
    return Version(numbers + (0,) * (3 - len(numbers)), not parts, prerelease)


@lru_cache(maxsize=1024)
def parse_constraint(text: str) -> Constraint:
    """The constraint that a text denotes: "~> 5.0", ">= 18.0, < 21". Raises ValueError."""
    terms = []
    for part in text.split(","):
        match = _TERM.fullmatch(part)
        if match is None:
            raise ValueError(f'"{text}" is not a version constraint')
        version = parse_version(match[2])
        written = _VERSION.fullmatch(match[2])
        precision = len(written[1].split(".")) if written else len(version.numbers)
        terms.append(Term(match[1] or "=", version, precision))
    return Constraint(tuple(terms), text.strip())


def newest(constraint: Constraint, known: Iterable[Version]) -> Version | None:
    """The newest of the known versions that the constraint allows, as Terraform picks it."""
    return max((version for version in known if constraint.allows(version)), default=None)
