"""What holds for every stub: it is read without a fault, and says nothing that the real module does not have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fargate_lint import hcl
from fargate_lint.terraform.arguments import argument_table
from fargate_lint.terraform.config import ModuleConfig, read_stub
from fargate_lint.terraform.registry import STUBS, known_versions
from fargate_lint.terraform.version import parse_constraint

FOLDERS = sorted({path.parent for path in STUBS.rglob("*.tf")})
DESCRIPTIONS = sorted(STUBS.rglob("stub.toml"))


def name(path: Path) -> str:
    return path.relative_to(STUBS).as_posix()


def described(path: Path) -> tuple[dict[str, Any], ModuleConfig]:
    description = msgspec.toml.decode(path.read_bytes())
    folder = (path.parent / description.get("folder", ".")).resolve()
    return description, read_stub(folder, name(folder))


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_it_is_read_without_a_fault(folder: Path) -> None:
    config = read_stub(folder, name(folder))
    assert config.broken == []
    assert config.diagnostics == []
    assert all(len(path.read_text().splitlines()) < 400 for path in folder.glob("*.tf"))


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_it_calls_only_what_is_there(folder: Path) -> None:
    for path in folder.glob("*.tf"):
        text = path.read_text()
        for source in re.findall(r'^\s*source\s*=\s*"(\./[^"]+)"', text, re.M):
            assert list((folder / source).glob("*.tf")), source
        declared = read_stub(folder, name(folder))
        assert set(re.findall(r"\bvar\.(\w+)", text)) <= set(declared.variables)
        assert set(re.findall(r"\blocal\.(\w+)", text)) <= set(declared.locals)


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=name)
def test_its_inputs_and_outputs_are_the_modules(path: Path) -> None:
    description, config = described(path)
    table = argument_table(description["source"])
    assert table is not None
    own = {variable for variable in config.variables if not variable.startswith("stub_")}
    assert own <= table.names
    covered = parse_constraint(description["versions"])
    versions = [v for v in known_versions(description["source"].partition("//")[0]) if covered.allows(v)]
    assert versions
    outputs = set().union(*(table.outputs(version) for version in versions))
    assert set(config.outputs) <= outputs


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=name)
def test_its_overlay_fits(path: Path) -> None:
    description, config = described(path)
    family = parse_constraint(description["versions"])
    versions = [v for v in known_versions(description["source"].partition("//")[0]) if family.allows(v)]
    for row in description.get("rows", []):
        assert any(parse_constraint(row["versions"]).allows(version) for version in versions), row
        for variable, text in row["defaults"].items():
            assert variable in config.variables
            assert not hcl.parse(f"x = {text}", "default").broken
