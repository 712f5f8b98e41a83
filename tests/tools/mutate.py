"""Changes one small thing of a rule or of the model at a time and counts how many of the changes a test notices.

    python tests/tools/mutate.py [--seed 7] [--count 60] [--only rules|model] [--jobs 2] [PATH…]

A change stands at a random place (seeded) of a copy of the tree: a condition negated, yes and no swapped, a constant or
comparison changed, continue for break, a related place, fix, subject or reason dropped. What survives is printed with
its difference: either a test is lacking, or the change means the same (then it belongs into EQUIVALENT, with why).
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
SHARE_OF_RULES = 0.6
"""Rules have fewer places than the model, and more is lost with each."""
TESTS = (
    "tests/test_rules.py",
    "tests/model",
    "tests/test_precedence.py",
    "tests/test_traps.py",
    "tests/test_fixtures.py",
    "tests/test_seeded.py",
    "tests/test_split_roots.py",
    "tests/test_manifests.py",
    "tests/test_fix.py",
    "tests/test_sample_variants.py",
)
DROPPED = ("related", "fix", "subject", "addresses", "severity", "span", "place")
SWAPPED = {"yes": "no", "no": "yes", "unknown": "yes", "any": "all", "all": "any", "min": "max", "max": "min"}
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
EQUIVALENT: dict[str, str] = {
    "rules/cluster_private_endpoint.py: swapped: any → all": "a cluster has one VPC, or has_egress is unknown",
}
"""Changes that mean the same, as they are printed, each with why."""


@dataclass(frozen=True)
class Change:
    """``old`` at a place of a file is replaced by ``new``; offsets count characters."""

    path: str
    line: int
    start: int
    end: int
    old: str
    new: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}: {' '.join(self.old.split())} → {' '.join(self.new.split())}"


def changes(path: str, text: str) -> Iterator[Change]:
    """Every change that can be made in the functions of a file."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    encoded = [line.encode() for line in text.splitlines(keepends=True)]

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(encoded[line - 1][:column].decode())

    for function in _functions(ast.parse(text)):
        for node in ast.walk(function):
            for what, spot, new in _mutations(node):
                start = offset(spot.lineno, spot.col_offset)
                end = offset(spot.end_lineno or spot.lineno, spot.end_col_offset or 0)
                yield Change(path, spot.lineno, start, end, text[start:end], new, what)


def _functions(tree: ast.Module) -> Iterator[ast.stmt]:
    """Functions and methods, without those inside of others."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (inner for inner in node.body if isinstance(inner, ast.FunctionDef))


def _mutations(node: ast.AST) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    """What kind, the node that is replaced, and by which text."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield "negated", node.test, f"not ({ast.unparse(node.test)})"
    elif isinstance(node, ast.comprehension):
        yield from (("filter negated", test, f"(not ({ast.unparse(test)}))") for test in node.ifs)
    elif isinstance(node, ast.Continue):
        yield "continue", node, "break"
    elif isinstance(node, ast.Break):
        yield "break", node, "continue"
    elif isinstance(node, ast.BoolOp):
        other = copy.deepcopy(node)
        other.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        yield "and/or", node, f"({ast.unparse(other)})"
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        other_compare = copy.deepcopy(node)
        other_compare.ops[0] = COMPARED[type(node.ops[0])]()
        yield "comparison", node, f"({ast.unparse(other_compare)})"
    elif isinstance(node, ast.Attribute) and node.attr in ("yes", "no", "unknown"):
        yield "answer", node, f"{ast.unparse(node.value)}.{SWAPPED[node.attr]}"
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield from _returns(node)


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    if isinstance(node.func, ast.Name) and node.func.id in SWAPPED:
        yield "swapped", node.func, SWAPPED[node.func.id]
    for keyword in node.keywords:
        if keyword.arg in DROPPED and not _is_none(keyword.value):
            less = copy.deepcopy(node)
            less.keywords = [other for other in less.keywords if other.arg != keyword.arg]
            yield f"{keyword.arg} dropped", node, ast.unparse(less)
    if isinstance(node.func, ast.Name) and node.func.id in ("Finding", "Undecided") and len(node.args) > 2:
        for index, lost in (
            (1, "'lost'"),
            (2, "None"),
            (3, "()" if node.func.id == "Finding" else "None"),
            (4, "None"),
        ):
            if index < len(node.args):
                changed = copy.deepcopy(node)
                changed.args[index] = ast.parse(lost, mode="eval").body
                yield f"argument {index + 1} lost", node, ast.unparse(changed)
    for argument in node.args:
        if isinstance(argument, ast.Constant) and type(argument.value) is int:
            yield "number", argument, str(argument.value + 1)
        elif isinstance(argument, ast.Constant) and isinstance(argument.value, bool):
            yield "boolean", argument, str(not argument.value)
        elif isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
            yield "word", argument, repr(argument.value + "x")


