"""What comes from around the program: Terraform's variables, terminals, consoles, links, Ctrl-C, own rules."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fargate_lint import lint
from fargate_lint.cli import cli
from fargate_lint.testing.scenery import scenery

TOP = Path(__file__).parents[1]
VPC = """variable "names" {
  default = false
}
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = var.names
}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one root module, to run in."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("TF_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "FARGATE_LINT")):
            monkeypatch.delenv(name)
    (tmp_path / ".git").mkdir()
    for name, text in {"main.tf": VPC, **scenery({"main.tf": VPC})}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner(env=environ).invoke(cli, arguments)


def script(code: str, *arguments: str, **environ: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(TOP), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


# Terraform's own variables


@pytest.mark.parametrize(
    ("words", "arguments", "status"),
    [
        ("-var names=true", (), 0),
        ("-var=names=true -lock=false", (), 0),
        ("-input=false -var 'names=true'", (), 0),
        ("-var-file=on.tfvars", (), 0),
        ("-var-file on.tfvars", ("--var", "names=false"), 1),
        ("-var names=false", ("--var", "names=true"), 0),
        ("-compact-warnings", (), 1),
    ],
)
def test_variables_in_tf_cli_args_plan_come_before_those_of_the_command_line(
    here: Path, words: str, arguments: tuple[str, ...], status: int
) -> None:
    (here / "on.tfvars").write_text("names = true\n", encoding="utf-8")
    assert run("--select", "FGL102", *arguments, TF_CLI_ARGS_plan=words).exit_code == status


def test_a_file_in_tf_cli_args_plan_is_seen_from_the_root_module(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "on.tfvars").write_text("names = true\n", encoding="utf-8")
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    assert run("..", "--select", "FGL102", TF_CLI_ARGS_plan="-var-file=on.tfvars").exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-var names", "TF_CLI_ARGS_plan: -var names: write NAME=VALUE"),
        ("-var-file=gone.tfvars", "TF_CLI_ARGS_plan: -var-file gone.tfvars: no such file in ."),
        ("-var 'names", "TF_CLI_ARGS_plan: No closing quotation"),
    ],
)
def test_what_terraform_would_not_take_in_tf_cli_args_plan_is_2(here: Path, words: str, message: str) -> None:
    result = run(TF_CLI_ARGS_plan=words)
    assert (result.exit_code, message in result.stderr) == (2, True)


def test_modules_are_looked_for_where_tf_data_dir_says(here: Path) -> None:
    (here / "call.tf").write_text('module "net" {\n  source = "acme/net/aws"\n}\n', encoding="utf-8")
    modules = here / ".data" / "modules"
    (modules / "net").mkdir(parents=True)
    (modules / "net" / "main.tf").write_text('output "a" {\n  value = 1\n}\n', encoding="utf-8")
    entry = {"Key": "net", "Source": "registry.terraform.io/acme/net/aws", "Dir": ".data/modules/net"}
    (modules / "modules.json").write_text(json.dumps({"Modules": [entry]}), encoding="utf-8")
    for environ, resolved in (({}, "opaque"), ({"TF_DATA_DIR": ".data"}, "installed")):
        (root,) = json.loads(run("--format", "json", **environ).stdout)["roots"]
        assert [module["resolved"] for module in root["modules"]] == [resolved]


@pytest.mark.parametrize("where", ["option", "file", "environment"])
def test_an_unknown_region_is_2_with_the_nearest(here: Path, where: str) -> None:
    texts = {"file": 'region = "eu-wst-1"\n', "environment": '[[environments]]\nname = "a"\nregion = "eu-wst-1"\n'}
    (here / ".fargate-lint.toml").write_text(texts.get(where, ""), encoding="utf-8")
    result = run(*(["--region", "eu-wst-1"] if where == "option" else []))
    place = {"option": "--region", "file": ".fargate-lint.toml:1", "environment": ".fargate-lint.toml:3"}[where]
    assert result.exit_code == 2
    assert f"{place}: no AWS region is called 'eu-wst-1'; did you mean eu-west-1?" in result.stderr


