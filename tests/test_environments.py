"""Environments that nobody wrote down: which variable files a root module is applied with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import fargate_lint
from fargate_lint import environments
from fargate_lint.config import UsageError
from fargate_lint.files import Files
from fargate_lint.report import render
from fargate_lint.report.style import Style

ROOT = """
variable "subnet_ids" { type = list(string) }
variable "region" { default = "eu-west-1" }
variable "name" { default = "x" }

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::1:role/x"
  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_public_access  = false
    endpoint_private_access = true
  }
}
"""
DEV = 'subnet_ids = ["subnet-1"]\n'
PROD = 'subnet_ids = ["subnet-2"]\nname = "prod"\n'

PROFILE = """
resource "aws_eks_fargate_profile" "p" {
  cluster_name = aws_eks_cluster.this.name
  subnet_ids   = ["subnet-1"]
  selector {
    namespace = "x"
  }
}
"""

Tree = dict[str, str]


def written(top: Path, tree: Tree) -> Path:
    (top / ".git").mkdir()
    for name, text in {"main.tf": ROOT, **tree}.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return top


def found(top: Path, root: str = ".", environ: dict[str, str] | None = None) -> dict[str | None, list[str]]:
    """The files of each environment, seen from the repository."""
    detected = environments.detect(str((top / root).resolve()), Files(str(top)), environ or {})
    return {
        one.name: [Path(path).relative_to(top).as_posix() for path in one.var_files] for one in detected.environments
    }


PLACES: dict[str, tuple[Tree, dict[str | None, list[str]]]] = {
    "beside the root": ({"dev.tfvars": DEV, "prod.tfvars": PROD}, {"dev": ["dev.tfvars"], "prod": ["prod.tfvars"]}),
    "one file is one environment": ({"prod.tfvars": PROD}, {"prod": ["prod.tfvars"]}),
    "a folder of files": (
        {"envs/dev.tfvars": DEV, "envs/prod.tfvars.json": json.dumps({"subnet_ids": []})},
        {"dev": ["envs/dev.tfvars"], "prod": ["envs/prod.tfvars.json"]},
    ),
    "a folder an environment": (
        {"environments/dev/terraform.tfvars": DEV, "environments/prod/prod.tfvars": PROD},
        {"dev": ["environments/dev/terraform.tfvars"], "prod": ["environments/prod/prod.tfvars"]},
    ),
    "a folder with Terraform files is a root of its own": (
        {"environments/dev/terraform.tfvars": DEV, "environments/dev/main.tf": "locals {}\n"},
        {},
    ),
    "two of one name are called by their paths": (
        {"dev.tfvars": DEV, "env/dev.tfvars": DEV},
        {"dev.tfvars": ["dev.tfvars"], "env/dev.tfvars": ["env/dev.tfvars"]},
    ),
    "what Terraform loads by itself is none": ({"terraform.tfvars": DEV, "prod.tfvars": PROD}, {}),
    "nor what is loaded by name": ({"a.auto.tfvars": DEV, "prod.tfvars": PROD}, {}),
    "a name that the root does not declare": ({"dev.tfvars": DEV + "other = 1\n"}, {}),
    "nothing that is lacking": ({"dev.tfvars": 'region = "eu-west-2"\n'}, {}),
    "values for terraform init": ({"backend.tfvars": DEV}, {}),
    "an example": ({"dev.tfvars.example": DEV, "example.tfvars.sample": DEV}, {}),
    "a broken file": ({"dev.tfvars": "subnet_ids = [\n"}, {}),
    "values that no other set has are common ones": (
        {"dev.tfvars": DEV, "prod.tfvars": PROD, "common.tfvars": 'region = "eu-west-2"\n'},
        {"dev": ["dev.tfvars"], "prod": ["prod.tfvars"]},
    ),
}


@pytest.mark.parametrize("case", PLACES)
def test_variable_files_are_found_where_they_usually_lie(case: str, tmp_path: Path) -> None:
    tree, wanted = PLACES[case]
    assert found(written(tmp_path, tree)) == wanted


def test_two_folders_above_the_root_are_looked_into_and_no_third(tmp_path: Path) -> None:
    tree = {"a/b/c/main.tf": ROOT, "a/env/dev.tfvars": DEV, "env/prod.tfvars": PROD}
    assert found(written(tmp_path, tree), "a/b/c") == {"dev": ["a/env/dev.tfvars"]}


def test_a_file_that_shares_nothing_with_the_others_is_named_with_the_reason(tmp_path: Path) -> None:
    tree = {
        "main.tf": ROOT + 'variable "zone" {}\n',
        "dev.tfvars": DEV,
        "prod.tfvars": PROD,
        "common.tfvars": 'zone = "a"\n',
    }
    detected = environments.detect(str(written(tmp_path, tree)), Files(str(tmp_path)), {})
    assert [one.name for one in detected.environments] == ["dev", "prod"]
    assert [Path(path).name for path, _ in detected.passed_over] == ["common.tfvars"]


def test_a_value_from_the_environment_leaves_nothing_to_look_for(tmp_path: Path) -> None:
    assert found(written(tmp_path, {"dev.tfvars": DEV}), environ={"TF_VAR_subnet_ids": "[]"}) == {}


def test_a_workspace_file_gives_its_workspace_too(tmp_path: Path) -> None:
    top = written(tmp_path, {"workspaces/dev.tfvars": DEV})
    (one,) = environments.detect(str(top), Files(str(top)), {}).environments
    assert (one.name, one.workspace) == ("dev", "dev")


ATLANTIS = """
version: 3
projects:
  - dir: live
    name: staging
    workspace: staging
    workflow: files
  - dir: live
    workspace: production
    workflow: files
  - dir: elsewhere
