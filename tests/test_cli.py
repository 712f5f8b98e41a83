"""The command line: which words it takes, what it prints, how it exits."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import fargate_lint
from fargate_lint import __version__, catalogue, lint, workspace
from fargate_lint.cli import cli
from fargate_lint.config import UsageError
from fargate_lint.rule import Severity
from fargate_lint.testing import scenery

VPC = """variable "names" {
  type    = bool
  default = false
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = var.names
}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository to run in, as of 2026-06-01, without colour and variables from outside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780272000")
    for name in list(os.environ):
        if name.startswith(("TF_", "NO_COLOR")):
            monkeypatch.delenv(name)
    (tmp_path / ".git").mkdir()
    return tmp_path


def put(top: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


ONLY = "--select=FGL102,FGL9"
"""One rule, and those about the lint itself: other rules do not matter here."""


def ids(result: Result) -> list[str]:
    return [finding["rule"] for root in json.loads(result.stdout)["roots"] for finding in root["findings"]]


def test_check_is_the_default_command_and_the_current_directory_the_default_path(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    outputs = {run(*words, ONLY).stdout for words in ((), ("check",), (".",), ("check", "."))}
    assert len(outputs) == 1
    assert "error[FGL102]" in outputs.pop()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 1),
        (("--fail-on", "error"), 1),
        (("--fail-on", "never"), 0),
        (("--ignore", "FGL102"), 0),
        (("--select", "FGL101"), 0),
        (("--var", "names=true"), 0),
    ],
)
def test_the_exit_status_follows_the_findings(here: Path, arguments: tuple[str, ...], status: int) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    only = () if "--select" in arguments else (ONLY,)
    assert run(*only, *arguments).exit_code == status


def test_the_later_of_var_and_var_file_wins(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC}), "on.tfvars": "names = true\n"})
    assert run(ONLY, "--var", "names=false", "--var-file", "on.tfvars").exit_code == 0
    assert run(ONLY, "--var-file", "on.tfvars", "--var", "names=false").exit_code == 1


def test_a_variable_file_named_by_hand_may_lie_outside(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "on.tfvars"
    outside.write_text("names = true\n", encoding="utf-8")
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    assert run(ONLY, "--var-file", str(outside)).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--select", "FGL999"), "no rule is called 'FGL999'"),
        (("--ignore", "vpc-dns-hostname"), "did you mean vpc-dns-hostnames?"),
        (("--format", "xml"), "xml"),
        (("--output", "json"), "FMT=FILE"),
        (("--no-such-option",), "--no-such-option"),
        (("--var", "names"), "write NAME=VALUE"),
        (("--var-file", "none.tfvars"), "no such file"),
        (("--config", "none.toml"), "none.toml"),
        (("nowhere",), "no such file or folder: nowhere"),
        (("--manifests", "nowhere"), "nowhere"),
        (("schedule",), "schedule is not built yet"),
        (("baseline", "--output", "nowhere/b.json", "."), "cannot write nowhere/b.json"),
        (("--jobs", "2"), "--jobs"),
        (("--no-cache",), "--no-cache"),
        (("explain", "FGL999"), "no rule is called 'FGL999'"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_wrong(here: Path, arguments: tuple[str, ...], message: str) -> None:
    put(here, {"main.tf": VPC})
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_wrong_configuration_is_2_and_names_the_nearest_key(here: Path) -> None:
    put(here, {"main.tf": VPC, ".fargate-lint.toml": "[severty]\n"})
    result = run()
    assert result.exit_code == 2
    assert ".fargate-lint.toml:1: unknown key severty; did you mean severity?" in result.stderr


@pytest.mark.parametrize(
    "setting", ["[severity]\nFGL1O2 = 'info'", "[facts]\nendpoint = 'off'", "select = ['x']", "format = 'xml'"]
)
def test_a_word_of_the_configuration_that_means_nothing_is_2(here: Path, setting: str) -> None:
    put(here, {"main.tf": VPC, ".fargate-lint.toml": setting})
    assert run().exit_code == 2


def test_an_empty_folder_is_3_with_one_sentence(here: Path) -> None:
    result = run()
    assert result.exit_code == 3
    assert result.stdout == "error: . holds no Terraform files, nothing was linted\n"


def test_terraform_without_eks_is_0_and_says_so(here: Path) -> None:
    put(here, {"main.tf": VPC})
    result = run()
    assert result.exit_code == 0
    assert "note: no EKS cluster with Fargate profiles in .: nothing to judge there" in result.stdout


def test_a_broken_file_is_3_also_if_suppressed_and_the_others_are_linted(here: Path) -> None:
    broken = "# fargate-lint: ignore-file[FGL901] known\nlocals {\n  a = = 1\n}\n"
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC}), "broken.tf": broken})
    result = run(ONLY, "--format", "json")
    assert result.exit_code == 3
    assert ids(result) == ["FGL102"]
    (root,) = json.loads(result.stdout)["roots"]
    assert [(item["rule"], item["location"]["path"]) for item in root["suppressed"]] == [("FGL901", "broken.tf")]
    assert root["diagnostics"] == []
    assert "a file of . cannot be read as Terraform, and FGL901, which names it, is not shown" in result.stderr


