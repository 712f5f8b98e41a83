"""The house: no knot of modules that know each other, no class with a door for everybody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "fargate_lint"
LARGEST_KNOT = 4
"""Modules that may know each other by import; lazy and typing imports count."""
MOST_MEMBERS = 25
"""Public members of a class: its own, and inherited ones but for those of View, which every view has."""

BY_NATURE = {
    "Module": "a module instance while it is evaluated: all that expressions in it name",
    "Builder": "one method a rule of the HCL grammar, called by name",
    "Options": "one field an option of the configuration",
    "Facts": "one member a table, none with logic of its own",
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


CLASSES = {node.name: node for _, tree in TREES.values() for node in tree.body if isinstance(node, ast.ClassDef)}


def members(node: ast.ClassDef) -> set[str]:
    """The public names that a class has: methods, properties, fields, and attributes that its methods set."""
    found = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
    found |= {
        item.target.id for item in node.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }
    for target in (t for item in ast.walk(node) if isinstance(item, ast.Assign) for t in item.targets):
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
            found.add(target.attr)
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in CLASSES and base.id not in ("View", "ResourceView", node.name):
            found |= members(CLASSES[base.id])
    return {name for name in found if not name.startswith("_")}


def test_no_class_has_more_members_than_one_can_learn() -> None:
    found = {name: sorted(members(node)) for name, node in CLASSES.items()}
    large = {name: names for name, names in found.items() if len(names) > MOST_MEMBERS and name not in BY_NATURE}
    assert not large, "\n".join(f"{name} has {len(names)}: {', '.join(names)}" for name, names in large.items())
