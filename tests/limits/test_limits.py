"""Whatever a repository holds, a run ends: soon, with a place and a reason, and no traceback (design.md section 9)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import hostile
import pytest
from running import Run, fargate_lint

PROGRESS_DELAY_SECONDS = 40
"""Seconds for one command. None takes more than three on an idle machine; this only ends what would hang."""


@contextmanager
def patience() -> Iterator[None]:
    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"not done after {PROGRESS_DELAY_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(PROGRESS_DELAY_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def written(files: dict[str, str], folder: Path) -> Path:
    (folder / ".git").mkdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def lint(folder: Path) -> Run:
    with patience():
        return fargate_lint("--format", "json", ".", folder=folder)


def diagnostics(run: Run) -> list[tuple[str, bool]]:
    """(code, whether it has a place) of each diagnostic."""
    return [(d["code"], d["location"] is not None) for root in run.json["roots"] for d in root["diagnostics"]]


@pytest.mark.parametrize("name", hostile.LIMITED)
def test_what_has_no_end_is_a_limit_with_its_place(name: str, tmp_path: Path) -> None:
    run = lint(written(hostile.LIMITED[name], tmp_path))
    found = diagnostics(run)
    assert run.status == 3
    assert ("limit", True) in found
    assert {code for code, _ in found} <= {"limit", "evaluation", "cycle"}


@pytest.mark.parametrize("name", hostile.HARMLESS)
def test_what_only_looks_endless_is_done_soon(name: str, tmp_path: Path) -> None:
    run = lint(written(hostile.HARMLESS[name], tmp_path))
    assert run.status in (0, 1, 3)
    assert {code for code, _ in diagnostics(run)} <= {"limit", "evaluation", "cycle", "reference", "syntax"}


@pytest.mark.parametrize("name", ["lists that share their parts", "half-known strings doubled", "a huge for_each"])
def test_the_graph_has_the_same_limits(name: str, tmp_path: Path) -> None:
    folder = written(hostile.LIMITED[name], tmp_path)
    with patience():
        run = fargate_lint("graph", ".", folder=folder)
    assert len(run.out) < 10_000_000
    assert run.json["version"] == 1


def test_what_could_not_be_evaluated_to_its_end_is_not_judged(tmp_path: Path) -> None:
    """Resources beyond the limit would pass for absent: rather no finding than a wrong one."""
    raw = (Path(__file__).parents[1] / "fixtures" / "broken_private" / "main.tf").read_text(encoding="utf-8")
    assert fargate_lint("--format", "json", ".", folder=written({"main.tf": raw}, tmp_path)).findings
    (tmp_path / "endless.tf").write_text(hostile.LIMITED["for in for"]["main.tf"], encoding="utf-8")
    run = lint(tmp_path)
    assert run.status == 3
    assert [finding for finding in run.findings if finding["severity"] == "error"] == []


def test_the_machine_s_files_are_not_shown(tmp_path: Path) -> None:
    folder = written(hostile.HARMLESS["the files of the machine"], tmp_path)
    run = fargate_lint("graph", ".", folder=folder)
    assert "root:" not in run.out
    assert "hostname" not in run.out


# Files that are none


def test_a_file_beyond_the_limit_is_unread_and_the_others_are_linted(tmp_path: Path) -> None:
    large = "# " + "x" * 9 * 1024 * 1024
    run = lint(written({"large.tf": large, "main.tf": 'resource "aws_vpc" "a" {\n}\n'}, tmp_path))
    assert run.status == 3
    assert [(f["rule"], f["location"]["path"]) for f in run.findings] == [("FGL901", "large.tf")]


@pytest.mark.parametrize("name", ["main.tf", "terraform.tfvars", "x.auto.tfvars.json", "override.tf"])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    written({"good.tf": 'resource "aws_vpc" "a" {\n}\n'}, tmp_path)
    os.mkfifo(tmp_path / name)
    assert lint(tmp_path).status == 3


def test_file_of_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    written({"main.tf": 'locals {\n  a = file("pipe")\n}\n'}, tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert lint(tmp_path).status == 0


def test_links_in_circles(tmp_path: Path) -> None:
    written({"main.tf": 'module "m" {\n  source = "./loop"\n}\n'}, tmp_path)
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "self.tf").symlink_to("self.tf")
    (tmp_path / "up").symlink_to("..")
    run = lint(tmp_path)
    assert run.status == 3
    assert ("limit", True) in diagnostics(run)


def test_links_out_of_the_repository_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "main.tf").write_text('resource "aws_vpc" "secret" {\n}\n', encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    written({"main.tf": 'module "m" {\n  source = "./m"\n}\nmodule "n" {\n  source = "../outside"\n}\n'}, inside)
    (inside / "m").symlink_to(outside)
    (inside / "linked.tf").symlink_to(outside / "main.tf")
    run = fargate_lint("graph", ".", folder=inside)
    assert run.json["resources"] == []
    assert lint(inside).status == 3  # linked.tf is a file of the module that was not read


def test_five_thousand_files(tmp_path: Path) -> None:
    written({f"f{i}.tf": f"locals {{\n  a{i} = {i}\n}}\n" for i in range(5000)}, tmp_path)
    run = lint(tmp_path)
    assert run.status == 0
    assert run.json["summary"]["files"] == 5000


def test_a_thousand_roots(tmp_path: Path) -> None:
    written({f"d{i}/main.tf": "locals {\n  a = 1\n}\n" for i in range(1000)}, tmp_path)
    run = lint(tmp_path)
    assert run.status == 0
    assert len(run.json["roots"]) == 1000