def test_a_broken_file_is_told_also_where_its_rule_is_not_selected(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC}), "broken.tf": "locals {\n  a = = 1\n}\n"})
    result = run("--select", "FGL101")
    assert result.exit_code == 3
    assert "error: a file of . cannot be read as Terraform" in result.stdout


def test_a_module_beside_the_folder_linted_is_told_how_to_be_read_where_there_is_no_git_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / ".git").rmdir()
    cluster = scenery({"main.tf": VPC})
    files = {"main.tf": 'module "net" {\n  source = "../net"\n}\n' + VPC, **cluster}
    put(here, {"net/main.tf": VPC, **{f"live/{name}": text for name, text in files.items()}})
    assert "FGL902" not in ids(run("--format", "json", "live"))
    monkeypatch.chdir(here / "live")
    assert "../net is outside of the repository, which without .git is the folder linted" in run("--quiet").stdout


def test_a_file_that_is_no_text_is_a_finding_too(here: Path) -> None:
    put(here, {"main.tf": VPC})
    (here / "latin.tf").write_bytes(b'locals {\n  a = "\xe9"\n}\n')
    result = run("--format", "json")
    assert result.exit_code == 3
    assert ids(result) == ["FGL901"]


def test_what_leads_out_of_the_repository_is_not_read(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.tf"
    outside.write_text("locals {\n  secret = = 1\n}\n", encoding="utf-8")
    put(here, {"main.tf": VPC})
    (here / "link.tf").symlink_to(outside)
    result = run("--format", "json")
    assert result.exit_code == 3
    assert "outside of the repository" in result.stdout
    assert "secret =" not in result.stdout


def test_a_file_that_no_root_reads_is_0_and_told_only_on_request(here: Path) -> None:
    put(here, {"main.tf": VPC, "README.md": "x"})
    assert (run("README.md").exit_code, run("README.md").output) == (0, "")
    for arguments in (("-v",), ("-v", "--format", "json")):
        result = run("README.md", *arguments)
        assert (result.exit_code, "README.md is read by no root module here" in result.output) == (0, True)


@pytest.mark.parametrize("path", ["gone.tf", "gone", "main.tf/gone"])
def test_a_path_that_is_not_there_is_2(here: Path, path: str) -> None:
    put(here, {"main.tf": VPC})
    result = run(".", path)
    assert (result.exit_code, result.stderr) == (2, f"fargate-lint: no such file or folder: {path}\n")


def test_each_root_is_judged_by_its_own_configuration_whatever_the_order(here: Path) -> None:
    for name, level in (("strict", "warning"), ("lenient", "never")):
        files = {"main.tf": VPC, **scenery({"main.tf": VPC}), ".fargate-lint.toml": f'fail-on = "{level}"\n'}
        put(here, {f"{name}/{file}": text for file, text in files.items()})
    for paths in (("strict", "lenient"), ("lenient", "strict"), ("lenient/main.tf", "strict/main.tf"), (".",)):
        assert run(*paths).exit_code == 1
    assert run("lenient").exit_code == 0
    assert run("strict", "lenient", "--fail-on", "never").exit_code == 0


def test_what_is_chosen_once_for_a_run_comes_from_the_folder_around_all_paths(here: Path) -> None:
    put(here, {"a/main.tf": VPC, "a/.fargate-lint.toml": 'format = "json"\n', "b/main.tf": VPC})
    assert run("a").stdout.startswith("{")
    assert run("a", "b").stdout == run("b", "a").stdout
    assert not run("a", "b").stdout.startswith("{")


@pytest.mark.parametrize(
    ("arguments", "setting", "expected"),
    [
        (("--select", "FGL1", "--ignore", "FGL102"), "", {"FGL101": True, "FGL102": False, "FGL201": False}),
        (("--select", "FGL102", "--ignore", "FGL1"), "", {"FGL101": False, "FGL102": True, "FGL201": False}),
        (("--select", "FGL102", "--ignore", "vpc-dns-hostnames,FGL9"), 'select = ["FGL901"]', None),
        (("--select", "FGL102"), 'ignore = ["FGL102"]', {"FGL102": True, "FGL101": False}),
        (("--ignore", "FGL2"), 'select = ["FGL1", "FGL201"]', {"FGL101": True, "FGL201": False, "FGL301": False}),
        (("--ignore", "FGL101"), 'ignore = ["FGL102"]', {"FGL101": False, "FGL102": False, "FGL201": True}),
        ((), 'select = ["FGL1"]\nignore = ["FGL10"]', {"FGL102": False, "FGL110": True, "FGL201": False}),
        ((), 'select = ["FGL102"]\nignore = ["FGL1"]', {"FGL101": False, "FGL102": True}),
        ((), 'ignore = ["FGL"]', None),
    ],
)
def test_the_more_specific_word_wins_and_the_command_line_comes_first(
    here: Path, arguments: tuple[str, ...], setting: str, expected: dict[str, bool] | None
) -> None:
    put(here, {"main.tf": VPC, ".fargate-lint.toml": setting})
    result = run("config", "--format", "json", *arguments)
    if expected is None:
        assert result.exit_code == run(*arguments).exit_code == 2
        assert "no rule is left to run" in result.stderr
    else:
        runs = {choice["rule"]: choice["runs"] for choice in json.loads(result.stdout)["rules"]}
        assert {rule: runs[rule] for rule in expected} == expected


def test_what_a_configuration_turned_off_is_told(here: Path) -> None:
    setting = 'ignore = ["FGL101", "FGL103"]\n[per-path-ignores]\n"main.tf" = ["FGL102"]\n'
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC}), ".fargate-lint.toml": setting})
    (root,) = json.loads(run("--ignore", "FGL103", "--format", "json").stdout)["roots"]
    assert root["configuration"] == {"path": ".fargate-lint.toml", "ignored": ["FGL101"], "left_out": 1}
    sentence = ".fargate-lint.toml turns off FGL101, FGL103 and leaves out 1 finding by path"
    assert f"note: {sentence}" in run().stdout
    assert f"fargate-lint: {sentence}\n" in run("--format", "sarif").stderr
    assert sentence not in run("--format", "sarif", "--quiet").stderr


