"""What means the same to Terraform is the same to us: order, files, names and line numbers change no graph and no
finding, run over all of our fixtures."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rewriting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import fargate_lint

FIXTURES = Path(__file__).parents[1] / "fixtures"
ROOTS = {
    str(path.parent.relative_to(FIXTURES)): path.parent
    for path in sorted([*FIXTURES.glob("*/main.tf"), *FIXTURES.glob("*/*/main.tf"), *FIXTURES.glob("*/cluster.tf")])
}
"""Root modules by name. The whole fixture is copied, since roots call modules beside them."""
few = settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
_PLACE = re.compile(r"[\w./-]+\.tf(vars)?(:\d+)*")


def fixture(name: str) -> tuple[rewriting.Project, str]:
    """All files of a fixture, and the path of the root in it."""
    parts = Path(name).parts
    top = FIXTURES.joinpath(*parts[: 2 if parts[0] == "plan" else 1])
    return rewriting.project(top), ROOTS[name].relative_to(top).as_posix()


def seen(files: rewriting.Project, root: str, fingerprints: bool = False) -> tuple[Any, Any]:
    """The graph and the verdicts, without what places they have."""
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        folder = rewriting.written(files, Path(scratch) / "r")
        graph = fargate_lint("graph", root, folder=folder).json
        report = fargate_lint("--format", "json", root, folder=folder).json
    assert "internal" not in {d["code"] for r in report["roots"] for d in r["diagnostics"]}
    text = json.dumps([_graph(graph), [_report(r, fingerprints) for r in report["roots"]]])
    graph, report = json.loads(text.replace(rewriting.SUFFIX, ""))
    return _sorted(graph), _sorted(report)


def _graph(graph: Any) -> Any:
    left_out = ("location", "provenance")
    resources = [{k: v for k, v in resource.items() if k not in left_out} for resource in graph["resources"]]
    return {"resources": resources, "edges": graph["edges"], "outputs": graph["outputs"]}


def _report(root: Any, fingerprints: bool) -> Any:
    kept = ("rule", "severity", "address", "addresses", "subject", *(["fingerprint"] if fingerprints else []))
    return {
        "findings": [{**{k: f[k] for k in kept}, "message": _plain(f["message"])} for f in root["findings"]],
        "undecided": [(u["rule"], u["address"], _plain(u["reason"])) for u in root["undecided"]],
        "suppressed": [(f["rule"], f["address"], f["reason"]) for f in root["suppressed"]],
        "diagnostics": [(d["code"], _plain(d["message"])) for d in root["diagnostics"]],
        "modules": [(m["address"], m["resolved"], m["detail"]) for m in root["modules"]],
        "clusters": root["clusters"],
    }


def _plain(message: str) -> str:
    return re.sub(r"\bline \d+", "line …", _PLACE.sub("<place>", message))


def _sorted(found: Any) -> Any:
    """The outer lists in an order that hangs neither on names nor on places."""
    if isinstance(found, dict):
        return {
            key: sorted(value, key=json.dumps) if isinstance(value, list) else value for key, value in found.items()
        }
    return [_sorted(item) for item in found]


@cache
def original(name: str) -> tuple[Any, Any]:
    return seen(*fixture(name), fingerprints=True)


def without_fingerprints(verdicts: Any) -> Any:
    for root in verdicts:
        for finding in root["findings"]:
            finding.pop("fingerprint", None)
    return _sorted(verdicts)


def test_the_fixtures_are_found() -> None:
    assert len(ROOTS) > 30


@pytest.mark.parametrize("name", ROOTS)
@given(seed=st.integers(0, 2**32))
@few
def test_order_and_files_mean_nothing(name: str, seed: int) -> None:
    files, root = fixture(name)
    assert seen(rewriting.moved(files, Random(seed)), root, fingerprints=True) == original(name)


@pytest.mark.parametrize("name", ROOTS)
def test_names_mean_nothing(name: str) -> None:
    files, root = fixture(name)
    graph, verdicts = seen(rewriting.renamed(files), root)
    before, verdicts_before = json.loads(json.dumps(original(name)))
    assert graph == before
    assert verdicts == without_fingerprints(verdicts_before)


@pytest.mark.parametrize("name", ROOTS)
@given(seed=st.integers(0, 2**32))
@few
def test_lines_mean_nothing_and_fingerprints_stay(name: str, seed: int) -> None:
    files, root = fixture(name)
    assert seen(rewriting.shifted(files, Random(seed)), root, fingerprints=True) == original(name)


# The same bytes every time


@pytest.mark.parametrize(
    "arguments", [("--format", "json", "--undecided", "show"), ("graph",), ("--format", "full", "-v")]
)
def test_the_hash_seed_means_nothing(arguments: tuple[str, ...]) -> None:
    outputs = set()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-m", "fargate_lint", *arguments, "broken_private"],
            cwd=FIXTURES,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": str(FIXTURES.parents[1]),
                "SOURCE_DATE_EPOCH": "1795392000",
            },
            capture_output=True,
            check=False,
            timeout=60,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs != {b""}


def test_the_order_of_a_folder_s_entries_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """File systems list folders in any order; here in the opposite one."""
    arguments = ("--recursive", "--format", "json", "--undecided", "show", ".")
    before = fargate_lint(*arguments, folder=FIXTURES).out
    listdir, scandir = os.listdir, os.scandir

    class Reversed(list):  # type: ignore[type-arg]
        def __enter__(self) -> Reversed:
            return self

        def __exit__(self, *error: object) -> None:
            pass

        def close(self) -> None:
            pass

        def __next__(self) -> os.DirEntry[str]:
            if not self:
                raise StopIteration
            entry: os.DirEntry[str] = self.pop()
            return entry

    monkeypatch.setattr(os, "listdir", lambda *path: sorted(listdir(*path), reverse=True))
    monkeypatch.setattr(os, "scandir", lambda *path: Reversed(sorted(scandir(*path), key=lambda entry: entry.name)))
    assert fargate_lint(*arguments, folder=FIXTURES).out == before
