"""For developers: parse every Terraform file below some folders, and say where HashiCorp's own parser disagrees.

usage: python tests/tools/parse_corpus.py FOLDER…      (needs pygohcl)
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from fargate_lint import hcl

SUFFIXES = {".tf", ".tofu", ".tfvars", ".hcl"}
_PLACE = re.compile(r":(\d+),(\d+)-")


def judge(data: bytes) -> int | None:
    """None when HashiCorp's parser accepts this text, else the line of its first error (0: it names none)."""
    import pygohcl

    try:
        pygohcl.loadb(data)
    except pygohcl.HCLParseError as error:
        place = _PLACE.search(str(error))
        return int(place[1]) if place else 0
    except Exception:  # what comes after parsing is not asked here
        return None
    return None


def main(folders: list[str]) -> int:
    """Print disagreements and the speed; returns their number."""
    files = sorted(path for folder in folders for path in Path(folder).rglob("*") if path.suffix in SUFFIXES)
    size = spent = slowest = 0.0
    wrong = refused = read = 0
    for path in files:
        if not path.is_file():
            continue
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        begun = time.perf_counter()
        document = hcl.parse(text, str(path))
        taken = time.perf_counter() - begun
        read += 1
        size += len(data)
        spent += taken
        slowest = max(slowest, taken)
        theirs = judge(data)
        ours = min((one.span.line for one in document.diagnostics if one.span), default=None)
        refused += theirs is not None
        if (ours is None) != (theirs is None):
            wrong += 1
            said = document.diagnostics[0].message if document.diagnostics else ""
            print(f"{path}: HashiCorp {theirs or 'accepts'}, we {ours or 'accept'} {said}")
        elif ours != theirs:
            print(f"{path}: refused by both, HashiCorp on line {theirs}, we on line {ours}")
    print(f"{read} files, {refused} refused by HashiCorp, {wrong} disagreements")
    print(f"{size / 1000:.0f} kB in {spent:.2f} s: {size / 1000 / max(spent, 1e-9):.0f} kB/s, slowest {slowest:.2f} s")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