# Where reports go


def test_a_report_may_take_the_place_of_the_format(here: Path) -> None:
    result = run("--output", "json=-", "--output", "concise=out.txt")
    assert result.stdout == run("--format", "json").stdout
    assert (here / "out.txt").read_text(encoding="utf-8") == run("--format", "concise", "--no-color").stdout
    assert run("--output", "json=-", "--output", "sarif=-").exit_code == 2


@pytest.mark.parametrize("path", ["link.json", "folder/out.json", "live/../folder/out.json"])
def test_nothing_is_written_through_a_link_of_the_repository(
    here: Path, tmp_path_factory: pytest.TempPathFactory, path: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "victim").write_text("mine", encoding="utf-8")
    (here / "live").mkdir()
    (here / "link.json").symlink_to(outside / "victim")
    (here / "folder").symlink_to(outside)
    result = run("--output", f"json={path}")
    assert result.exit_code == 2
    assert "is a link in the repository" in result.stderr
    assert (outside / "victim").read_text(encoding="utf-8") == "mine"
    assert not (outside / "out.json").exists()


def test_a_link_that_lies_elsewhere_is_the_callers_own(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "real").mkdir()
    (outside / "link").symlink_to(outside / "real")
    assert run("--output", f"json={outside}/link/out.json").exit_code == 1
    assert (outside / "real" / "out.json").exists()


# Terminals and consoles


@pytest.mark.parametrize(
    ("environ", "arguments", "colour"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "0"}, (), False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"FORCE_COLOR": "1"}, ("--no-color",), False),
        ({"NO_COLOR": "1"}, ("--color",), True),
    ],
)
def test_colours_are_chosen_or_forced_or_left_out(
    here: Path, environ: dict[str, str], arguments: tuple[str, ...], colour: bool
) -> None:
    assert ("\x1b[" in run(*arguments, **environ).stdout) is colour


def test_columns_say_how_wide_the_report_is(here: Path) -> None:
    def why(columns: str) -> list[str]:
        """The lines of prose."""
        return re.findall(r"^   [=|] (?:why|fix): .*|^          \S.*", run(COLUMNS=columns).stdout, re.MULTILINE)

    assert max(map(len, why("60"))) <= 60 < max(map(len, why("100"))) <= 100
    assert why("nonsense") == why("100")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