def test_only_what_is_grave_enough_is_reported(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    assert "FGL102" in ids(run("--min-severity", "error", "--format", "json"))
    put(here, {".fargate-lint.toml": "[severity]\nFGL102 = 'warning'\n"})
    result = run(ONLY, "--min-severity", "error", "--format", "json")
    assert (ids(result), result.exit_code) == ([], 0)


def test_info_stays_info_unless_a_table_says_otherwise(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    found = {}
    for setting in ("FGL130 = 'error'", "FGL130 = { info = 'error' }", "FGL13 = { info = 'error' }\nFGL130 = 'error'"):
        put(here, {".fargate-lint.toml": f"[severity]\n{setting}\n"})
        (root,) = json.loads(run("--select", "FGL130", "--format", "json").stdout)["roots"]
        found[setting] = [finding["severity"] for finding in root["findings"]]
    put(here, {".fargate-lint.toml": "[severity]\nFGL102 = 'info'\nFGL210 = 'error'\nFGL220 = 'info'\n"})
    note = 'note: .fargate-lint.toml:3: FGL210 is info in every case: write FGL210 = { info = "error" }'
    assert re.findall("^note: .*every case.*", run().stdout, re.MULTILINE) == [note]
    assert list(found.values()) == [["info"] * 2, ["error"] * 2, ["info"] * 2]


def test_a_variable_that_no_root_declares_is_2_with_the_nearest(here: Path) -> None:
    put(here, {"a/main.tf": VPC, "b/main.tf": VPC.replace("names", "hosts")})
    assert run("--var", "names=true").exit_code == 0
    for command in (("check", "."), ("graph", "a")):
        result = run(*command, "--var", "name=true")
        assert result.exit_code == 2
        assert '--var name: no root module of this run declares a variable "name"; did you mean names?' in result.stderr


def test_folders_are_passed_over_by_pattern_and_by_gitignore_unless_named(here: Path) -> None:
    put(here, {f"{name}/main.tf": VPC for name in ("live", "examples/a", "build/b")} | {".gitignore": "build/\n"})

    def roots(*arguments: str) -> list[str]:
        return [root["path"] for root in json.loads(run("--format", "json", *arguments).stdout)["roots"]]

    assert roots() == ["examples/a", "live"]
    assert roots("--exclude", "examples") == ["live"]
    assert roots("build", "--exclude", "build") == ["build/b"]
    assert roots("examples/a", "--exclude", "examples") == ["examples/a"]
    put(here, {".fargate-lint.toml": 'exclude = ["examples/*", "!examples/a"]\n'})
    assert roots() == ["examples/a", "live"]


def test_a_file_means_its_root_module(here: Path) -> None:
    put(here, {"live/main.tf": VPC, **{f"live/{k}": v for k, v in scenery({"main.tf": VPC}).items()}})
    assert run(ONLY, "live/main.tf").exit_code == 1


def test_roots_below_are_counted_in_one_line(here: Path) -> None:
    put(here, {"main.tf": VPC, "examples/a/main.tf": VPC, "examples/b/main.tf": VPC})
    assert "note: 2 root modules below are not linted: --recursive" in run().stdout
    assert len(json.loads(run("--recursive", "--format", "json").stdout)["roots"]) == 3


def test_a_crash_in_a_rule_is_told_and_the_others_still_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})

    def crash(estate: object) -> object:
        raise ZeroDivisionError("oops")

    entries = tuple(
        catalogue.Entry(e.rule, crash, e.headline, e.why, e.fix, e.source, e.valid, e.invalid)  # type: ignore[arg-type]
        if e.rule.id == "FGL901"
        else e
        for e in catalogue.ours()
    )
    monkeypatch.setattr(catalogue, "ours", lambda: catalogue.Catalogue(entries))
    result = run(ONLY, "--format", "json")
    assert result.exit_code == 3
    assert ids(result) == ["FGL102"]
    (diagnostic,) = json.loads(result.stdout)["roots"][0]["diagnostics"]
    assert diagnostic["code"] == "internal"
    assert "the rule FGL901 syntax: ZeroDivisionError: oops" in diagnostic["message"]


