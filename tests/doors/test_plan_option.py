"""--plan on the command line: alone, with the sources, and everything that is wrong usage or a damaged file."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from doors import PLANNED, golden
from running import DATE, fargate_lint

from fargate_lint import lint
from fargate_lint.catalogue import ours
from fargate_lint.report import FORMATS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with the sources of one fixture below, and its plan beside them."""
    (tmp_path / ".git").mkdir()
    shutil.copytree(PLANNED / "normal", tmp_path / "root")
    (tmp_path / "plan.json").write_bytes(golden("normal"))
    return tmp_path


def roots(folder: Path, *arguments: str) -> Any:
    return fargate_lint("--format", "json", *arguments, folder=folder).json["roots"]


def test_a_plan_alone_is_judged_without_places(folder: Path) -> None:
    run = fargate_lint("--format", "json", "--plan", "plan.json", folder=folder)
    assert run.status == 1
    (root,) = run.json["roots"]
    assert (root["path"], root["door"]) == (".", "plan")
    assert {finding["location"] for finding in root["findings"]} == {None}
    assert "aws_vpc.bare" in {finding["address"] for finding in root["findings"]}
    assert run.err.count("name the root module's folder too") == 1


def test_what_readings_differ_in_is_undecided_with_all_that_an_undecided_verdict_has(folder: Path) -> None:
    (folder / "plan.json").write_bytes(golden("nested_modules"))
    (root,) = roots(folder, "--plan", "plan.json")
    waiting = [verdict for verdict in root["undecided"] if verdict["code"] == "plan"]
    assert waiting
    assert all(verdict["name"] and verdict["waits_for"] and verdict["reason"] for verdict in waiting)
    assert {cluster["egress"] for cluster in root["clusters"]} <= {"yes", "no", "undecided"}


def test_rules_about_the_text_of_sources_say_so() -> None:
    known = {entry.rule.id: entry.rule.about_sources for entry in ours()}
    about = ("FGL520", "FGL521", "FGL900", "FGL901", "FGL902", "FGL903", "FGL904", "FGL905")
    assert {id for id, is_about in known.items() if is_about} == {id for id in about if id in known}


def test_with_its_sources_findings_have_places(folder: Path) -> None:
    (alone,) = roots(folder, "root")
    (both,) = roots(folder, "--plan", "plan.json", "root")
    assert both["door"] == "both"
    assert both["findings"] == alone["findings"]


def test_a_plan_on_standard_input(folder: Path) -> None:
    before = Path.cwd()
    os.chdir(folder)
    try:
        from fargate_lint.cli import cli

        environment = {"SOURCE_DATE_EPOCH": str(DATE)}
        run = CliRunner().invoke(cli, ["--format", "json", "--plan", "-"], input=golden("normal"), env=environment)
    finally:
        os.chdir(before)
    (root,) = json.loads(run.stdout)["roots"]
    assert root["door"] == "plan"
    assert root["findings"]


def test_sources_are_not_looked_at_by_a_plan_alone(folder: Path) -> None:
    """A script in the repository that patches CoreDNS is no hint, and an ignore comment silences nothing."""
    (before,) = roots(folder, "--plan", "plan.json")
    (folder / "fix.sh").write_text("kubectl patch deployment coredns -n kube-system", encoding="utf-8")
    (folder / "x.tf").write_text("# fargate-lint: ignore-file[FGL102] for a test\n", encoding="utf-8")
    assert roots(folder, "--plan", "plan.json") == [before]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_a_plan_alone(folder: Path, format: str) -> None:
    run = fargate_lint("--format", format, "--plan", "plan.json", folder=folder)
    assert run.status == 1
    assert "aws_vpc.bare" in run.out


def test_sarif_and_gitlab_point_at_the_first_line_of_the_plan(folder: Path) -> None:
    sarif = json.loads(fargate_lint("--format", "sarif", "--plan", "plan.json", folder=folder).out)
    for result in sarif["runs"][0]["results"]:
        (place,) = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "plan.json"
        assert place["physicalLocation"]["region"]["startLine"] == 1
        assert place["logicalLocations"][0]["fullyQualifiedName"]
    gitlab = json.loads(fargate_lint("--format", "gitlab", "--plan", "plan.json", folder=folder).out)
    assert {(row["location"]["path"], row["location"]["lines"]["begin"]) for row in gitlab} == {("plan.json", 1)}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("path", [(), ("root",)])
def test_no_report_shows_what_is_sensitive(tmp_path: Path, format: str, path: tuple[str, ...]) -> None:
    shutil.copytree(PLANNED / "secrets", tmp_path / "root")
    (tmp_path / "plan.json").write_bytes(golden("secrets"))
    arguments = ("--format", format, "--undecided", "show", "--verbose", "--plan", "plan.json", *path)
    run = fargate_lint(*arguments, folder=tmp_path)
    assert "aws_vpc.main" in run.out
    shown = run.out + run.err
    if path:  # the user's own source lines are shown, and stand in the sources in clear
        shown = "" if format in ("full", "html") else shown
    for secret in ("203.0.113", "swordfish"):
        assert secret not in shown


