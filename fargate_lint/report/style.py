"""How a report is to be printed: from where paths are seen, how wide, in colour or not, how much."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

CODES = {"red": "31", "yellow": "33", "cyan": "36", "blue": "34", "green": "32", "bold": "1", "dim": "2"}

WIDTH = 100
"""Columns, where nobody says how many there are."""


@dataclass(frozen=True, slots=True)
class Style:
    """``show_undecided`` lists undecided verdicts instead of counting them only; ``quiet`` keeps to the findings."""

    here: str = field(default_factory=os.getcwd)
    colour: bool = False
    width: int = WIDTH
    quiet: bool = False
    verbose: bool = False
    show_undecided: bool = False

    def plain(self) -> Style:
        """The same for a file: no colours, and the same width everywhere."""
        return replace(self, colour=False, width=WIDTH)

    def paint(self, text: str, *codes: str) -> str:
        """``text`` in these colours (names of CODES) if colour is on."""
        if not self.colour or not codes:
            return text
        return f"\033[{';'.join(CODES[code] for code in codes)}m{text}\033[0m"
