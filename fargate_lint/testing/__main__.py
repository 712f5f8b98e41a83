"""``python -m fargate_lint.testing PATH…`` runs the examples of rule files and says what fails, with file and line.

A folder means the .py files in it. Exit status: 0 all is as the examples say, 1 something is not, 2 a file is no rule.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from fargate_lint import catalogue
from fargate_lint.catalogue import BrokenRule, Entry, UnknownRule
from fargate_lint.testing.case import cases, problems, unreached


def load(path: Path) -> Entry:
    """The rule that a file holds, ours or anybody's. Raises BrokenRule."""
    if path.resolve().parent == catalogue.folder().resolve():
        return catalogue.ours().find(path.stem.replace("_", "-"))
    return catalogue.load(str(path))


def faults(path: Path, entry: Entry) -> Iterator[str]:
    """What fails in a rule's file, a line each."""
    lines = _lines(path)
    ours = cases([entry])
    for case in ours:
        name = "INVALID" if case.wrong else "VALID"
        place = f"{path}:{lines.get((name, case.number), 1)}"
        yield from (f"{place}: {name} {case.number}: {problem}" for problem in problems(case))
    yield from (f"{path}:{line}: no example reaches this yield" for line in unreached(ours))


def _lines(path: Path) -> dict[tuple[str, int], int]:
    """The line at which each example begins, by list and number from 1."""
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value, ast.List | ast.Tuple):
                found.update({(target.id, n): item.lineno for n, item in enumerate(value.elts, 1)})
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the rule files named. Returns the exit status."""
    paths: list[Path] = []
    for argument in map(Path, arguments):
        paths += sorted(argument.glob("[!_]*.py")) if argument.is_dir() else [argument]
    if not paths:
        sys.stderr.write("usage: python -m fargate_lint.testing RULE.py…\n")
        return 2
    status = 0
    for path in paths:
        try:
            entry = load(path)
        except (BrokenRule, UnknownRule) as error:
            sys.stderr.write(f"{error}\n")
            status = 2
            continue
        found = list(faults(path, entry))
        count = len(entry.valid) + len(entry.invalid)
        sys.stdout.write("".join(f"{line}\n" for line in found) or f"{path}: {count} examples are as they say\n")
        status = max(status, 1 if found else 0)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
