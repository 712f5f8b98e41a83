"""TOML of the scanned repository: read by the standard library, but not where that would take all memory.

tomllib recurses by the nesting of a value, and remembers each beginning of a dotted key.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

LARGEST = 1024 * 1024
"""Characters. tomllib takes a second for them."""
MOST_PARTS = 64
"""Parts of one dotted key."""

_STRING = re.compile(r'"(?:\\.|[^"\\])*+"?|\'[^\']*+\'?')


def loads(text: str) -> dict[str, Any]:
    """The document as data. Raises ValueError for what is no TOML, or is larger or deeper than we read."""
    if len(text) > LARGEST:
        raise ValueError(f"more than {LARGEST} characters, which are not read")
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_PARTS and _STRING.sub("", line).partition("#")[0].count(".") > MOST_PARTS:
            raise ValueError(f"a key of more than {MOST_PARTS} parts (line {number}), which is not read")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply to be read") from None
