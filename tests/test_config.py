"""The configuration file: where it is found, what it may say, and how the command line is put over it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fargate_lint import config
from fargate_lint.config import Environment, Given, Options, UsageError
from fargate_lint.config.options import Settings
from fargate_lint.files import Files


def load(top: Path, at: str = ".", **given: Any) -> Options:
    return config.load(str(top / at), Files(str(top)), Given(**given))


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
        (
            "fail-on = 'never mind'",
            "1: fail-on = 'never mind'; did you mean never? known are error, warning, info, never",
        ),
        ("[severity]\nFGL101 = 'fatal'", "2: severity.FGL101 = 'fatal'; known are error, warning, info"),
        ("[severity]\nFGL101 = { info = 'warn' }", "2: severity.FGL101.info = 'warn'; did you mean warning?"),
        ("[severity]\nFGL101 = { infos = 'error' }", "2: unknown key severity.FGL101.infos; did you mean info?"),
        ("recursive = 'yes'", "1: recursive: expected true or false, got 'yes'"),
        ("\nselect = 'FGL1'\nignore = 5", "3: ignore: expected a list, got 5"),
        ("select = [\n  'FGL1',\n  2,\n]", "1: select: expected a text, got 2"),
        ("[facts]\nendpoint = 'off'", "2: unknown key facts.endpoint; did you mean endpoints?"),
        ("[facts]\nendpoints = 'of'", "2: facts.endpoints = 'of'; did you mean off?"),
        ("[[facts.charts]]\nname = 'x'\n\n[[facts.charts]]\nname = 'y'\ndaemonsets = true", "6: unknown key"),
        ("[facts]\ncharts = [{ name = 'x', behavior = 'pending' }]", "unknown key facts.charts.behavior; did you mean"),
        ("[modules]\n'a/b/c' = './nets'", "2: modules: no folder ./nets; did you mean net?"),
        ("\n[modules]\n'a/b/c' = 3", "3: modules.a/b/c: expected a text, got 3"),
        (
            "[[environments]]\nname = 'a'\nvar-files = ['devs.tfvars']",
            "3: var-files: no such file: devs.tfvars; did you",
        ),
        ("[[environments]]\nname = 'a'\n[[environments]]\nname = 'a'", "4: every one of [[environments]] needs a name"),
        ("var-file = 'devs.tfvars'", "1: var-file: no such file: devs.tfvars; did you mean dev.tfvars?"),
        ("var = ['x']", "1: var 'x': write NAME=VALUE"),
        ("[ids]\nsubnet-0a1b2c3d = 'private, privat'", "2: ids: 'privat' is not understood; did you mean private?"),
        ("[ids]\nsubnet-0a1b2c3d = 'eu-west'", "2: ids: 'eu-west' is not understood; write private or public, a zone"),
        ("[ids]\nnothing = 'private'", "2: ids: 'nothing' is no id such as subnet-0a1b2c3d4e5f67890"),
        ("[[suppress]]\nrules = ['FGL1']\naddress = 'a'", "1: suppress lacks reason"),
        (
            "[[suppress]]\nrules = ['FGL1']\naddress = 'a'\nreason = 'r'\nroot = 'nets'",
            "5: suppress: no folder nets; did you mean net?",
        ),
        (
            f"[per-path-ignores]\n'{'*a' * 200}' = ['FGL1']",
            "2: per-path-ignores: a pattern of more than 300 characters",
        ),
        (f"a{'.b' * 1000} = 1", "a key of more than 64 parts"),
        (f"ignore = [{'1,' * 2000}]", "1: ignore has 2000 entries; 1000 are read at most"),
        ("#" * 300_000, "more than 256 KiB, which is no configuration"),
        ("extend = 'base.toml'", "1: extend = 'base.toml': no such file"),
        ("extend = '../../outside.toml'", "outside of the repository"),
        ("rules = ['x.py']", "1: rules is for the command line only"),
        ("[[environments]]\nworkspace = 'a'", "needs a name of its own"),
        ("[environments]\nname = 'a'", "environments must be written as [[environments]]"),
        ("select = [", "not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    put(tmp_path / ".fargate-lint.toml", text)
    put(tmp_path / "dev.tfvars", "")
    (tmp_path / "net").mkdir()
    with pytest.raises(UsageError) as error:
        load(tmp_path)
    assert message in str(error.value)


def test_the_command_line_is_put_over_the_file(tmp_path: Path) -> None:
    put(tmp_path / ".fargate-lint.toml", 'fail-on = "error"\nignore = ["FGL1"]\nregion = "eu-west-1"\nquiet = true')
    options = load(tmp_path, fail_on="info", ignore=("FGL2",), region=None, quiet=None)
    assert (options.fail_on, options.region, options.quiet) == ("info", "eu-west-1", True)
    assert [(words.ignore, words.origin) for words in options.words] == [
        (("FGL2",), None),
        (("FGL1",), str(tmp_path / ".fargate-lint.toml")),
    ]


def test_inputs_keep_their_order_and_the_command_line_comes_last(tmp_path: Path) -> None:
    put(
        tmp_path / ".fargate-lint.toml",
        'var = ["a=1"]\nvar-file = ["base.tfvars"]\n[[environments]]\nname = "prod"\nvar-files = ["prod.tfvars"]',
    )
    for name in ("base", "prod"):
        put(tmp_path / f"{name}.tfvars", "")
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
    (tmp_path / "mine" / "y").mkdir(parents=True)
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
        ("main.tf", "sub/main.tf", True),
        ("/main.tf", "sub/main.tf", False),
        ("sub/*.tf", "sub/deep/main.tf", False),
        ("**/main.tf", "../main.tf", False),
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


EXTENDED = """
extend = "../base.toml"
select = ["FGL2"]
[severity]
FGL201 = "error"
[facts]
endpoints = "off"
"""
BASE = """
select = ["FGL1"]
ignore = ["FGL105"]
var-file = ["base.tfvars"]
[severity]
FGL101 = "info"
FGL201 = "info"
[facts]
refuse-zones = ["use1-az3"]
[per-path-ignores]
"old/**" = ["FGL1"]
"""


def test_lists_of_the_nearer_file_replace_and_tables_are_merged(tmp_path: Path) -> None:
    put(tmp_path / "base.toml", BASE)
    put(tmp_path / "base.tfvars", "")
    put(tmp_path / "live" / ".fargate-lint.toml", EXTENDED)
    options = load(tmp_path, "live")
    assert [(words.select, words.ignore) for words in options.words] == [(("FGL2",), ("FGL105",))]
    assert options.severity == {"FGL101": "info", "FGL201": "error"}
    assert (options.facts.endpoints, options.facts.refuse_zones) == ("off", ("use1-az3",))
    assert options.variables == (("file", str(tmp_path / "base.tfvars")),)
    assert options.ignored_at(str(tmp_path / "old" / "main.tf")) == {"FGL1"}
    assert options.place("severity", "FGL101").endswith("base.toml:6")
    assert options.place("severity", "FGL201").endswith("live/.fargate-lint.toml:5")


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    put(tmp_path / ".fargate-lint.toml", '\nextend = "other.toml"')
    put(tmp_path / "other.toml", 'extend = ".fargate-lint.toml"')
    with pytest.raises(
        UsageError, match=r"other\.toml:1: extend goes in a circle: .*fargate-lint\.toml → .*other\.toml → "
    ):
        load(tmp_path)


def test_a_mistake_in_a_file_that_is_extended_is_told_there(tmp_path: Path) -> None:
    put(tmp_path / ".fargate-lint.toml", 'extend = "other.toml"')
    put(tmp_path / "other.toml", '\n\nselct = ["FGL1"]')
    with pytest.raises(UsageError, match=r"other\.toml:3: unknown key selct; did you mean select\?"):
        load(tmp_path)


TOML = '''# a comment = 1
"fail-on" = "error"   # [severity]
select = [
  "FGL1", # fail-on = "x"
]
text = """
[severity]
FGL9 = 1
"""
[severity]
FGL1.info = "error"
'a b' = "x"
[[environments]]
name = "a"
[[environments]]
var-files = []
name = "b"
[facts]
charts = [{ name = "x" }]
'''


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("fail-on",), 2),
        (("select",), 3),
        (("select", 0), 3),
        (("severity",), 10),
        (("severity", "FGL1", "info"), 11),
        (("severity", "a b"), 12),
        (("environments",), 13),
        (("environments", 1), 15),
        (("environments", 1, "name"), 17),
        (("facts", "charts", 0, "name"), 19),
        (("nothing",), None),
    ],
)
def test_keys_are_found_on_their_lines(keys: tuple[str | int, ...], line: int | None, end: str) -> None:
    assert config.Document("x.toml", TOML.replace("\n", end)).line(keys) == line


DOCUMENT = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_every_key_is_documented_and_what_is_shown_is_accepted(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    put(tmp_path / "prod.tfvars", "")
    for folder in ("vendor/network", "live/prod"):
        (tmp_path / folder).mkdir(parents=True)
    put(tmp_path / ".fargate-lint.toml", example)
    options = load(tmp_path)
    assert options.suppress[0].root == str(tmp_path / "live" / "prod")
    keys = {field.encode_name for field in msgspec.structs.fields(Settings)}
    assert {key for key in keys if f"`{key}`" not in DOCUMENT and f"[{key}]" not in DOCUMENT} == set()