def _returns(node: ast.Return) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    value = node.value
    assert value is not None
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        yield "returns", value, str(not value.value)
    elif isinstance(value, ast.Name) and value.id in ("YES", "NO"):
        yield "returns", value, "NO" if value.id == "YES" else "YES"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def chosen(seed: int, count: int, only: str | None, paths: list[str]) -> list[Change]:
    """This many changes, at most one at a place."""
    pick = random.Random(seed)
    found: list[Change] = []
    folders = {"rules": "*.py", "fargate_lint/model": "**/*.py"}
    for folder, pattern in folders.items():
        if only is not None and not folder.endswith(only):
            continue
        share = 1 if only else SHARE_OF_RULES if folder == "rules" else 1 - SHARE_OF_RULES
        possible = [
            change
            for path in sorted((TOP / folder).glob(pattern))
            for change in changes(path.relative_to(TOP).as_posix(), path.read_text(encoding="utf-8"))
            if not paths or change.path in paths
        ]
        found += pick.sample(possible, min(len(possible), round(count * share)))
    return found


class Copy:
    """A copy of the tree in which changes are tried one after the other."""

    def __init__(self, folder: Path) -> None:
        self.top = folder
        for name in ("fargate_lint", "rules", "tests", "benchmarks", "pyproject.toml", "README.md"):
            source = TOP / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.is_file():
                shutil.copy(source, folder / name)

    def kills(self, change: Change) -> bool:
        """Whether a test fails with this change; the copy is as it was afterwards."""
        path = self.top / change.path
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: change.start] + change.new + text[change.end :], encoding="utf-8")
        try:
            first = self._fails("tests/test_rules.py", *self._own(change)) if change.path.startswith("rules") else False
            return first or self._fails(*TESTS)
        finally:
            path.write_text(text, encoding="utf-8")

    def _own(self, change: Change) -> list[str]:
        """Only the tests of this rule."""
        text = (self.top / change.path).read_text(encoding="utf-8")
        return ["-k", text.rsplit('RULE = Rule(\n    id="', 1)[1][:6]]

    def _fails(self, *arguments: str) -> bool:
        command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(self.top)}
        try:
            done = subprocess.run(command, cwd=self.top, env=environment, capture_output=True, timeout=600, check=False)
        except subprocess.TimeoutExpired:
            return True
        if done.returncode not in (0, 1, 2):
            raise RuntimeError(done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:])
        return done.returncode != 0


def tried(all_changes: list[Change], jobs: int, tell: Callable[[str], None]) -> dict[Change, bool]:
    """Each change with whether it was noticed."""
    with tempfile.TemporaryDirectory() as top:
        shares = [all_changes[number::jobs] for number in range(jobs)]

        def work(number: int) -> dict[Change, bool]:
            tree = Copy(Path(top) / str(number))
            result = {}
            for change in shares[number]:
                result[change] = tree.kills(change)
                tell(
                    f"{'killed' if result[change] else 'equivalent' if str(change) in EQUIVALENT else 'SURVIVED'}  "
                    f"{change.path}:{change.line} {str(change).partition(': ')[2]}"
                )
            return result

        with ThreadPoolExecutor(jobs) as pool:
            return {change: killed for part in pool.map(work, range(jobs)) for change, killed in part.items()}


def main() -> int:
    """Try the changes and print the share that was noticed. Exit status 1 below 92 %."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--only", choices=("rules", "model"))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("paths", nargs="*")
    given = parser.parse_args()
    made = chosen(given.seed, given.count, given.only, given.paths)
    result = tried(made, given.jobs, lambda line: print(line, flush=True))
    counted = [killed for change, killed in result.items() if killed or str(change) not in EQUIVALENT]
    share = sum(counted) / len(counted) if counted else 1.0
    print(f"{sum(counted)} of {len(counted)} killed, {len(result) - len(counted)} mean the same: {share:.0%}")
    return 0 if share >= 0.92 else 1


if __name__ == "__main__":
    sys.exit(main())
