"""Writes docs/rules/, a page for each rule, from the rules' files: python tests/tools/rule_pages.py"""

from __future__ import annotations

import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
FOLDER = TOP / "docs" / "rules"


def pages() -> dict[str, str]:
    """The text of each page by its file's name, README.md among them: the table of all."""
    from fargate_lint import catalogue
    from fargate_lint.report import manual

    entries = list(catalogue.ours())
    made = {f"{entry.rule.id}.md": manual.page(entry) for entry in entries}
    table = manual.table([entry.rule for entry in entries], "markdown")
    for entry in entries:
        table = table.replace(f"| {entry.rule.id} |", f"| [{entry.rule.id}]({entry.rule.id}.md) |", 1)
    return {**made, "README.md": f"# The rules\n\nMade by `python tests/tools/rule_pages.py`.\n\n{table}"}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(TOP))
    main()
