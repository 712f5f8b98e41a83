"""What the wheel holds: the list of packages in pyproject.toml is the tree's, and data files match a pattern."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


def test_every_package_of_the_tree_is_listed(settings: dict[str, Any]) -> None:
    found = {
        ".".join(init.parent.relative_to(TOP).parts)
        for init in (TOP / "fargate_lint").rglob("__init__.py")
        if init.parent != TOP / "fargate_lint" / "rules"
    }
    assert set(settings["packages"]) == found | {"fargate_lint.rules"}
    assert (TOP / settings["package-dir"]["fargate_lint.rules"] / "__init__.py").is_file()


def test_every_folder_with_python_is_a_package() -> None:
    folders = {path.parent for path in (TOP / "fargate_lint").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_every_data_file_is_shipped(settings: dict[str, Any]) -> None:
    shipped = {
        path
        for package, patterns in settings["package-data"].items()
        for pattern in patterns
        for path in (TOP / package.replace(".", "/")).glob(pattern)
    }
    data = {
        path
        for path in (TOP / "fargate_lint").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
    }
    assert sorted(data - shipped) == []


def test_preludes_are_shipped_with_the_rules(settings: dict[str, Any]) -> None:
    folder = TOP / settings["package-dir"]["fargate_lint.rules"]
    shipped = {path for pattern in settings["package-data"]["fargate_lint.rules"] for path in folder.glob(pattern)}
    data = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert data
    assert data == shipped


def test_the_rules_import_only_the_door_that_is_theirs() -> None:
    """import-linter sees rules/ only in the wheel; here each file is read."""
    for path in sorted((TOP / "rules").glob("*.py")):
        lines = [line.split()[1] for line in path.read_text(encoding="utf-8").splitlines() if _imports(line)]
        ours = {name for name in lines if name.startswith(("fargate_lint", "rules"))}
        assert ours <= {"fargate_lint.rule"}, path.name


def _imports(line: str) -> bool:
    return line.startswith(("import ", "from "))
