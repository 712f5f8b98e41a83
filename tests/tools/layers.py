"""Writes the picture of the layers in docs/architecture.md from the import contracts: python tests/tools/layers.py"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "architecture.md"


def contracts() -> Iterator[dict[str, Any]]:
    """The contracts that order layers, the package's own first."""
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    yield from (contract for contract in settings["contracts"] if contract["type"] == "layers")


def picture(contract: dict[str, Any]) -> str:
    """A box a layer, the topmost first; "(name)" marks a package that the source tree has in another place."""
    lines = []
    for layer in contract["layers"]:
        names = [name.strip(" ()") for name in re.split(r"[|:]", layer)]
        lines.append(" · ".join(f"{name}/" if (_package(contract) / name).is_dir() else name for name in names))
    width = max(map(len, lines))
    boxes = [f"    │ {line.center(width)} │" for line in lines]
    rule = "─" * (width + 2)
    middle = f"\n    ├{rule}┤\n".join(boxes)
    return f"**{contract['containers'][0]}** – {contract['name']}\n\n    ┌{rule}┐\n{middle}\n    └{rule}┘\n"


def _package(contract: dict[str, Any]) -> Path:
    return TOP.joinpath(*contract["containers"][0].split("."))


def generated(text: str) -> str:
    """The page with its picture made anew."""
    made = "\n".join(picture(contract) for contract in contracts())
    return re.sub(r"(<!-- layers -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{made}{m[2]}", text, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(generated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0)
