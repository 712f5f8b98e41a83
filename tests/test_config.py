"""The configuration file: where it is found, what it may say, and how the command line is put over it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from fargate_lint import config
from fargate_lint.config import Environment, Options, UsageError
from fargate_lint.files import Files


def load(top: Path, at: str = ".", **given: Any) -> Options:
    return config.load(str(top / at), Files(str(top)), given)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    options = load(tmp_path)
    assert (options.format, options.fail_on, options.undecided) == ("full", "warning", "hide")
    assert options.recursive is False


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".fargate-lint.toml", 'fail-on = "error"'),
        ("pyproject.toml", '[tool.fargate-lint]\nfail-on = "error"'),
    ],
)
def test_a_file_above_the_root_module_holds(tmp_path: Path, name: str, text: str) -> None:
    put(tmp_path / name, text)
    (tmp_path / "live" / "prod").mkdir(parents=True)
    assert load(tmp_path, "live/prod").fail_on == "error"


def test_the_nearest_file_holds_and_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / ".fargate-lint.toml", 'fail-on = "error"')
    put(tmp_path / "live" / "pyproject.toml", '[project]\nname = "x"')
    assert load(tmp_path, "live").fail_on == "error"
    put(tmp_path / "live" / ".fargate-lint.toml", 'fail-on = "info"')
    assert load(tmp_path, "live").fail_on == "info"


def test_nothing_above_the_repository_is_read(tmp_path: Path) -> None:
    put(tmp_path / ".fargate-lint.toml", 'fail-on = "error"')
    (tmp_path / "repository").mkdir()
    assert load(tmp_path / "repository").fail_on == "warning"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail_on = 'error'", ".fargate-lint.toml:1: unknown key fail_on; did you mean fail-on?"),
        ("\nselct = ['FGL1']", ".fargate-lint.toml:2: unknown key selct; did you mean select?"),
        ("[severty]\nFGL101 = 'info'", ".fargate-lint.toml:1: unknown key severty; did you mean severity?"),
        (
            "[[environments]]\nname = 'a'\nvarfiles = []",
            "3: unknown key environments.varfiles; did you mean var-files?",
        ),
        ("[[suppress]]\nrule = 'FGL101'", "2: unknown key suppress.rule; did you mean rules?"),
        ("output = ['json=x']", "output is for the command line only"),
        ("fail-on = 'never mind'", "fail-on = 'never mind'; known are error, warning, info, never"),
        ("[severity]\nFGL101 = 'fatal'", "severity.FGL101 = 'fatal'; known are error, warning, info"),
        ("recursive = 'yes'", "recursive: expected `bool`, got `str`"),
        ("[[environments]]\nworkspace = 'a'", "needs a name of its own"),
        ("[environments]\nname = 'a'", "environments must be written as [[environments]]"),
        ("select = [", "not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    put(tmp_path / ".fargate-lint.toml", text)
    with pytest.raises(UsageError) as error:
        load(tmp_path)
    assert message in str(error.value)


def test_the_command_line_is_put_over_the_file(tmp_path: Path) -> None:
    put(tmp_path / ".fargate-lint.toml", 'fail-on = "error"\nignore = ["FGL1"]\nregion = "eu-west-1"\nquiet = true')
    options = load(tmp_path, fail_on="info", ignore=("FGL2",), region=None, quiet=None)
    assert (options.fail_on, options.ignore, options.region, options.quiet) == ("info", ("FGL2",), "eu-west-1", True)


def test_inputs_keep_their_order_and_the_command_line_comes_last(tmp_path: Path) -> None:
    put(
        tmp_path / ".fargate-lint.toml",
        'var = ["a=1"]\nvar-file = ["base.tfvars"]\n[[environments]]\nname = "prod"\nvar-files = ["prod.tfvars"]',
    )
    options = load(tmp_path, inputs=(("var", "b=2"), ("file", "/x/last.tfvars")))
    assert options.inputs_in(options.environments[0]) == (
        ("file", str(tmp_path / "base.tfvars")),
        ("file", str(tmp_path / "prod.tfvars")),
        ("var", "a=1"),
        ("var", "b=2"),
        ("file", "/x/last.tfvars"),
    )


def test_a_workspace_given_replaces_that_of_every_environment(tmp_path: Path) -> None:
    put(tmp_path / ".fargate-lint.toml", '[[environments]]\nname = "a"\nworkspace = "w"\n[[environments]]\nname = "b"')
    options = load(tmp_path, workspace="v")
    assert options.environments == (Environment(name="a", workspace="v"), Environment(name="b", workspace="v"))


def test_paths_of_the_file_are_relative_to_it(tmp_path: Path) -> None:
    put(tmp_path / "a" / ".fargate-lint.toml", '[modules]\n"git::https://x/y.git" = "../mine/y"')
    assert load(tmp_path, "a").modules == {"git::https://x/y.git": str(tmp_path / "mine" / "y")}


@pytest.mark.parametrize(
    ("pattern", "path", "hit"),
    [
        ("legacy/**", "legacy/a/main.tf", True),
        ("legacy", "legacy/main.tf", True),
        ("legacy/", "legacy/main.tf", True),
        ("*.auto.tfvars", "x.auto.tfvars", True),
        ("legacy", "legacy2/main.tf", False),
        ("main.tf", "sub/main.tf", False),
    ],
)
def test_per_path_ignores_are_relative_to_the_file(tmp_path: Path, pattern: str, path: str, hit: bool) -> None:
    put(tmp_path / ".fargate-lint.toml", f'[per-path-ignores]\n"{pattern}" = ["FGL1"]')
    assert load(tmp_path).ignored_at(str(tmp_path / path)) == (frozenset({"FGL1"}) if hit else frozenset())


def test_a_suppression_by_address_is_read_with_its_date(tmp_path: Path) -> None:
    put(
        tmp_path / ".fargate-lint.toml",
        '[[suppress]]\nrules = ["FGL201"]\naddress = "module.vpc"\nreason = "proxy"\nuntil = 2027-01-31',
    )
    (silence,) = load(tmp_path).suppress
    assert (silence.address, silence.until) == ("module.vpc", datetime.date(2027, 1, 31))


def test_a_file_named_by_hand_need_not_be_near(tmp_path: Path) -> None:
    put(tmp_path / "ci" / "strict.toml", 'fail-on = "info"')
    put(tmp_path / "repository" / ".fargate-lint.toml", 'fail-on = "never"')
    assert load(tmp_path / "repository", config=str(tmp_path / "ci" / "strict.toml")).fail_on == "info"


def test_an_option_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown option recursiv"):
        load(tmp_path, recursiv=True)
