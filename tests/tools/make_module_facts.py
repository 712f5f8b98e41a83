#!/usr/bin/env python3
"""Write fargate_lint/stubs/versions.json and arguments.json from the collected facts of registry modules.

usage: make_module_facts.py FACTS.json STUBS_DIR [PACKAGE=GIT_DIR]...

FACTS.json has for every module each variable's and output's intervals of versions. A git directory of the module adds
the full list of its release tags; without one, the releases named in the intervals stand for all of them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

Version = tuple[int, int, int]

ENDS = ("since", "until")
TYPED = {
    "access_entries",
    "addons",
    "compute_config",
    "eks_managed_node_groups",
    "fargate_profiles",
    "node_security_group_additional_rules",
    "security_group_additional_rules",
    "self_managed_node_groups",
}
"""Arguments of eks v21 whose typed objects drop unknown keys in silence, and which people write by hand."""


def number(text: str) -> Version | None:
    match = re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+)", text)
    return None if match is None else (int(match[1]), int(match[2]), int(match[3]))


def package_of(source: str) -> tuple[str, str | None]:
    """Facts key to registry package and submodule; github.com/O/terraform-P-N is O/N/P."""
    base, _, sub = source.partition("//")
    if base.startswith("github.com/"):
        owner, repo = base.removeprefix("github.com/").split("/")
        _, provider, name = repo.split("-", 2)
        base = f"{owner}/{name}/{provider}"
    return base, sub or None


def tags(folder: str) -> set[Version]:
    out = subprocess.run(["git", "-C", folder, "tag"], check=True, capture_output=True, text=True).stdout
    return {v for v in map(number, out.split()) if v is not None}


def object_keys(type: str) -> tuple[str, list[str]] | None:
    """The shape ("map", "list" or "object") and the top keys of a typed object."""
    match = re.match(r"(?:(map|list|set)\()?object\(\{(.*)$", type, re.S)
    if match is None:
        return None
    keys, depth = [], 0
    for token in re.finditer(r"[({\[]|[)}\]]|([A-Za-z_]\w*)\s*=", match[2]):
        if token[1]:
            if depth == 0:
                keys.append(token[1])
        elif token[0] in "({[":
            depth += 1
        else:
            depth -= 1
            if depth < 0:
                return match[1] or "object", keys
    return None  # the text was cut short


def type_at(folder: str, version: str, name: str) -> str:
    """A variable's type as its release has it, comments left out."""
    show = ["git", "-C", folder, "show", f"{version}:variables.tf"]
    text = subprocess.run(show, check=True, capture_output=True, text=True).stdout
    block = text.split(f'variable "{name}" {{', 1)[1].split("\n}\n", 1)[0]
    return re.sub(r"\s*(#[^\n]*)?\n\s*", " ", block.split("type", 1)[1].split("=", 1)[1]).strip()


Facts = dict[str, Any]


def named(entry: Facts) -> set[Version]:
    """Every version that the facts on one module name."""
    texts = [it[end] for kind in ("variables", "outputs") for its in entry[kind].values() for it in its for end in ENDS]
    texts += [text for first, last, _count in entry["versions"].values() for text in (first, last)]
    return {v for v in map(number, texts) if v is not None}


def release_lists(known: dict[str, set[Version]]) -> dict[str, dict[str, list[int]]]:
    """package → major → the last patch of each minor, -1 where there is none."""
    table: dict[str, dict[str, list[int]]] = {}
    for package, found in known.items():
        for major in sorted({v[0] for v in found}):
            last = {minor: patch for _, minor, patch in sorted(v for v in found if v[0] == major)}
            table.setdefault(package, {})[str(major)] = [last.get(i, -1) for i in range(max(last) + 1)]
    return table


def spans(intervals: list[dict[str, str]], order: list[Version]) -> list[str]:
    """Adjacent intervals joined; the one that reaches the newest version stays open."""
    place = {v: i for i, v in enumerate(order)}
    joined: list[list[int]] = []
    for low, high in sorted((place[number(it["since"])], place[number(it["until"])]) for it in intervals):  # type: ignore[index]
        if joined and low <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    text = [".".join(map(str, v)) for v in order]
    return [f"{text[a]}.." + ("" if b == len(order) - 1 else text[b]) for a, b in joined]


def grouped(table: Facts, order: list[Version]) -> dict[str, str]:
    """Intervals → the names that live in them."""
    groups: dict[str, list[str]] = {}
    for name, intervals in table.items():
        groups.setdefault(",".join(spans(intervals, order)), []).append(name)
    return {key: " ".join(sorted(names)) for key, names in sorted(groups.items())}


def typed_keys(variables: Facts, order: list[Version], mirror: str) -> dict[str, str]:
    found = {}
    for name in sorted(TYPED):
        for it in variables.get(name, []):
            if "object(" in it["type"]:
                keys = object_keys(it["type"]) or object_keys(type_at(mirror, it["until"], name))
                if keys:
                    found[f"{name} {spans([it], order)[0]}"] = f"{keys[0]}: {' '.join(keys[1])}"
    return found


def write(path: Path, body: Facts) -> None:
    lines = ",\n".join(f" {json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in sorted(body.items()))
    head = '"facts": "collected from every release tag of the modules", "checked": "2026-11-23"'
    path.write_text(f'{{{head}, "modules": {{\n{lines}\n}}}}\n')


def main() -> None:
    facts: Facts = json.loads(Path(sys.argv[1]).read_text())
    stubs = Path(sys.argv[2])
    mirrors = dict(pair.split("=", 1) for pair in sys.argv[3:])

    known: dict[str, set[Version]] = {}
    for source, entry in facts.items():
        known.setdefault(package_of(source)[0], set()).update(named(entry))
    for package, folder in mirrors.items():
        low, high = min(known[package]), max(known[package])
        known[package] |= {v for v in tags(folder) if low <= v <= high}
    write(stubs / "versions.json", release_lists(known))

    arguments: Facts = {}
    for source, entry in facts.items():
        package, sub = package_of(source)
        own = named(entry)
        order = sorted(own | {v for v in known[package] if package in mirrors and min(own) <= v <= max(own)})
        made: Facts = {kind: grouped(entry[kind], order) for kind in ("variables", "outputs")}
        eks = package == "terraform-aws-modules/eks/aws" and sub is None
        made["keys"] = typed_keys(entry["variables"], order, mirrors[package]) if eks else {}
        arguments[package + (f"//{sub}" if sub else "")] = made
    write(stubs / "arguments.json", arguments)


if __name__ == "__main__":
    main()
