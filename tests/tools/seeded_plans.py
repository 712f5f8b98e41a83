"""Plans of the seeded defects, by real Terraform: what does the plan door find of what the sources door finds?

usage: python tests/tools/seeded_plans.py FOLDER [PROJECT | PROJECT/DEFECT]...

Plans the clean project and each of its defects into FOLDER/PROJECT/DEFECT.json (what is there already is kept),
beside a copy of the sources that were planned, and prints the figures. Only the AWS provider is at hand, so what other
providers make is taken out of the copy first; a defect that goes with it is passed over. Needs tfplan (see
regenerate_goldens.py): some 10 seconds a plan.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

from doors import both, by_plan, by_sources, findings, reported, undecided
from regenerate_goldens import plan
from seeded import Project, defects

from fargate_lint.diagnostic import Severity

PROJECTS = ("private_fargate", "nat_raw", "nested_local")
HEADER = re.compile(r'^(?:resource|data)\s+"(?:kubernetes|helm)_|^provider\s+"(?:kubernetes|helm)"', re.M)
REQUIRED = re.compile(r"^    (?:kubernetes|helm)\s*=\s*\{.*?^    \}\n", re.M | re.S)


def strip(folder: Path) -> None:
    """Take out the blocks of providers that are not at hand."""
    for path in folder.rglob("*.tf"):
        text = REQUIRED.sub("", path.read_text(encoding="utf-8"))
        while (found := HEADER.search(text)) is not None:
            end = text.find("\n}\n", found.start())
            line = text.find("\n", found.start())
            last = line if text[found.start() : line].rstrip().endswith("}") else end + 2
            text = text[: found.start()] + text[last:]
        path.write_text(text, encoding="utf-8")


def sources(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*")) if p.is_file()}


def copied(project: Project, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(project.folder, target)
    return target


def make(into: Path, wanted: list[str]) -> None:
    """Plan what is asked for and not there yet."""
    rows = [row for row in defects() if row.project.name in PROJECTS]
    for project in {row.project.name: row.project for row in rows}.values():
        base = into / project.name
        clean = copied(project, base / "clean")
        strip(clean)
        chosen = [row for row in rows if row.project.name == project.name]
        save(base, "clean", project.root)
        for row in chosen:
            if wanted and row.name not in wanted and project.name not in wanted:
                continue
            folder = copied(project, base / row.id)
            row.planted(folder)
            strip(folder)
            if sources(folder) == sources(clean):
                shutil.rmtree(folder)  # the defect went with what was taken out
                continue
            save(base, row.id, project.root)


def save(base: Path, name: str, root: str) -> None:
    target, lost = base / f"{name}.json", base / f"{name}.error"
    if target.exists() or lost.exists():
        return
    try:
        target.write_text(json.dumps(plan(base / name / root)), encoding="utf-8")
    except RuntimeError as error:  # Terraform refuses some defects, as it should
        lost.write_text(str(error), encoding="utf-8")


def judge(into: Path) -> Counter[str]:
    """How the doors compare over all plans in the folder, at warning and above."""
    total: Counter[str] = Counter()
    for path in sorted(into.glob("*/*.json")):
        project = next(row.project for row in defects() if row.project.name == path.parent.name)
        folder, data = path.with_suffix(""), path.read_bytes()
        sources = by_sources(folder / project.root, folder)
        wanted = findings(sources, Severity.WARNING)
        _, together = both(folder / project.root, data, folder)
        _, alone = by_plan(data)
        found, doubts = findings(alone), undecided(alone)
        silent = wanted.keys() - found.keys() - doubts.keys()
        more = findings(alone, Severity.WARNING).keys() - findings(sources).keys()
        apart = findings(together, Severity.WARNING).keys() ^ wanted.keys()
        known = reported(wanted.keys() & found.keys())
        total += Counter(plans=1, wanted=len(reported(wanted)), found=len(known), silent=len(silent))
        total += Counter(more=len(more), both_differ=len(apart))
        for what, keys in (("undecided", wanted.keys() - found.keys()), ("more", more), ("both differ", apart)):
            for key in sorted(keys, key=str):
                print(f"{what}: {path.parent.name}/{path.stem}: {key}")
    return total


def main() -> int:
    into = Path(sys.argv[1]).resolve()
    into.mkdir(parents=True, exist_ok=True)
    make(into, sys.argv[2:])
    print(dict(judge(into)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
