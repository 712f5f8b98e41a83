"""Writes tests/golden/rules/: all that each rule says of its examples. Run it after a change of words, places or
examples and look at the difference: python tests/tools/rule_snapshots.py [ID…]"""

from __future__ import annotations

import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
GOLDEN = TOP / "tests" / "golden" / "rules"


def main(ids: list[str]) -> None:
    from fargate_lint import catalogue, testing

    GOLDEN.mkdir(parents=True, exist_ok=True)
    entries = [entry for entry in catalogue.ours() if not ids or entry.rule.id in ids]
    for entry in entries:
        path = GOLDEN / f"{entry.rule.id}.txt"
        path.write_text(testing.snapshot(testing.cases([entry])), encoding="utf-8")
    if not ids:
        for path in GOLDEN.glob("*.txt"):
            if path.stem not in {entry.rule.id for entry in entries}:
                path.unlink()


if __name__ == "__main__":
    sys.path.insert(0, str(TOP))
    main(sys.argv[1:])
