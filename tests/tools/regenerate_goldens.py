"""Ask real Terraform what it plans for tests/fixtures/plan/* and keep what test_against_terraform.py compares.

usage: python tests/tools/regenerate_goldens.py [CASE]...

Needs terraform, a terraform-provider-aws on this machine and ``tfplan`` (TFPLAN names it if it is not on PATH). Writes
tests/golden/plan/CASE.json and tests/golden/schema.json, the types of the resource types in use. Deterministic: the
same Terraform and provider give the same bytes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
FIXTURES = TESTS / "fixtures" / "plan"
GOLDEN = TESTS / "golden"
Json = Any


def tfplan() -> str | None:
    """The oracle's path, or None where it is not to be had."""
    return os.environ.get("TFPLAN") or shutil.which("tfplan")


def plan(folder: Path) -> Json:
    """The whole plan JSON of a root module. Raises CalledProcessError with Terraform's own words in stderr."""
    tool = tfplan()
    if tool is None:
        raise FileNotFoundError("tfplan is not on PATH and TFPLAN is not set")
    done = subprocess.run([sys.executable, tool, str(folder)], text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{folder}: {done.stderr}")
    return json.loads(done.stdout)


def trim(whole: Json) -> Json:
    """What the comparison needs: per managed instance the attributes that the configuration sets, and what is unknown.

    Nested blocks are kept whole (the provider's defaults inside them too: a plan does not tell them apart where a
    dynamic block wrote them). ``tags_all`` and other attributes that only the provider fills in are left out.
    """
    written = dict(_written(whole["configuration"]["root_module"], ""))
    instances = {}
    for change in whole.get("resource_changes", []):
        if change["mode"] != "managed" or "create" not in change["change"]["actions"]:
            continue
        names = written[re.sub(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\")\]", "", change["address"])]
        after, unknown = change["change"]["after"], change["change"]["after_unknown"]
        sensitive = change["change"]["after_sensitive"]
        kept = sorted({n for n in {*after, *unknown} if n in names or _is_block(after.get(n))})
        instances[change["address"]] = {
            "type": change["type"],
            "values": {n: after[n] for n in kept if n in after},
            "unknown": {n: unknown[n] for n in kept if unknown.get(n)},
            "sensitive": {n: sensitive[n] for n in kept if sensitive and sensitive.get(n)},
        }
    return {"terraform": whole["terraform_version"], "instances": dict(sorted(instances.items()))}


def _is_block(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _written(module: Json, prefix: str) -> Iterator[tuple[str, set[str]]]:
    for resource in module.get("resources", []):
        yield prefix + resource["address"], set(resource.get("expressions", {}))
    for name, call in module.get("module_calls", {}).items():
        yield from _written(call["module"], f"{prefix}module.{name}.")


def schema(types: set[str]) -> Json:
    """The cty type of every attribute of these resource types; nested blocks as [list, set or single, {…}]."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf").write_text(
            'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
        )
        found = subprocess.run(
            ["find", "/", "-xdev", "-name", "terraform-provider-aws_*", "-print", "-quit"],
            text=True,
            capture_output=True,
        ).stdout.strip()
        plugins = os.environ.get("TF_PLUGIN_DIR") or str(Path(found).parents[5])
        subprocess.run(
            ["terraform", f"-chdir={folder}", "init", f"-plugin-dir={plugins}"], check=True, capture_output=True
        )
        text = subprocess.run(
            ["terraform", f"-chdir={folder}", "providers", "schema", "-json"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    known = json.loads(text)["provider_schemas"]["registry.terraform.io/hashicorp/aws"]["resource_schemas"]
    return {name: _block(known[name]["block"]) for name in sorted(types) if name in known}


def _block(block: Json) -> Json:
    attributes = {name: a["type"] for name, a in block.get("attributes", {}).items() if "type" in a}
    nested = {name: [b["nesting_mode"], _block(b["block"])] for name, b in block.get("block_types", {}).items()}
    return dict(sorted({**attributes, **nested}.items()))


def write(path: Path, value: Json) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    cases = sys.argv[1:] or sorted(p.name for p in FIXTURES.iterdir() if p.is_dir())
    failed = []
    for case in cases:
        try:
            golden = trim(plan(FIXTURES / case))
        except RuntimeError as error:
            failed.append(case)
            print(f"{case}: {error}", file=sys.stderr)
            continue
        write(GOLDEN / "plan" / f"{case}.json", golden)
        print(f"{case}: {len(golden['instances'])} instances", flush=True)
    texts = [json.loads(p.read_text(encoding="utf-8")) for p in (GOLDEN / "plan").glob("*.json")]
    write(GOLDEN / "schema.json", schema({i["type"] for t in texts for i in t["instances"].values()}))
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
