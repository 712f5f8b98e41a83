"""The baseline: what is known is suppressed, what is new is told, what is mended is told once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import running
from running import Run

import fargate_lint as package

FIXTURES = Path(__file__).parent / "fixtures"
BASELINE = ".fargate-lint-baseline.json"


def fargate_lint(*arguments: str) -> Run:
    return running.fargate_lint(*arguments, folder=Path.cwd())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with findings, whose baseline is written."""
    shutil.copytree(FIXTURES / "broken_private", tmp_path, dirs_exist_ok=True)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    run = fargate_lint("baseline", ".")
    assert run.status == 0, run.err
    assert f"findings written to {BASELINE}" in run.err
    return tmp_path


def entries(top: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((top / BASELINE).read_text(encoding="utf-8"))["entries"]
    return found


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rules(run: Run) -> list[str]:
    return [finding["rule"] for root in json.loads(run.out)["roots"] for finding in root["findings"]]


def check(*more: str) -> Run:
    return fargate_lint("--baseline", BASELINE, "--format", "json", *more, ".")


def test_what_is_known_is_suppressed_with_its_reason(project: Path) -> None:
    run = check()
    assert (run.status, rules(run)) == (0, [])
    suppressed = json.loads(run.out)["roots"][0]["suppressed"]
    assert len(suppressed) == len(entries(project)) > 5
    assert {(one["by"], one["reason"]) for one in suppressed} == {("baseline", "baseline")}


def test_it_is_sorted_and_has_the_fields_of_the_contract(project: Path) -> None:
    found = entries(project)
    assert [set(one) for one in found] == [{"fingerprint", "rule", "root", "environment", "address", "subject"}] * len(
        found
    )
    assert found == sorted(found, key=lambda one: (one["root"], one["rule"], one["address"], one["subject"] or ""))


def test_what_is_new_is_told(project: Path) -> None:
    change(project / "main.tf", "enable_dns_support = true", "enable_dns_support = false")
    assert rules(check()) == ["FGL101"]


def test_it_survives_moved_lines_and_renamed_files(project: Path) -> None:
    text = (project / "main.tf").read_text(encoding="utf-8")
    (project / "main.tf").unlink()
    (project / "network.tf").write_text("# moved\n\n" + text, encoding="utf-8")
    assert rules(check()) == []


def test_it_survives_a_moved_block(project: Path) -> None:
    text = (project / "main.tf").read_text(encoding="utf-8")
    text = text.replace('"aws_vpc_endpoint" "s3"', '"aws_vpc_endpoint" "gateway"').replace(
        "aws_vpc_endpoint.s3", "aws_vpc_endpoint.gateway"
    )
    (project / "main.tf").write_text(text, encoding="utf-8")
    assert sorted(rules(check())) == ["FGL204", "FGL900"]
    (project / "moves.tf").write_text(
        "moved {\n  from = aws_vpc_endpoint.s3\n  to   = aws_vpc_endpoint.gateway\n}\n", encoding="utf-8"
    )
    assert rules(check()) == []


def test_an_entry_that_matches_nothing_is_told_at_its_line(project: Path) -> None:
    change(
        project / "main.tf", 'resource "aws_vpc" "this" {', 'resource "aws_vpc" "this" {\n  enable_dns_hostnames = true'
    )
    run = check()
    (finding,) = json.loads(run.out)["roots"][0]["findings"]
    number = next(n for n, one in enumerate(entries(project)) if one["rule"] == "FGL102")
    lines = (project / BASELINE).read_text(encoding="utf-8").split("\n")
    at = [n for n, line in enumerate(lines, 1) if '"fingerprint"' in line][number]
    assert (finding["rule"], finding["location"]["path"], finding["location"]["line"]) == ("FGL900", BASELINE, at)
    assert "the baseline entry for FGL102 at aws_vpc.this matches nothing" in finding["message"]


def test_an_entry_of_a_rule_that_did_not_run_is_nobodys_business(project: Path) -> None:
    change(
        project / "main.tf", 'resource "aws_vpc" "this" {', 'resource "aws_vpc" "this" {\n  enable_dns_hostnames = true'
    )
    assert rules(check("--ignore", "FGL102")) == []
    assert rules(check("--select", "FGL2,FGL900")) == []


def test_an_entry_of_another_root_waits_until_that_is_linted(project: Path) -> None:
    other = project / "other"
    other.mkdir()
    (other / "main.tf").write_text("locals {}\n", encoding="utf-8")
    run = fargate_lint("--baseline", BASELINE, "--format", "json", "other")
    assert (run.status, rules(run)) == (0, [])


def test_one_environment_has_entries_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.tf").write_text(
        """
variable "dns" { type = bool }
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = var.dns
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_eks_cluster" "c" {
  name     = "c"
  role_arn = "arn:aws:iam::123456789012:role/c"
  vpc_config { subnet_ids = [aws_subnet.a.id] }
}
resource "aws_eks_fargate_profile" "p" {
  cluster_name           = aws_eks_cluster.c.name
  fargate_profile_name   = "p"
  pod_execution_role_arn = "arn:aws:iam::123456789012:role/p"
  subnet_ids             = [aws_subnet.a.id]
  selector { namespace = "kube-system" }
}
""",
        encoding="utf-8",
    )
    (tmp_path / "dev.tfvars").write_text("dns = false\n", encoding="utf-8")
    (tmp_path / "prod.tfvars").write_text("dns = true\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert fargate_lint("baseline").status == 0
    named = {one["rule"]: one["environment"] for one in entries(tmp_path)}
    assert named["FGL101"] == "dev"
    assert set(named.values()) == {"dev", None}
    assert rules(check()) == []
    (tmp_path / "prod.tfvars").write_text("dns = false\n", encoding="utf-8")
    assert rules(check()) == ["FGL101"]


def test_the_configuration_may_name_it(project: Path) -> None:
    (project / ".fargate-lint.toml").write_text(f'baseline = "{BASELINE}"\n', encoding="utf-8")
    run = fargate_lint("--format", "json", ".")
    assert (run.status, rules(run)) == (0, [])
    assert fargate_lint("baseline", ".").status == 0  # what is known is no less known when it is written anew
    assert package.lint(".").findings == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no baseline"),
        ("[]", "is no baseline"),
        ('{"version": 1}', "is no baseline"),
        ('{"version": 1, "entries": [{"rule": "FGL101"}]}', "is no baseline"),
        ('{"version": 2, "entries": []}', "is a baseline of version 2, this program knows 1"),
        ("[" * 100_000, "is no baseline"),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, said: str, project: Path) -> None:
    (project / BASELINE).write_text(text, encoding="utf-8")
    run = check()
    assert run.status == 2
    assert said in run.err
    assert "Traceback" not in run.err


def test_a_file_that_is_not_there_is_refused(project: Path) -> None:
    (project / BASELINE).unlink()
    assert check().status == 2
    (project / ".fargate-lint.toml").write_text(f'baseline = "{BASELINE}"\n', encoding="utf-8")
    assert fargate_lint(".").status == 2


def test_nothing_is_written_where_something_cannot_be_read(project: Path) -> None:
    before = (project / BASELINE).read_bytes()
    (project / "broken.tf").write_text("resource {{\n", encoding="utf-8")
    run = fargate_lint("baseline", ".")
    assert run.status == 3
    assert (project / BASELINE).read_bytes() == before


def test_it_is_not_written_through_a_link_of_the_repository(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "target"
    (project / BASELINE).unlink()
    (project / BASELINE).symlink_to(outside)
    assert fargate_lint("baseline", ".").status == 2
    assert not outside.exists()
