"""How a report is to be printed: from where paths are seen, how wide, in colour or not, how much."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

CODES = {"red": "31", "yellow": "33", "cyan": "36", "blue": "34", "green": "32", "bold": "1", "dim": "2"}


@dataclass(frozen=True, slots=True)
class Style:
    """``show_undecided`` lists undecided verdicts instead of counting them only; ``quiet`` keeps to the findings."""

    here: str = field(default_factory=os.getcwd)
    colour: bool = False
    width: int = 100
    quiet: bool = False
    verbose: bool = False
    show_undecided: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """``text`` in these colours (names of CODES) if colour is on."""
        if not self.colour or not codes:
            return text
        return f"\033[{';'.join(CODES[code] for code in codes)}m{text}\033[0m"
