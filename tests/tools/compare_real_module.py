"""Compare our evaluator with real Terraform on a real module's source.

usage: python tests/tools/compare_real_module.py SOURCE=FOLDER [CONFIGURATION]...

SOURCE is what the configurations call ("terraform-aws-modules/vpc/aws"), FOLDER its real source on this machine.
Configurations are folders below tests/stubs/configurations that call it (all of them if none is named). Needs what
regenerate_goldens.py needs. Prints instances and values that agree, and every one that does not; the status is 1 then.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from plan_comparison import EQUAL, MISSING, WRONG, Comparison, compare, read_graph
from regenerate_goldens import schema, tfplan, trim

from fargate_lint.doors.sources import LoadOptions, load_root
from fargate_lint.files import Files, repository_of
from fargate_lint.graph.export import render
from fargate_lint.graph.index import ResourceGraph

CONFIGURATIONS = Path(__file__).resolve().parent.parent / "stubs" / "configurations"
_schemas: dict[str, Any] = {}


def planned(folder: Path, source: str, module: str) -> Any:
    tool = tfplan()
    if tool is None:
        sys.exit("tfplan is not on PATH and TFPLAN is not set")
    command = [sys.executable, tool, str(folder), "--module", f"{source}={module}"]
    done = subprocess.run(command, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return trim(json.loads(done.stdout))


def ours(folder: Path, source: str, module: str) -> Any:
    files = Files(repository_of(str(folder)), allowed=(module,))
    modules = {source: module}
    for nested in sorted(Path(module).glob("modules/*")):
        modules[f"{source}//modules/{nested.name}"] = str(nested)
    root = load_root(str(folder), files, LoadOptions(modules=modules))
    for diagnostic in root.diagnostics:
        print(f"  {diagnostic.code}: {diagnostic.message}")
    return read_graph(render(ResourceGraph(root), "json", str(folder), lambda span: None))


def types_of(golden: Any) -> dict[str, Any]:
    wanted = {instance["type"] for instance in golden["instances"].values()} - _schemas.keys()
    if wanted:
        _schemas.update(schema(wanted))
    return _schemas


def report(name: str, comparison: Comparison) -> bool:
    counts = comparison.counts
    bad = comparison.of(WRONG) + comparison.of(MISSING)
    instances = comparison.missing_instances or comparison.extra_instances
    print(f"{name}: instances {'differ' if instances else 'agree'}; values: {dict(sorted(counts.items()))}")
    for address in comparison.missing_instances:
        print(f"  only in the plan: {address}")
    for address in comparison.extra_instances:
        print(f"  only with us: {address}")
    for leaf in bad:
        print(f"  {leaf}")
    return not (bad or instances)


def main() -> None:
    if len(sys.argv) < 2 or "=" not in sys.argv[1]:
        sys.exit(__doc__)
    source, _, module = sys.argv[1].partition("=")
    module = str(Path(module).resolve())
    folders = [Path(name) for name in sys.argv[2:]] or sorted(p for p in CONFIGURATIONS.iterdir() if p.is_dir())
    total: Counter[str] = Counter()
    good = True
    for folder in folders:
        try:
            golden = planned(folder, source, module)
        except RuntimeError as error:
            print(f"{folder.name}: does not plan: {str(error).strip().splitlines()[-3:]}")
            continue
        comparison = compare(ours(folder, source, module), golden, types_of(golden))
        total += comparison.counts
        good = report(folder.name, comparison) and good
    print(f"in all: {dict(sorted(total.items()))}; equal {total[EQUAL]}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
