"""A long way of references is followed to its limit wherever Python's own limit is, in any thread."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from fargate_lint.doors.sources import load_root
from fargate_lint.files import Files
from fargate_lint.terraform.instance import Root
from fargate_lint.terraform.session import LONGEST_WAY

STEPS = {
    "plain": "local.{0}",
    "through calls": "concat([for x in local.{0} : x])",
    "negated often": "!" * 10 + "local.{0}",
}
END = {"plain": "1", "through calls": "[1]", "negated often": "true"}


def _way(folder: Path, kind: str, length: int) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [f"  a{i} = {STEPS[kind].format(f'a{i + 1}')}" for i in range(length)]
    text = "locals {\n" + "\n".join([*lines, f"  a{length} = {END[kind]}"]) + "\n}\n"
    (folder / "main.tf").write_text(text + 'output "o" {\n  value = local.a0\n}\n', encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", STEPS)
def test_a_way_nearly_as_long_as_allowed_is_followed_to_its_end(kind: str, tmp_path: Path) -> None:
    limit = sys.getrecursionlimit()
    folder = _way(tmp_path, kind, LONGEST_WAY - 10)
    root = load_root(str(folder), Files(str(folder)))
    assert root.diagnostics == []
    assert root.outputs["o"].is_known
    assert sys.getrecursionlimit() == limit


def test_two_threads_load_at_the_same_time(tmp_path: Path) -> None:
    """An editor's server does."""
    folders = [_way(tmp_path / name, "through calls", LONGEST_WAY - 10) for name in ("one", "other")]
    found: list[Root] = []

    def work(folder: Path) -> None:
        found.extend(load_root(str(folder), Files(str(folder))) for _ in range(3))

    threads = [threading.Thread(target=work, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [root.diagnostics for root in found] == [[]] * 6


def test_a_caller_deep_in_its_own_stack_gets_the_same(tmp_path: Path) -> None:
    folder = _way(tmp_path, "through calls", 100)

    def called(frames: int) -> Root:
        return called(frames - 1) if frames else load_root(str(folder), Files(str(folder)))

    assert called(500).diagnostics == []