@pytest.mark.parametrize("arguments", [(), ("--help",), ("--verbose", "--format", "concise"), ("explain", "FGL102")])
def test_a_console_of_another_encoding_ends_in_no_traceback(
    here: Path, encoding: str, arguments: tuple[str, ...]
) -> None:
    (here / "more.tf").write_text('locals {\n  "ключ→" = = 1\n}\n', encoding="utf-8")
    process = script("from fargate_lint.cli import main; main()", *arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    out, err = process.communicate(timeout=60)
    assert b"Traceback" not in out + err
    assert process.returncode in (0, 3)


def test_an_interrupted_run_is_130_without_a_traceback(here: Path) -> None:
    code = (
        "import sys, time\n"
        "from fargate_lint import judge\n"
        "def wait(*anything):\n    print('waiting', flush=True)\n    time.sleep(60)\n"
        "from fargate_lint import workspace\n"
        "workspace.judge = wait\n"
        "from fargate_lint.cli import main; main()\n"
    )
    process = script(code)
    assert process.stdout is not None
    assert process.stdout.readline() == b"waiting\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_files_with_crlf_are_read_as_those_without(here: Path) -> None:
    setting = '[per-path-ignores]\n"main.tf" = ["FGL5"]\n[severity]\nFGL102 = "warning"\n'
    (here / ".fargate-lint.toml").write_text(setting, encoding="utf-8")
    before = run("--format", "json").stdout
    for path in (*here.glob("*.tf"), here / ".fargate-lint.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("--format", "json").stdout == before


# Own rules


OWN = '''"""A VPC.

Why: It is one.
Fix: Nothing.
Source: a rule of the company
"""

from fargate_lint.rule import Finding, Pass, Rule, Severity


def check(estate):
    for vpc in estate.cluster_vpcs():
        yield Finding("here is a VPC", vpc.address, vpc.span)


def after(run):
    yield from ()


VALID = []
INVALID = []
RULE = Rule(id="ACME101", name="company-vpc", severities={Severity.WARNING: "always"}, summary="a VPC")
'''


def own(here: Path, text: str = OWN) -> str:
    (here / "company_vpc.py").write_text(text, encoding="utf-8")
    return "company_vpc.py"


def found(result: Result) -> set[str]:
    return {finding["rule"] for root in json.loads(result.stdout)["roots"] for finding in root["findings"]}


def test_own_rules_run_beside_ours_where_the_command_line_or_the_environment_names_them(here: Path) -> None:
    path = own(here)
    assert "ACME101" not in found(run("--format", "json"))
    for arguments, environ in ((("--rules", path), {}), ((), {"FARGATE_LINT_RULES": path})):
        assert {"ACME101", "FGL102"} <= found(run("--format", "json", *arguments, **environ))
        assert found(run("--select", "ACME", "--format", "json", *arguments, **environ)) == {"ACME101"}
        assert "company-vpc" in run("rules", *arguments, **environ).stdout
        assert "a rule of the company" in run("explain", "ACME101", *arguments, **environ).stdout
    (here / ".fargate-lint.toml").write_text('rules = ["company_vpc.py"]\n', encoding="utf-8")
    assert run().exit_code == 2


def test_a_file_that_is_no_rule_is_2_with_its_place(here: Path) -> None:
    for command in (("check",), ("rules",), ("explain", "FGL101")):
        result = run(*command, "--rules", own(here, OWN.replace("RULE = ", "RULES = ")))
        assert (result.exit_code, "company_vpc.py: company_vpc.py lacks RULE" in result.stderr) == (2, True)


@pytest.mark.parametrize("place", ["    for vpc in", "    yield from ()"])
def test_an_own_rule_that_crashes_is_named_and_the_others_run(here: Path, place: str) -> None:
    result = run("--rules", own(here, OWN.replace(place, f"    1 / 0\n{place}")), "--format", "json")
    assert result.exit_code == 3
    assert "FGL102" in found(result)
    (diagnostic,) = json.loads(result.stdout)["roots"][0]["diagnostics"]
    assert "internal error in the rule ACME101 company-vpc: ZeroDivisionError" in diagnostic["message"]


# What holds, and the tables


def test_config_says_what_holds_and_why(here: Path) -> None:
    (here / "base.toml").write_text('fail-on = "error"\n', encoding="utf-8")
    (here / ".fargate-lint.toml").write_text('extend = "base.toml"\n\nignore = ["FGL1"]\n', encoding="utf-8")
    data = json.loads(run("config", "--format", "json", "--select", "FGL102,FGL2").stdout)
    assert (data["version"], data["files"], data["roots"]) == (1, [".fargate-lint.toml", "base.toml"], ["."])
    assert {"name": "fail-on", "value": "error", "place": "base.toml:1"} in data["settings"]
    rules = {choice["rule"]: (choice["runs"], choice["because"]) for choice in data["rules"]}
    assert rules["FGL102"] == (True, "--select: FGL102")
    assert rules["FGL101"] == (False, "not in --select")
    text = run("config").stdout
    assert "configuration: .fargate-lint.toml → base.toml" in text
    assert "off: FGL101 vpc-dns-support  (ignore, .fargate-lint.toml:3: FGL1)" in text


def test_facts_are_printed_with_their_basis(here: Path) -> None:
    (table,) = json.loads(run("facts", "quotas", "--format", "json").stdout)["tables"]
    assert {"name", "value", "source", "confidence", "checked"} <= set(table["rows"][0])
    assert "documented, EKS service quotas" in run("facts", "quotas").stdout
    names = {table["name"] for table in json.loads(run("facts", "--format", "json").stdout)["tables"]}
    assert {"zones", "endpoints", "regions", "charts"} <= names
    result = run("facts", "quota")
    assert (result.exit_code, "did you mean quotas?" in result.stderr) == (2, True)


# Literal ids

LITERAL = """
provider "aws" {
  region = "eu-west-1"
}
resource "aws_eks_cluster" "this" {
  name     = "c"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d", "subnet-0a1b2c3e"]
  }
}
resource "aws_eks_fargate_profile" "p" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "p"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-0a1b2c3d", "subnet-0a1b2c3e"]
  selector {
    namespace = "kube-system"
  }
}
"""


@pytest.mark.parametrize(
    ("first", "second", "findings", "undecided"),
    [
        (None, None, set(), {"FGL113", "FGL120", "FGL111"}),
        ("private", "private", set(), {"FGL113", "FGL111"}),
        ("private, eu-west-1a", "private, eu-west-1b", set(), set()),
        ("private, euw1-az1", "private, euw1-az1", {"FGL113"}, set()),
        ("eu-west-1a", "eu-west-1a", {"FGL113"}, {"FGL120"}),
        ("public, eu-west-1a", "private, eu-west-1b", {"FGL120"}, set()),
        ("private, eu-west-1a, vpc-0a1b2c3d", "private, eu-west-1b, vpc-0a1b2c3e", {"FGL122"}, set()),
    ],
)
def test_what_literal_ids_are_may_be_said(
    tmp_path: Path, first: str | None, second: str | None, findings: set[str], undecided: set[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.tf").write_text(LITERAL, encoding="utf-8")
    said = [f'"subnet-0a1b2c3{end}" = "{text}"\n' for end, text in (("d", first), ("e", second)) if text is not None]
    (tmp_path / ".fargate-lint.toml").write_text("[ids]\n" + "".join(said), encoding="utf-8")
    (root,) = lint(tmp_path, select=("FGL111", "FGL113", "FGL120", "FGL122")).roots
    assert {reported.id for reported in root.findings} == findings
    assert {verdict.rule for verdict in root.undecided} - {"FGL122"} == undecided


# Paths that are named


@pytest.mark.parametrize(
    "arguments",
    [
        ("away",),
        (".", "away/main.tf"),
        (".", "--var-file", "v.tfvars"),
        (".", "--manifests", "away"),
        ("--config", "c.toml"),
    ],
)
@pytest.mark.parametrize("format", ["full", "json"])
def test_a_named_path_that_a_link_of_the_repository_leads_out_of_it_is_refused(
    here: Path, tmp_path_factory: pytest.TempPathFactory, arguments: tuple[str, ...], format: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "main.tf").write_text('locals {\n  secret = "s3cr3t"\n}\n', encoding="utf-8")
    for name, target in (("away", outside), ("v.tfvars", outside / "main.tf"), ("c.toml", outside / "main.tf")):
        (here / name).symlink_to(target)
    result = run(*arguments, "--format", format)
    assert result.exit_code == 3
    assert "a link leads out of the repository, to " in result.stderr
    assert "s3cr3t" not in result.output


def test_a_named_path_outside_of_the_repository_is_the_callers_own(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "real.tfvars").write_text("names = true\n", encoding="utf-8")
    (outside / "link.tfvars").symlink_to(outside / "real.tfvars")
    assert run("--select", "FGL102", "--var-file", str(outside / "link.tfvars")).exit_code == 0
    (here / "inside.tfvars").write_text("names = true\n", encoding="utf-8")
    (here / "link.tfvars").symlink_to(here / "inside.tfvars")
    assert run("--select", "FGL102", "--var-file", "link.tfvars").exit_code == 0
