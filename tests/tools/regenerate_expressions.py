"""Asks the installed Terraform for the result of every expression in tests/conformance/expressions.toml.

    python tests/tools/regenerate_expressions.py

To add a row, write a [[row]] with group and expression into the file and run this. Each expression becomes an output in
a file of its own; those that Terraform complains about are errors, and the rest is applied once more without them.
"""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
from typing import Any

CONFORMANCE = pathlib.Path(__file__).parents[1] / "conformance"
TABLE = CONFORMANCE / "expressions.toml"
HEADER = "# Expressions and what Terraform makes of them. Written by tests/tools/regenerate_expressions.py.\n"


def terraform(folder: pathlib.Path, *arguments: str) -> str:
    """Standard output of a Terraform command (its exit code says too little: errors are expected)."""
    command = ["terraform", f"-chdir={folder}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def results(expressions: list[str]) -> list[tuple[Any, str] | None]:
    """Type (as JSON) and value (as JSON text, all digits kept) of each expression, None where it is an error."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copytree(CONFORMANCE / "files", folder / "files")
        for i, expression in enumerate(expressions):
            (folder / f"v{i}.tf").write_text(f'output "v{i}" {{\n  value = [{expression}]\n}}\n')
        while True:
            broken = _broken(folder)
            if not broken:
                break
            for file in broken:
                (folder / file).unlink()
        terraform(folder, "apply", "-auto-approve")
        outputs = json.loads(terraform(folder, "output", "-json"), parse_int=_Digits, parse_float=_Digits)
    found: list[tuple[Any, str] | None] = []
    for i in range(len(expressions)):
        output = outputs.get(f"v{i}")
        found.append(None if output is None else (output["type"][1][0], _dumped(output["value"][0])))
    return found


class _Digits(str):
    """A number as it was printed."""


def _dumped(value: Any) -> str:
    """JSON with the digits of numbers as they were."""
    if isinstance(value, _Digits):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_dumped, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(k, ensure_ascii=False)}: {_dumped(v)}' for k, v in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


def _broken(folder: pathlib.Path) -> set[str]:
    """The files that Terraform finds errors in."""
    files: set[str] = set()
    for command in (("validate", "-json"), ("plan", "-json", "-input=false")):
        for line in terraform(folder, *command).splitlines() if command[0] == "plan" else [terraform(folder, *command)]:
            report = json.loads(line)
            for diagnostic in report.get("diagnostics", [report.get("diagnostic", {})]):
                if diagnostic.get("severity") == "error":
                    files.add(diagnostic["range"]["filename"])
        if files:
            break
    return files


def written(rows: list[dict[str, Any]], version: str) -> str:
    """The table as TOML."""
    made = [HEADER, f'terraform = "{version}"\n']
    for row in rows:
        made.append("\n[[row]]\n")
        made.extend(f"{key} = {_toml(value)}\n" for key, value in row.items())
    return "".join(made)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def main() -> int:
    rows = tomllib.loads(TABLE.read_text())["row"]
    version = json.loads(terraform(CONFORMANCE, "version", "-json"))["terraform_version"]
    made: list[dict[str, Any]] = []
    for row, result in zip(rows, results([row["expression"] for row in rows]), strict=True):
        kept = {key: row[key] for key in ("group", "expression", "tolerance") if key in row}
        if result is None:
            made.append({**kept, "error": True})
        else:
            kind = json.dumps(result[0], ensure_ascii=False)
            made.append({**kept, "type": kind.strip('"') if isinstance(result[0], str) else kind, "value": result[1]})
    TABLE.write_text(written(made, version))
    print(f"{len(made)} rows, {sum('error' in row for row in made)} errors, Terraform {version}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
