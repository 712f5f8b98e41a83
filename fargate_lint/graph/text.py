"""Foreign texts in drawings of the graph."""

from __future__ import annotations


def printable(text: str) -> str:
    """A foreign text for a drawing: control, bidi and other characters that nobody sees are written as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)