def test_severities_are_replaced_by_the_configuration(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC}), ".fargate-lint.toml": "[severity]\nFGL102 = 'info'\n"})
    result = run(ONLY, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["summary"]["infos"] == 1


def test_findings_in_ignored_paths_are_left_out(here: Path) -> None:
    setting = '[per-path-ignores]\n"*.tf" = ["vpc-dns-hostnames"]\n'
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC}), ".fargate-lint.toml": setting})
    assert run(ONLY).exit_code == 0


ENVIRONMENTS = """
[[environments]]
name = "dev"
var-files = ["on.tfvars"]
[[environments]]
name = "prod"
"""


def test_environments_are_linted_apart_and_tagged(here: Path) -> None:
    files = {".fargate-lint.toml": ENVIRONMENTS, "on.tfvars": "names = true\n"}
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC}), **files})
    roots = json.loads(run(ONLY, "--format", "json").stdout)["roots"]
    assert [(root["environment"], len(root["findings"])) for root in roots] == [("dev", 0), ("prod", 1)]
    assert "(prod)" in run(ONLY, "--format", "concise").stdout


def test_undecided_is_counted_listed_or_failing(here: Path) -> None:
    text = VPC.replace("  default = false\n", "")
    put(here, {"main.tf": text, **scenery({"main.tf": text})})
    assert "1 undecided (--undecided show)" in run(ONLY).stdout
    assert "var.names has no value" in run(ONLY, "--undecided", "show").stdout
    assert [run(ONLY, "--undecided", word).exit_code for word in ("hide", "show", "fail")] == [0, 0, 1]


