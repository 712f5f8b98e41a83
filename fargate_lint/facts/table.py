"""The common ground of all tables: what every fact carries, and how a TOML file becomes typed rows.

A file may begin with ``source``, ``confidence`` and ``checked``: rows that leave one out take it from there, so that
after loading every row carries all three.
"""

from __future__ import annotations

import datetime
import functools
from importlib import resources
from typing import Any, Literal, TypeVar

import msgspec

from fargate_lint.facts.overrides import CONFIGURED

Confidence = Literal["D", "S", "O", "I", "M"]
"""D documented by the vendor or project, S read in its source, O observed in public reports, I inferred from those,
M from memory, not checked again."""

CONFIDENCES: dict[str, str] = {
    "D": "documented",
    "S": "read in its source code",
    "O": "observed and reported, not documented",
    "I": "inferred, not documented",
    "M": "from memory, not checked again",
}

INHERITED = ("source", "confidence", "checked")


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row. ``source`` names the page, file or thread; ``checked`` is the day on which it was read there."""

    source: str
    confidence: Confidence
    checked: datetime.date

    @property
    def doubtful(self) -> bool:
        """Whether a rule should lower its severity and say so: nobody answerable has written it down."""
        return self.confidence in ("O", "I", "M")

    @property
    def basis(self) -> str:
        """For messages: "documented: EKS User Guide, nodes/fargate, checked 2026-11-23"."""
        if self.source == CONFIGURED:
            return CONFIGURED
        return f"{CONFIDENCES[self.confidence]}: {_in_words(self.source)}, checked {self.checked.isoformat()}"


def _in_words(source: str) -> str:
    """A source without its addresses, which are for `fargate-lint facts`, unless it has nothing else."""
    pieces = [piece.strip() for piece in source.split(";")]
    return "; ".join([piece for piece in pieces if not piece.startswith("https://")] or pieces)


F = TypeVar("F", bound=Fact)


@functools.cache
def document(name: str) -> dict[str, Any]:
    """The TOML file ``facts/<name>.toml`` as data, read once."""
    import tomllib

    text = resources.files("fargate_lint.facts").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def rows(name: str, table: str, type: type[F]) -> tuple[F, ...]:
    """The rows of ``[[table]]`` in ``facts/<name>.toml``. Raises msgspec.ValidationError if our own data is wrong."""
    data = document(name)
    inherited = {key: data[key] for key in INHERITED if key in data}
    return tuple(msgspec.convert({**inherited, **row}, type) for row in data.get(table, ()))


def row(name: str, table: str, type: type[F]) -> F:
    """The single row ``[table]`` of ``facts/<name>.toml``."""
    data = document(name)
    inherited = {key: data[key] for key in INHERITED if key in data}
    return msgspec.convert({**inherited, **data[table]}, type)
