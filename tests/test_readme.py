"""README.md says what the program does: its generated blocks are up to date, its configuration is accepted."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from fargate_lint import config
from fargate_lint.files import Files

TOP = Path(__file__).resolve().parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")


def test_output_and_rule_table_are_what_the_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("readme_tool", TOP / "tests" / "tools" / "readme.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.chdir(TOP)
    assert tool.generated(README) == README, "run: python tests/tools/readme.py"


def test_the_configuration_shown_is_accepted(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / ".fargate-lint.toml").write_text(example, encoding="utf-8")
    for name in ("common.tfvars", "prod.tfvars"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "vendor" / "network").mkdir(parents=True)
    options = config.load(str(tmp_path), Files(str(tmp_path)), config.Given())
    assert options.environments[0].name == "prod"
    assert options.suppress[0].reason == "pulls go through the proxy"


def test_the_hook_in_the_readme_is_the_one_that_is_offered() -> None:
    hooks = (TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert re.findall(r"- id: (\S+)", hooks) == re.findall(r"- id: (\S+)", README)
    assert "require_serial: true" in hooks


def test_the_two_commands_set_everything_up_themselves() -> None:
    commands = re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE)
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install") for command in commands)
    assert "tests/fixtures/broken_private" in commands[0]
    assert "pytest" in commands[1]
    assert (TOP / "tests/fixtures/broken_private/main.tf").is_file()