def test_undecided_verdicts_that_fail_one_root_by_its_own_configuration_are_named(here: Path) -> None:
    text = VPC.replace("  default = false\n", "")
    files = {"main.tf": text, **scenery({"main.tf": text})}
    put(here, {f"{name}/{file}": content for name in "ab" for file, content in files.items()})
    put(here, {"a/.fargate-lint.toml": 'undecided = "fail"\n'})
    for paths in (("a", "b"), ("b", "a"), (".",)):
        result = run("--select", "FGL102", *paths)
        assert result.exit_code == 1
        assert "var.names has no value" in result.stdout
    assert (run("--select", "FGL102", "b").exit_code, run("--select", "FGL102", "a").exit_code) == (0, 1)


def test_reports_are_written_to_files_beside_standard_output(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    result = run(ONLY, "--format", "concise", "--output", "json=out.json", "--output", "github=out.txt")
    assert result.exit_code == 1
    assert json.loads((here / "out.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert (here / "out.txt").read_text(encoding="utf-8").startswith("::error ")


def test_a_report_that_cannot_be_written_is_2(here: Path) -> None:
    put(here, {"main.tf": VPC})
    assert run("--output", "json=no/such/folder").exit_code == 2


def test_the_workspace_comes_from_the_environment_unless_given(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = VPC.replace("var.names", 'terraform.workspace == "prod"')
    put(here, {"main.tf": text, **scenery({"main.tf": text})})
    assert run(ONLY).exit_code == 1
    monkeypatch.setenv("TF_WORKSPACE", "prod")
    assert run(ONLY).exit_code == 0
    assert run(ONLY, "--workspace", "dev").exit_code == 1


def test_variables_come_from_the_environment(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    monkeypatch.setenv("TF_VAR_names", "true")
    assert run(ONLY).exit_code == 0


def test_explain_tells_why_fix_and_source_by_id_or_name(here: Path) -> None:
    text = run("explain", "FGL901").stdout
    assert text == run("explain", "syntax").stdout == run("explain", "fgl901").stdout
    assert [word for word in ("Why:", "Fix:", "Source:", "Wrong:", "Right:") if word not in text] == []


def test_explain_says_what_surrounds_its_examples(here: Path) -> None:
    text = run("explain", "FGL504").stdout
    assert "\n  # with: vpc-module-nat " in text
    assert "\nSurroundings:\n" in text
    assert "  vpc-module-nat: A VPC of the community's module, with NAT gateways." in text
    assert "Surroundings:" not in run("explain", "FGL903").stdout


def test_rules_are_listed_in_three_formats(here: Path) -> None:
    ids = [entry.rule.id for entry in catalogue.ours()]
    rows = json.loads(run("rules", "--format", "json").stdout)["rules"]
    assert [row["id"] for row in rows] == ids
    assert {row["severity"] for row in rows} <= {str(severity) for severity in Severity}
    assert re.findall(r"^(FGL\d+)", run("rules").stdout, re.MULTILINE) == ids
    assert re.findall(r"^\| (FGL\d+)", run("rules", "--format", "markdown").stdout, re.MULTILINE) == ids


@pytest.mark.parametrize("format", ["json", "dot", "mermaid", "graphml"])
def test_the_graph_is_printed(here: Path, format: str) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    result = run("graph", "--format", format)
    assert result.exit_code == 0
    assert "aws_vpc.this" in result.stdout
    assert result.stdout.endswith("\n")


def test_the_graph_of_what_cannot_be_read_whole_is_3_and_says_why(here: Path) -> None:
    put(here, {"main.tf": VPC, "broken.tf": "locals {\n  a = = 1\n}\n"})
    result = run("graph")
    assert result.exit_code == 3
    assert "aws_vpc.this" in result.stdout
    assert result.stderr.startswith("fargate-lint: broken.tf:2:7: ")


def test_the_graph_of_a_file_is_that_of_its_root_and_several_roots_are_3(here: Path) -> None:
    put(here, {"a/main.tf": VPC, "b/main.tf": VPC})
    assert json.loads(run("graph", "a/main.tf").stdout)["root"] == "a"
    result = run("graph")
    assert result.exit_code == 3
    assert ". means 2 root modules: name one (a, b)" in result.stderr


def test_findings_are_in_the_order_of_their_printed_paths_and_their_marks_do_not_depend_on_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "locals {\n  a = = 1\n}\n"
    put(here, {"b/main.tf": 'module "c" {\n  source = "../c"\n}\n' + broken, "c/main.tf": broken})
    orders, marks = [], []
    for folder in (here, here / "b"):
        monkeypatch.chdir(folder)
        path = os.path.relpath(here / "b")
        found = json.loads(run("--select", "FGL901", "--format", "json", path).stdout)["roots"][0]["findings"]
        orders.append([finding["location"]["path"] for finding in found])
        marks.append({os.path.abspath(f["location"]["path"]): f["fingerprint"] for f in found})
    assert orders == [["b/main.tf", "c/main.tf"], ["../c/main.tf", "main.tf"]]
    assert marks[0] == marks[1]


def test_no_traceback_reaches_a_user(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, {"main.tf": VPC})

    def crash(*anything: object, **more: object) -> object:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(workspace, "discover", crash)
    for command in ("check", "graph"):
        result = run(command)
        assert result.exit_code == 3
        assert "internal error: ZeroDivisionError: oops" in result.stderr


def test_the_graph_of_nothing_is_3(here: Path) -> None:
    assert run("graph").exit_code == 3


def test_help_lists_the_options_of_the_default_command(here: Path) -> None:
    text = run("--help").stdout
    assert "--undecided" in text
    assert "explain" in text


def test_the_call_from_python_is_the_same(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    report = lint(".", select=("FGL102",))
    assert [reported.id for reported in report.findings] == ["FGL102"]
    assert lint(".", select=("FGL102",), var=("names=true",)).findings == ()
    assert isinstance(report, fargate_lint.Report)
    assert isinstance(report.findings[0].finding, fargate_lint.Finding)
    assert report.findings[0].severity is fargate_lint.Severity.ERROR


def test_a_text_where_python_wants_a_list_is_one_word_and_other_types_are_refused(here: Path) -> None:
    put(here, {"main.tf": VPC, **scenery({"main.tf": VPC})})
    assert {reported.id for reported in lint(here, select="FGL102").findings} == {"FGL102"}
    assert lint(here, select="vpc-dns-hostnames", var="names=true").findings == ()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"select": 5}, "select: expected a list of texts, got 5"),
        ({"select": [5]}, "select: expected a list of texts, got 5 in it"),
        ({"recursive": "yes"}, "recursive: expected true or false, got 'yes'"),
        ({"region": 1}, "region: expected a text, got 1"),
    ]
    for options, message in wrong:
        with pytest.raises(UsageError, match=re.escape(message)):
            lint(here, **options)


def test_the_version_is_told_without_loading_the_machinery() -> None:
    code = (
        "import sys; sys.argv = ['fargate-lint', '--version']\n"
        "from fargate_lint.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'lark', 'hcl2', 'networkx', 'msgspec', 'gmpy2', 'yaml'}\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & heavy))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert ran.stdout.splitlines() == [f"fargate-lint, version {__version__}", "[]"]