def test_the_graph_of_a_plan(folder: Path) -> None:
    alone = fargate_lint("graph", "--plan", "plan.json", folder=folder)
    both = fargate_lint("graph", "--plan", "plan.json", "root", folder=folder)
    sources = fargate_lint("graph", "root", folder=folder)
    assert (alone.status, both.status) == (0, 0)
    addresses = [resource["address"] for resource in sources.json["resources"]]
    for run in (alone, both):
        assert [resource["address"] for resource in run.json["resources"]] == addresses
    edge = {"from": "aws_subnet.a", "to": "aws_vpc.bare", "attribute": "vpc_id"}
    assert all(any(edge.items() <= one.items() for one in run.json["edges"]) for run in (alone, both))
    assert {resource["location"] for resource in alone.json["resources"]} == {None}


def test_the_library_call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DATE))
    assert lint(plan="plan.json").roots[0].door == "plan"
    assert lint("root", plan="plan.json").roots[0].door == "both"


USAGE = {
    "a variable": ("--plan", "plan.json", "--var", "x=1"),
    "a variable file": ("--plan", "plan.json", "--var-file", "plan.json"),
    "environments": ("--plan", "plan.json", "--environments", "auto"),
    "two paths": ("--plan", "plan.json", "root", "."),
    "two plans": ("--plan", "plan.json", "--plan", "plan.json"),
    "no such file": ("--plan", "nowhere.json"),
    "several roots": ("--plan", "plan.json", "--recursive", "."),
    "another document": ("--plan", "other.json"),
    "another document beside sources": ("--plan", "other.json", "root"),
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_is_2(folder: Path, case: str) -> None:
    shutil.copytree(PLANNED / "reads", folder / "second")
    (folder / "other.json").write_text('{"version": 4, "lineage": "x"}', encoding="utf-8")
    run = fargate_lint(*USAGE[case], folder=folder)
    assert (run.status, run.out) == (2, "")
    assert run.err.strip()


DAMAGED = {
    "truncated": lambda plan: plan[:5000],
    "not JSON": lambda plan: b"hello",
    "a future format": lambda plan: plan.replace(b'"format_version":"1.2"', b'"format_version":"2.0"'),
    "too large": lambda plan: plan + b" " * 48 * 1024 * 1024,
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_plan_is_3_and_named(folder: Path, case: str) -> None:
    (folder / "plan.json").write_bytes(DAMAGED[case](golden("normal")))
    run = fargate_lint("--plan", "plan.json", folder=folder)
    assert run.status == 3
    assert "plan.json" in run.out + run.err


def test_beside_a_damaged_plan_the_sources_are_linted_all_the_same(folder: Path) -> None:
    (folder / "plan.json").write_bytes(golden("normal")[:5000])
    run = fargate_lint("--format", "json", "--plan", "plan.json", "root", folder=folder)
    assert run.status == 3
    assert "plan.json" in run.err
    assert run.json["roots"][0]["findings"]


def test_a_link_out_of_the_repository_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "plan.json"
    outside.write_bytes(golden("normal"))
    (folder / "link.json").symlink_to(outside)
    run = fargate_lint("--plan", "link.json", folder=folder)
    assert run.status == 3
    assert "link" in run.out + run.err
    assert fargate_lint("--plan", str(outside), folder=folder).status == 1  # named itself, it is read


def test_a_folder_is_no_plan(folder: Path) -> None:
    assert fargate_lint("--plan", "root", folder=folder).status == 3


def test_a_plan_of_other_sources_is_told_once(folder: Path) -> None:
    (folder / "plan.json").write_bytes(golden("partial"))
    run = fargate_lint("--format", "json", "--plan", "plan.json", "root", folder=folder)
    (said,) = [d for d in run.json["roots"][0]["diagnostics"] if d["code"] == "plan"]
    assert said["severity"] == "warning"
    assert "aws_eks_cluster" not in said["message"]  # both have it
    assert (
        "aws_security_group.rules" in said["message"] or "aws_subnet" in said["message"] or "aws_vpc" in said["message"]
    )


def test_values_that_only_the_plan_has_decide(tmp_path: Path) -> None:
    """Required variables without a value: the sources alone are undecided."""
    shutil.copytree(PLANNED / "inputs", tmp_path / "root")
    (tmp_path / "root" / "terraform.tfvars").unlink()
    (tmp_path / "plan.json").write_bytes(golden("inputs"))
    graph = fargate_lint("graph", "--plan", "plan.json", "root", folder=tmp_path).json
    values = {resource["address"]: resource["values"] for resource in graph["resources"]}
    assert sorted(values) == ["aws_vpc.main[0]", "aws_vpc.main[1]"]
    assert values["aws_vpc.main[1]"]["cidr_block"] == "10.1.0.0/16"
    assert values["aws_vpc.main[0]"]["enable_dns_hostnames"] is True
    assert values["aws_vpc.main[0]"]["tags"] == {"Name": "x", "zone": "us-east-1a"}
