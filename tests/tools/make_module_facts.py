#!/usr/bin/env python3
"""Write fargate_lint/stubs/versions.json and arguments.json from the collected facts of registry modules.

usage: make_module_facts.py FACTS.json STUBS_DIR [PACKAGE=GIT_DIR]...

FACTS.json has for every module each variable's and output's intervals of versions. A git directory of the module adds the
full list of its release tags; without one, the releases named in the intervals stand for all of them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

Version = tuple[int, int, int]

TYPED = {"fargate_profiles", "addons", "access_entries", "compute_config", "eks_managed_node_groups",
         "self_managed_node_groups", "security_group_additional_rules", "node_security_group_additional_rules"}  # fmt: skip
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


def main() -> None:
    facts = json.loads(Path(sys.argv[1]).read_text())
    stubs = Path(sys.argv[2])
    mirrors = dict(pair.split("=", 1) for pair in sys.argv[3:])

    known: dict[str, set[Version]] = {}
    for source, entry in facts.items():
        package, _ = package_of(source)
        named = known.setdefault(package, set())
        for table in (entry["variables"], entry["outputs"]):
            for intervals in table.values():
                for it in intervals:
                    named |= {v for v in (number(it["since"]), number(it["until"])) if v}
        for first, last, _count in entry["versions"].values():
            named |= {v for v in (number(first), number(last)) if v}
    for package, folder in mirrors.items():
        low, high = min(known[package]), max(known[package])
        known[package] |= {v for v in tags(folder) if low <= v <= high}

    versions: dict[str, dict[str, list[int]]] = {}
    for package, found in sorted(known.items()):
        rows = versions.setdefault(package, {})
        for major in sorted({v[0] for v in found}):
            minors = {}
            for v in found:
                if v[0] == major:
                    minors[v[1]] = max(minors.get(v[1], -1), v[2])
            rows[str(major)] = [minors.get(i, -1) for i in range(max(minors) + 1)]

    def spans(intervals: list[dict[str, str]], order: list[Version]) -> list[str]:
        """Adjacent intervals joined; the newest one stays open."""
        place = {v: i for i, v in enumerate(order)}
        marks = sorted((place[number(it["since"])], place[number(it["until"])]) for it in intervals)  # type: ignore[index]
        joined: list[list[int]] = []
        for low, high in marks:
            if joined and low <= joined[-1][1] + 1:
                joined[-1][1] = max(joined[-1][1], high)
            else:
                joined.append([low, high])
        text = lambda i: ".".join(map(str, order[i]))  # noqa: E731
        return [f"{text(a)}.." + ("" if b == len(order) - 1 else text(b)) for a, b in joined]

    arguments: dict[str, dict[str, dict[str, str]]] = {}
    for source, entry in facts.items():
        package, sub = package_of(source)
        order = sorted({v for kind in ("variables", "outputs") for its in entry[kind].values() for it in its
                        for v in (number(it["since"]), number(it["until"])) if v}
                       | {v for first, last, _n in entry["versions"].values() for v in (number(first), number(last)) if v}
                       | (known[package] if package in mirrors else set()))  # fmt: skip
        if "//" in source or package in mirrors:  # a submodule lives only as long as its own facts say
            low = min(v for f, l, _n in entry["versions"].values() for v in (number(f), number(l)) if v)
            high = max(v for f, l, _n in entry["versions"].values() for v in (number(f), number(l)) if v)
            order = [v for v in order if low <= v <= high]
        made: dict[str, dict[str, str]] = {}
        for kind in ("variables", "outputs"):
            groups: dict[str, list[str]] = {}
            for name, intervals in entry[kind].items():
                groups.setdefault(",".join(spans(intervals, order)), []).append(name)
            made[kind] = {key: " ".join(sorted(names)) for key, names in sorted(groups.items())}
        keys: dict[str, str] = {}
        if package == "terraform-aws-modules/eks/aws" and sub is None:
            for name in sorted(TYPED):
                for it in entry["variables"].get(name, []):
                    found = object_keys(it["type"])
                    if found is None and "object(" in it["type"]:
                        found = object_keys(type_at(mirrors[package], it["until"], name))
                    if found:
                        span = spans([it], order)[0]
                        keys[f"{name} {span}"] = f"{found[0]}: {' '.join(found[1])}"
        made["keys"] = keys
        arguments[package + (f"//{sub}" if sub else "")] = made

    head = {"facts": "collected from every release tag of the modules", "checked": "2026-11-23"}
    for name, body in (("versions.json", versions), ("arguments.json", arguments)):
        lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in sorted(body.items()))
        (stubs / name).write_text(
            f'{{"facts": {json.dumps(head["facts"])}, "checked": {json.dumps(head["checked"])}, "modules": {{\n{lines}\n}}}}\n'
        )


if __name__ == "__main__":
    main()
