"""Odd files around the Terraform: none of them may end in a traceback or an internal error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import Run, fargate_lint

GOOD = 'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}\n'
CALL = 'module "m" {\n  source = "a/b/c"\n}\n' + GOOD
BROKEN = "x = = 1\n"
PACKAGE = Path(__file__).parents[2]


def lint(folder: Path, *arguments: str) -> Run:
    run = fargate_lint(*arguments, ".", folder=folder)
    assert "internal error" not in run.out + run.err
    assert run.status in (0, 1, 2, 3)
    return run


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    (folder / ".git").mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{}",
        b"null",
        b"{",
        b"\xff",
        b"[" * 50_000,
        b'{"Modules": null}',
        b'{"Modules": {"a": 1}}',
        b'{"Modules": [1, {"Key": 1}, {"Key": "m", "Dir": 5}]}',
        b'{"Modules": [{"Key": "m", "Source": "a/b/c", "Dir": "../../../../etc"}]}',
        b'{"Modules": [{"Key": "m", "Source": "a/b/c", "Dir": "a\\u0000b"}]}',
        b'{"Modules": [{"Key": "m", "Source": "a/b/c", "Version": 5, "Dir": ".terraform/modules/m"}]}',
    ],
)
def test_modules_json(content: bytes, tmp_path: Path) -> None:
    run = lint(written(tmp_path, {"main.tf": CALL, ".terraform/modules/modules.json": content}), "--format", "json")
    assert run.status == 0
    assert [module["resolved"] for root in run.json["roots"] for module in root["modules"]] == ["opaque"]


@pytest.mark.parametrize("content", [b"{", b"[]", b"5", b"null", b'"x"', b"", b'{"a": {"b": [null]}}'])
def test_variables_in_json(content: bytes, tmp_path: Path) -> None:
    lint(written(tmp_path, {"main.tf": 'variable "a" {}\n', "terraform.tfvars.json": content}))


@pytest.mark.parametrize(
    "text", ["a = b", "a {\n}\n", "a = var.x", '"a" = 1', 'a = file("x")', "= 1", 'a = "${"', "a = 1\na = 2", "\x00"]
)
def test_variables(text: str, tmp_path: Path) -> None:
    lint(written(tmp_path, {"main.tf": 'variable "a" {}\n', "terraform.tfvars": text}))


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"\xff",
        b"a = " + b"[" * 5000,
        b"select = 5",
        b"environments = 3",
        b"[severity]\nFGL101 = 3",
        b'[per-path-ignores]\n"**" = "x"',
        b'[modules]\n"a" = 5',
        b"[facts]\nendpoints = [1]",
        b"[[environments]]\nname = 1",
        b"[[suppress]]\nrules = 1\naddress = 2",
        b'format = "nope"',
        b'var-file = ["nope"]',
    ],
)
@pytest.mark.parametrize("name", [".fargate-lint.toml", "pyproject.toml"])
def test_a_wrong_configuration_is_wrong_usage(content: bytes, name: str, tmp_path: Path) -> None:
    if name == "pyproject.toml" and content != b"x":
        content = b"[tool.fargate-lint]\n" + content.replace(b"[[", b"[[tool.fargate-lint.").replace(
            b"\n[", b"\n[tool.fargate-lint."
        )
    run = lint(written(tmp_path, {"main.tf": CALL, name: content}))
    assert run.status in ((0, 2) if name == "pyproject.toml" else (2,))


@pytest.mark.parametrize("name", [".fargate-lint.toml", "pyproject.toml", "terraform.tfvars", "x.tf", ".terraform"])
def test_a_folder_in_the_place_of_a_file(name: str, tmp_path: Path) -> None:
    written(tmp_path, {"main.tf": GOOD})
    (tmp_path / name).mkdir()
    lint(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "- 1",
        '"',
        "{",
        "a: &a [*a]",
        "? [a]\n: 1",
        "a: !!python/object/apply:os.system [x]",
        "%YAML 9\n---\n",
        "a: 1\n---\nb: 2",
        "<<: 5",
        "<<: [1]",
        "a: 2020-13-45",
        "!!int x",
        'k: "\\ud800"',
        "a: .inf\nb: .nan\nc: 1e999999999",
        "[" * 5000,
    ],
)
def test_yaml_of_releases_and_manifests(text: str, tmp_path: Path) -> None:
    terraform = """
        resource "helm_release" "a" {
          name   = "x"
          chart  = "aws-load-balancer-controller"
          values = [file("v.yaml")]
        }
        resource "kubernetes_manifest" "m" {
          manifest = yamldecode(file("v.yaml"))
        }
        resource "kubectl_manifest" "m" {
          yaml_body = file("v.yaml")
        }
        resource "aws_eks_cluster" "c" {
          name = "x"
          vpc_config {
            subnet_ids = ["a"]
          }
        }
        resource "aws_eks_fargate_profile" "p" {
          cluster_name = "x"
          selector {
            namespace = "x"
          }
        }
    """
    lint(written(tmp_path, {"main.tf": terraform, "v.yaml": text}))


def test_documents_nested_without_end_in_policies_and_addons(tmp_path: Path) -> None:
    terraform = """
        resource "aws_eks_cluster" "c" {
          name     = "x"
          role_arn = aws_iam_role.r.arn
          vpc_config {
            subnet_ids = ["a"]
          }
        }
        resource "aws_iam_role" "r" {
          assume_role_policy = file("p.json")
        }
        resource "aws_eks_fargate_profile" "p" {
          cluster_name           = aws_eks_cluster.c.name
          pod_execution_role_arn = aws_iam_role.r.arn
          selector {
            namespace = "kube-system"
          }
        }
        resource "aws_eks_addon" "a" {
          cluster_name         = "x"
          addon_name           = "coredns"
          configuration_values = file("p.json")
        }
    """
    lint(written(tmp_path, {"main.tf": terraform, "p.json": "[" * 50_000 + "]" * 50_000}))


def test_names_with_bytes_that_no_path_has(tmp_path: Path) -> None:
    text = (
        'locals {\n  a = [try(file("\\u0000"), 1), fileexists("\\u0000"), try(fileset("\\u0000", "*"), 1), '
        'try(templatefile("\\u0000", {}), 1), try(abspath("\\u0000"), 1)]\n}\n'
        'module "m" {\n  source = "./a\\u0000b"\n}\nmodule "n" {\n  source = "./${terraform.workspace}"\n}\n'
    )
    lint(written(tmp_path, {"main.tf": text, "below/main.tf": text}), "--recursive")


# Names of files


@pytest.mark.parametrize(
    "format", ["full", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown", "html"]
)
def test_names_that_are_no_utf_8(format: str, tmp_path: Path) -> None:
    written(tmp_path, {"good.tf": GOOD})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.tf")).write_text(BROKEN, encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xfe")).mkdir()
    run = lint(tmp_path, "--format", format)
    assert run.status == 3
    assert "caf" in run.out


def test_json_with_such_names_is_json(tmp_path: Path) -> None:
    written(tmp_path, {"good.tf": GOOD})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.tf")).write_text(BROKEN, encoding="utf-8")
    done = command(tmp_path, "--format", "json", ".")
    finding = json.loads(done.stdout.decode("utf-8"))["roots"][0]["findings"][0]
    assert finding["location"]["path"] == r"caf\xe9.tf"


@pytest.mark.parametrize(
    "name", ["with space.tf", "mö d/ünï.tf", "line\nbreak.tf", "c\x1b[31m.tf", "a'b\"c.tf", "-x.tf"]
)
def test_names_with_odd_characters(name: str, tmp_path: Path) -> None:
    written(tmp_path, {name: BROKEN})
    run = lint(tmp_path, "--format", "json")
    assert run.findings[0]["location"]["path"] == name
    assert "\x1b" not in lint(tmp_path).out


# Streams and permissions, as a shell has them


def command(folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    return subprocess.run(
        [sys.executable, "-m", "fargate_lint", *arguments],
        cwd=folder,
        env=environment,
        check=False,
        timeout=60,
        **{"capture_output": True, **options},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "> /dev/full", "| true"])
def test_streams_that_take_nothing(closed: str, tmp_path: Path) -> None:
    written(tmp_path, {"main.tf": GOOD})
    line = f"{sys.executable} -m fargate_lint . {closed}"
    done = subprocess.run(
        line,
        shell=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 2)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    written(tmp_path, {"main.tf": GOOD, "closed.tf": GOOD, "below/main.tf": GOOD})
    (tmp_path / "closed.tf").chmod(0)
    (tmp_path / "below").chmod(0)
    try:
        run = lint(tmp_path, "--recursive", "--format", "json")
    finally:
        (tmp_path / "below").chmod(0o755)
    assert run.status == 3
    assert [finding["location"]["path"] for finding in run.findings] == ["closed.tf"]
