"""The house: no knot of modules that know each other, no class with a door for everybody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "fargate_lint"
LARGEST_KNOT = 4
"""Modules that may know each other by import; lazy and typing imports count."""
MOST_MEMBERS = 25
"""Public members of a class: its own, and inherited ones but for those of View, which every view has."""

BY_NATURE = {
    "config.options.Options": "one field an option of the configuration",
    "hcl.build.Builder": "one method a rule of the HCL grammar, called by name",
    "terraform.module.Module": "a module instance while it is evaluated: all that expressions in it name",
    "facts.Facts": "one member a table, none with logic of its own",
}
"""Classes that may have more."""


def name_of(path: Path) -> str:
    """The dotted name of a module of the package."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


TREES = {name_of(path): (path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(PACKAGE.rglob("*.py"))}


def imported(name: str) -> set[str]:
    """The modules of the package that a module imports, wherever in it. The package itself is left out: it names its
    version and the public call only."""
    path, tree = TREES[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return (found & TREES.keys()) - {name, PACKAGE.name}


def knots() -> Iterator[set[str]]:
    """The sets of modules each of which leads to every other by imports."""
    direct = {name: imported(name) for name in TREES if name != PACKAGE.name}
    reached: dict[str, set[str]] = {}
    for name in direct:
        todo, seen = list(direct[name]), set(direct[name])
        while todo:
            new = direct[todo.pop()] - seen
            seen |= new
            todo.extend(new)
        reached[name] = seen
    left = set(direct)
    while left:
        name = left.pop()
        knot = {name, *(other for other in reached[name] if name in reached[other])}
        left -= knot
        if len(knot) > 1:
            yield knot


def test_no_knot_of_modules_is_larger_than_four() -> None:
    found = [sorted(knot) for knot in knots() if len(knot) > LARGEST_KNOT]
    assert not found, "\n".join(f"{len(knot)} modules know each other: {', '.join(knot)}" for knot in found)


CLASSES = {
    (name, node.name): node for name, (_, tree) in TREES.items() for node in tree.body if isinstance(node, ast.ClassDef)
}


def members(module: str, node: ast.ClassDef) -> set[str]:
    """The public names that a class has: methods, properties, fields, and attributes that its methods set."""
    found = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
    for item in ast.walk(node):
        targets = (
            item.targets if isinstance(item, ast.Assign) else [item.target] if isinstance(item, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                found.add(target.attr)
            elif isinstance(target, ast.Name) and item in node.body:
                found.add(target.id)
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id not in ("View", "ResourceView"):
            for home in (module, *imported(module)):
                if (home, base.id) in CLASSES and CLASSES[home, base.id] is not node:
                    found |= members(home, CLASSES[home, base.id])
                    break
    return {name for name in found if not name.startswith("_")}


SIZES = {
    f"{module}.{name}".removeprefix("fargate_lint."): sorted(members(module, node))
    for (module, name), node in CLASSES.items()
}


def test_no_class_has_more_members_than_one_can_learn() -> None:
    large = {name: found for name, found in SIZES.items() if len(found) > MOST_MEMBERS and name not in BY_NATURE}
    assert not large, "\n".join(f"{name} has {len(found)}: {', '.join(found)}" for name, found in large.items())


@pytest.mark.parametrize("name", sorted(BY_NATURE))
def test_an_exception_is_needed(name: str) -> None:
    assert len(SIZES[name]) > MOST_MEMBERS
