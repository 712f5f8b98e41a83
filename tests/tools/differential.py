"""Random configurations, read by us and by the installed Terraform, and every difference.

    python tests/tools/differential.py [--cases 20000] [--seed 1] [--kinds expression,unknown,json,…] [--keep FOLDER]
    python tests/tools/differential.py --kinds dynamic --plugins FOLDER # of hashicorp/aws, for terraform init

A case is one output of a root module, in files of its own, so that Terraform's errors name the case. Some hundred cases
make one configuration, which Terraform validates, plans and applies (it needs no provider but its own). Then

* what Terraform refuses must be an error to us or hold something unknown, and nothing else is an error;
* what is known in the plan must be known to us, and the same (what we know beyond that must be what apply gives);
* after apply the type must be the same.

Exit status 1 if there is a difference.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP), str(TOP / "tests" / "tools")]

from conformance import Digits, _type, same  # noqa: E402
from random_configuration import COMMON, KINDS, PROVIDER, Case, Maker  # noqa: E402

from fargate_lint.doors.sources import load_root  # noqa: E402
from fargate_lint.files import Files  # noqa: E402
from fargate_lint.values import number  # noqa: E402
from fargate_lint.values.types import NUMBER  # noqa: E402
from fargate_lint.values.value import SymbolicKey, Unknown, Value  # noqa: E402

AT_ONCE = 1_000
"""Cases of one configuration."""
UNKNOWN = object()
"""What is not known, in a value of ours or of a plan."""


@dataclass
class Difference:
    """What we and Terraform say of a case."""

    case: Case
    problem: str

    def __str__(self) -> str:
        texts = "\n".join(f"    {name}: {text}" for name, text in self.case.files.items())
        return f"{self.case.kind}: {self.problem}\n{texts}"


@dataclass
class Outcome:
    """What a run found. ``sizes`` counts cases by what Terraform made of them."""

    differences: list[Difference] = field(default_factory=list)
    sizes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Theirs:
    """What Terraform says of an output: as planned (UNKNOWN where it is not known), applied, and its type."""

    planned: Any
    applied: Any
    kind: Any


def run(
    cases: int,
    seed: int,
    kinds: tuple[str, ...] = tuple(KINDS),
    keep: Path | None = None,
    plugins: Path | None = None,
) -> Outcome:
    """Compare so many cases. With ``plugins`` they are only planned."""
    chance = random.Random(seed)
    outcome = Outcome()
    while cases > 0:
        count = min(AT_ONCE, cases)
        cases -= count
        maker = Maker(chance)
        batch = [maker.case(kinds[chance.randrange(len(kinds))], i) for i in range(count)]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name).resolve()
            _compare(batch, folder, outcome, plugins)
            print(f"{cases} to go, {len(outcome.differences)} differences", file=sys.stderr)
            if keep is not None and outcome.differences:
                shutil.copytree(folder, keep, dirs_exist_ok=True)
    return outcome


def _compare(batch: list[Case], folder: Path, outcome: Outcome, plugins: Path | None) -> None:
    write(batch, folder)
    if plugins is not None:
        (folder / "provider.tf").write_text(PROVIDER, encoding="utf-8")
    ours = _ours(folder)
    theirs = _theirs(batch, folder, plugins)
    for case in batch:
        said = theirs.get(case.name)
        problem = _problem(ours.get(case.name), said)
        what = "error" if said is None else "unknown" if _has_unknown(said.planned) else "known"
        outcome.sizes[f"{case.kind} {what}"] += 1
        if problem:
            outcome.differences.append(Difference(case, problem))


def write(batch: list[Case], folder: Path) -> None:
    """The files of the cases, and what they share."""
    (folder / "common.tf").write_text(COMMON, encoding="utf-8")
    for case in batch:
        for name, text in case.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _ours(folder: Path) -> dict[str, Value | str]:
    """The value of each output, or the error it has."""
    root = load_root(str(folder), Files(str(folder)))
    found: dict[str, Value | str] = dict(root.outputs)
    for diagnostic in root.diagnostics:
        if diagnostic.span is not None and diagnostic.severity.value != "info":
            found[_case_of(Path(diagnostic.span.path).relative_to(folder).as_posix())] = diagnostic.message
    for name, value in found.items():
        if isinstance(value, Value) and (broken := _error_in(value)) is not None:
            found[name] = broken
    return found


def _error_in(value: Value) -> str | None:
    raw = value.raw
    if isinstance(raw, Unknown):
        return raw.reason if raw.code == "error" else None
    items = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, tuple) else ()
    return next((broken for item in items if (broken := _error_in(item)) is not None), None)


def _case_of(path: str) -> str:
    """The name of the case that a file belongs to: v12.tf, m12/main.tf."""
    return "v" + path.split("/", 1)[0].split(".", 1)[0].lstrip("vmt")


def terraform(folder: Path, *arguments: str) -> str:
    """Standard output of a Terraform command; what it returns says too little."""
    command = ["terraform", f"-chdir={folder}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _theirs(batch: list[Case], folder: Path, plugins: Path | None) -> dict[str, Theirs]:
    """What Terraform says of each output that it does not refuse."""
    files = {case.name: list(case.files) for case in batch}
    init = ("init", "-json", "-backend=false", *([f"-plugin-dir={plugins}"] if plugins else []))
    for command in (init, ("validate", "-json"), ("plan", "-json", "-input=false", "-out=plan")):
        while broken := {_case_of(path) for path in _broken(folder, command)}:
            for name in broken:
                for file in files.pop(name):
                    (folder / file).unlink()
    plan = _read(terraform(folder, "show", "-json", "plan"))
    applied = {}
    if plugins is None:
        terraform(folder, "apply", "plan")
        applied = _read(terraform(folder, "output", "-json"))
    found = {}
    for name, change in plan["output_changes"].items():
        planned = _with_unknown(change.get("after"), change.get("after_unknown"))
        planned = planned[0] if isinstance(planned, list) else planned
        output = applied.get(name)  # what fails in apply alone has none
        value, kind = (UNKNOWN, None) if output is None else (output["value"][0], output["type"][1][0])
        found[name] = Theirs(planned, value, kind)
    return found


def _read(text: str) -> Any:
    return json.loads(text, parse_int=Digits, parse_float=Digits)


def _with_unknown(after: Any, unknown: Any) -> Any:
    """A planned value with UNKNOWN in the places that are not known."""
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, list):
        known = after if isinstance(after, list) else []
        return [_with_unknown(known[i] if i < len(known) else None, one) for i, one in enumerate(unknown)] or known
    if isinstance(unknown, dict):
        return {**(after or {}), **{k: _with_unknown((after or {}).get(k), one) for k, one in unknown.items()}}
    return after


def _broken(folder: Path, command: tuple[str, ...]) -> set[str]:
    """The files that Terraform finds errors in."""
    found: set[str] = set()
    without: list[Any] = []  # "there are problems", and errors that no case is to blame for
    said = terraform(folder, *command)
    for line in [said] if command[0] == "validate" else said.splitlines():
        report = json.loads(line)
        for diagnostic in report.get("diagnostics", [report.get("diagnostic", {})]):
            if diagnostic.get("severity") == "error" and "range" in diagnostic:
                found.add(diagnostic["range"]["filename"])
            elif diagnostic.get("severity") == "error":
                without.append(diagnostic)
    if without and not found:
        raise RuntimeError(f"terraform {command[0]}: {without}")
    return found


def _has_unknown(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_unknown, value))
    if isinstance(value, dict):
        return any(map(_has_unknown, value.values()))
    return value is UNKNOWN


def _problem(ours: Value | str | None, theirs: Theirs | None) -> str:
    """What differs, "" if nothing does."""
    if theirs is None:
        # What is unknown to us may be what is wrong.
        fine = ours is None or isinstance(ours, str) or _has_infinity(ours) or _has_unknown(_plain(ours))
        return "" if fine else f"{ours}, in Terraform an error"
    if isinstance(ours, str) and theirs.applied is UNKNOWN:
        return ""  # seen when it is applied, and by us before
    if not isinstance(ours, Value):
        return f"an error ({ours}), in Terraform {theirs.applied}"
    value = ours.items[0] if ours.items else ours
    mine = _plain(value)
    if theirs.applied is not UNKNOWN and not _agrees(mine, theirs.applied):
        return f"{mine}, in Terraform {theirs.applied}"
    if not _knows(mine, theirs.planned):
        return f"{mine}, in Terraform's plan {theirs.planned}"
    if theirs.kind is not None and not _has_unknown(mine) and value.type != _type(theirs.kind):
        return f"{value.type!r}, in Terraform {theirs.kind}"
    return ""


def _plain(value: Value) -> Any:
    raw = value.raw
    if isinstance(raw, Unknown) or value.is_lazy:
        return UNKNOWN
    if isinstance(raw, tuple):
        return [_plain(item) for item in raw]
    if isinstance(raw, dict):
        # Under a key that is not known there is something that is not known.
        return {str(name): UNKNOWN if isinstance(name, SymbolicKey) else _plain(item) for name, item in raw.items()}
    return Digits(number.text(raw)) if value.type == NUMBER and raw is not None else raw


def _agrees(mine: Any, theirs: Any) -> bool:
    """Whether all that we know is what apply gives. Sets with unknowns in them have no order yet."""
    if mine is UNKNOWN:
        return True
    if _has_unknown(mine) and isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) >= len(theirs)
    if isinstance(mine, dict) and isinstance(theirs, dict) and _has_unknown(mine):
        return all(_agrees(mine[name], theirs[name]) for name in mine.keys() & theirs.keys())
    return same(mine, theirs)


def _knows(mine: Any, planned: Any) -> bool:
    """Whether we know what the plan knows."""
    if planned is UNKNOWN:
        return True
    if mine is UNKNOWN:
        return False
    if isinstance(planned, list) and isinstance(mine, list) and len(planned) == len(mine):
        return all(map(_knows, mine, planned))
    if isinstance(planned, dict) and isinstance(mine, dict):
        return all(name not in mine or _knows(mine[name], one) for name, one in planned.items())
    return True


def _has_infinity(value: Value) -> bool:
    """Terraform computes with infinities but cannot output them."""
    raw = value.raw
    if isinstance(raw, tuple):
        return any(map(_has_infinity, raw))
    if isinstance(raw, dict):
        return any(map(_has_infinity, raw.values()))
    return value.type == NUMBER and not isinstance(raw, Unknown) and raw is not None and not number.is_finite(raw)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--plugins", type=Path)
    given = parser.parse_args()
    outcome = run(given.cases, given.seed, tuple(given.kinds.split(",")), given.keep, given.plugins)
    for difference in outcome.differences:
        print(difference)
    for what, count in sorted(outcome.sizes.items()):
        print(f"{count:6} {what}")
    print(f"{sum(outcome.sizes.values())} cases, {len(outcome.differences)} differences")
    return 1 if outcome.differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
