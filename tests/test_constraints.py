"""What CI installs is written down to the last version, and so is the lowest version that is promised."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from hypothesis import settings

TOP = Path(__file__).resolve().parent.parent


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _pins(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {_name(line): line.partition("==")[2] for line in lines}


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


PINNED = _pins((TOP / "constraints.txt").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]


@pytest.mark.parametrize("requirement", WANTED)
def test_what_is_installed_is_pinned_not_below_its_bound(requirement: str) -> None:
    name, bound = re.fullmatch(r"([\w-]+)[>=]=(\S+)", requirement).groups()  # type: ignore[union-attr]
    assert _number(PINNED[_name(name)]) >= _number(bound)


def test_what_those_need_is_pinned_too() -> None:
    seen: set[str] = set()
    waiting = [_name(requirement) for requirement in WANTED]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            if version(name) != PINNED.get(name):
                continue  # in the pass with the lowest versions, whose needs are not these
            needs = requires(name) or []
        except PackageNotFoundError:
            continue  # not needed by this Python
        waiting += [_name(need) for need in needs if ";" not in need]
    assert seen <= PINNED.keys()


def test_the_lowest_versions_are_those_of_pyproject() -> None:
    lowest = _pins(subprocess.run([sys.executable, TOP / ".ci" / "lowest.py"], capture_output=True, text=True).stdout)
    assert lowest.keys() == {_name(requirement) for requirement in WANTED}
    assert all(
        f"=={version}" in r or f">={version}" in r for r in WANTED for n, version in lowest.items() if n == _name(r)
    )


@pytest.mark.parametrize("file", ["README.md", "action.yml", ".ci/run"])
def test_whoever_installs_installs_those(file: str) -> None:
    lines = [
        line
        for line in (TOP / file).read_text(encoding="utf-8").splitlines()
        if re.search(r"pip\W* install .*[. ]", line)
    ]
    ours = [line for line in lines if "git+https" not in line and not line.lstrip().startswith("#")]
    assert ours
    assert all("constraint" in line or " -c " in line for line in ours)


def test_hypothesis_tries_the_same_examples_in_every_run() -> None:
    assert settings().derandomize