workflows:
  files:
    plan:
      steps:
        - init
        - plan:
            extra_args: ["-var-file", "../common.tfvars", "-var-file=sets/$WORKSPACE.tfvars"]
"""


def test_what_atlantis_names_comes_before_what_is_guessed(tmp_path: Path) -> None:
    tree = {
        "live/main.tf": ROOT,
        "atlantis.yaml": ATLANTIS,
        "common.tfvars": 'region = "eu-west-2"\n',
        "live/sets/staging.tfvars": DEV,
        "live/sets/production.tfvars": PROD,
        "live/env/production.tfvars": 'name = "p"\n',
        "live/dev.tfvars": DEV,
    }
    assert found(written(tmp_path, tree), "live") == {
        "staging": ["common.tfvars", "live/sets/staging.tfvars"],
        "production": ["common.tfvars", "live/sets/production.tfvars", "live/env/production.tfvars"],
    }


@pytest.mark.parametrize(
    "text", ["a: [", "- 1\n", "projects: 3\n", "projects:\n  - dir: [x]\n", "", "a: 1\n---\nb: 1\n"]
)
def test_an_atlantis_file_that_says_nothing_of_use_is_passed_over(text: str, tmp_path: Path) -> None:
    assert found(written(tmp_path, {"atlantis.yaml": text, "dev.tfvars": DEV})) == {"dev": ["dev.tfvars"]}


# In a run


def names(top: Path, **options: Any) -> list[str | None]:
    return [root.environment for root in fargate_lint.lint(str(top), **options).roots]


BOTH = {"dev.tfvars": DEV, "prod.tfvars": PROD}


def test_a_root_is_judged_in_each_of_its_environments(tmp_path: Path) -> None:
    assert names(written(tmp_path, BOTH)) == ["dev", "prod"]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"environments": ["none"]}, [None]),
        ({"environments": ["prod"]}, ["prod"]),
        ({"environments": "auto"}, ["dev", "prod"]),
        ({"var": ["subnet_ids=[]"]}, [None]),
        ({"workspace": "x"}, [None]),
        ({"workspace": "x", "environments": ["dev"]}, ["dev"]),
    ],
)
def test_what_is_said_decides_which_environments_there_are(
    options: dict[str, Any], wanted: list[str | None], tmp_path: Path
) -> None:
    assert names(written(tmp_path, BOTH), **options) == wanted


def test_the_configuration_may_turn_them_off(tmp_path: Path) -> None:
    top = written(tmp_path, {**BOTH, ".fargate-lint.toml": 'environments = "none"\n'})
    assert names(top) == [None]
    assert names(top, environments=["auto"]) == ["dev", "prod"]


def test_a_word_that_is_no_setting_is_told(tmp_path: Path) -> None:
    top = written(tmp_path, {**BOTH, ".fargate-lint.toml": 'environments = "non"\n'})
    with pytest.raises(UsageError, match=r":1: environments = 'non'; did you mean none\?"):
        names(top)


def test_a_name_that_no_root_has_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"one called 'prd'; did you mean prod\?"):
        names(written(tmp_path, BOTH), environments=["prd"])


def test_a_verdict_that_waits_for_a_value_names_the_file_that_has_one(tmp_path: Path) -> None:
    tree = {
        **BOTH,
        "profile.tf": 'resource "aws_eks_fargate_profile" "p" {\n  cluster_name = aws_eks_cluster.this.name\n}\n',
    }
    report = fargate_lint.lint(str(written(tmp_path, tree)), environments=["none"], select=["FGL113"])
    (verdict,) = report.roots[0].undecided
    assert "var.subnet_ids has no value: dev.tfvars has one" in verdict.reason


def test_more_environments_than_are_judged_are_a_limit(tmp_path: Path) -> None:
    top = written(tmp_path, {f"envs/e{n:02}.tfvars": DEV for n in range(environments.MOST + 1)})
    report = fargate_lint.lint(str(top), select=["FGL1"])
    assert len(report.roots) == environments.MOST
    assert {d.code for root in report.roots for d in root.diagnostics} == {"limit"}
    assert report.status == 3


def test_verbose_tells_what_is_taken_for_what(tmp_path: Path) -> None:
    report = fargate_lint.lint(str(written(tmp_path, BOTH)))
    text = render("full", report, Style(str(tmp_path), verbose=True))
    assert "environment dev, by" in text
    assert "dev.tfvars" in text


def test_a_graph_is_that_of_one_environment(tmp_path: Path) -> None:
    top = written(tmp_path, BOTH)
    with pytest.raises(UsageError, match=r"several environments: name one with --environments \(dev, prod\)"):
        fargate_lint.resource_graph(str(top))
    assert "aws_eks_cluster.this" in fargate_lint.resource_graph(str(top), environments=["prod"])


def test_a_comment_that_another_environment_may_need_is_not_called_unused(tmp_path: Path) -> None:
    top = written(tmp_path, {**BOTH, "x.tf": "# fargate-lint: ignore-file[FGL503] in prod only\n" + PROFILE})
    assert "FGL900" in [one.id for one in fargate_lint.lint(str(top), select=["FGL503", "FGL900"]).findings]
    partly = fargate_lint.lint(str(top), select=["FGL503", "FGL900"], environments=["dev"])
    assert "FGL900" not in [one.id for one in partly.findings]
