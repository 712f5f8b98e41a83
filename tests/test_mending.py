"""fargate-lint fix: the finding is gone, no other has come, and nothing else in the file is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import running
from running import Run

from fargate_lint.workspace import Workspace

ROOT = """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"

  tags = { Name = "x" }
}

resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_eks_cluster" "c" {
  name     = "c"
  role_arn = "arn:aws:iam::123456789012:role/c"
  vpc_config {
    subnet_ids = [aws_subnet.a.id]
  }
}

resource "aws_eks_fargate_profile" "p" {
  cluster_name           = aws_eks_cluster.c.name
  fargate_profile_name   = "p"
  pod_execution_role_arn = "arn:aws:iam::123456789012:role/p"
  subnet_ids             = [aws_subnet.a.id]
  selector {
    namespace = "x"
  }
}
"""


def fix(folder: Path, *arguments: str) -> Run:
    return running.fargate_lint("fix", *arguments, folder=folder)


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str], Path]:
    (tmp_path / ".git").mkdir()

    def write(text: str, name: str = "main.tf") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write


def test_an_argument_that_lacks_is_added_and_aligned(put: Callable[[str], Path]) -> None:
    path = put(ROOT)
    run = fix(path.parent, "--select", "FGL102")
    assert run.status == 0, run.out + run.err
    assert "1 finding mended in 1 file" in run.err
    assert path.read_text().replace("enable_dns_hostnames = true\n  cidr_block           =", "cidr_block =") == ROOT


def test_a_word_that_is_wrong_is_replaced(put: Callable[[str], Path]) -> None:
    path = put(
        ROOT.replace(
            '  cidr_block = "10.0.0.0/16"\n',
            '  cidr_block         = "10.0.0.0/16"\n  enable_dns_support = false # why not\n',
        )
    )
    assert fix(path.parent, "--select", "FGL101").status == 0
    assert "enable_dns_support = true # why not\n" in path.read_text()


def test_line_ends_of_windows_stay(put: Callable[[str], Path]) -> None:
    path = put(ROOT.replace("\n", "\r\n"))
    assert fix(path.parent, "--select", "FGL102").status == 0
    data = path.read_bytes()
    assert b"enable_dns_hostnames = true\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_diff_writes_nothing_and_a_second_fix_changes_nothing(put: Callable[[str], Path]) -> None:
    path = put(ROOT)
    run = fix(path.parent, "--diff", "--select", "FGL102")
    assert run.status == 1
    assert "--- a/main.tf\n+++ b/main.tf\n" in run.out
    assert "+  enable_dns_hostnames = true\n" in run.out
    assert path.read_text() == ROOT
    fix(path.parent)
    once = path.read_text()
    again = fix(path.parent)
    assert path.read_text() == once
    assert "0 findings mended" in again.err
    assert fix(path.parent, "--diff", "--select", "FGL102").out == ""


def test_a_diff_can_be_applied(put: Callable[[str], Path]) -> None:
    path = put(ROOT)
    diff = fix(path.parent, "--diff", "--select", "FGL102").out
    done = subprocess.run(
        ["git", "apply", "-p1", "-"], input=diff, text=True, cwd=path.parent, capture_output=True, check=False
    )
    if done.returncode == 0:  # the folder is no repository of git's, which git apply does not mind
        assert "enable_dns_hostnames = true" in path.read_text()
    else:
        pytest.fail(done.stderr)


def test_an_edit_that_makes_something_else_wrong_is_not_made(put: Callable[[str], Path]) -> None:
    text = ROOT.replace(
        'resource "aws_vpc" "this" {', 'resource "aws_vpc" "this" { # fargate-lint: ignore[FGL101] unused'
    )
    path = put(text)
    fix(path.parent, "--select", "FGL102")
    assert path.read_text().count("enable_dns_hostnames") == 1
    one_line = put(
        ROOT.replace('{\n  cidr_block = "10.0.0.0/16"\n\n  tags = { Name = "x" }\n}', '{ cidr_block = "10.0.0.0/16" }')
    )
    before = one_line.read_text()
    run = fix(path.parent, "--select", "FGL102")
    assert one_line.read_text() == before
    assert run.status == 1


def test_what_a_variable_gives_is_left_alone(put: Callable[[str], Path]) -> None:
    text = 'variable "dns" { default = false }\n' + ROOT.replace(
        '  cidr_block = "10.0.0.0/16"\n', '  cidr_block           = "10.0.0.0/16"\n  enable_dns_hostnames = var.dns\n'
    )
    path = put(text)
    assert fix(path.parent, "--select", "FGL102").status == 1
    assert path.read_text() == text


def test_a_file_behind_a_link_is_left_alone(put: Callable[[str], Path]) -> None:
    path = put(ROOT, "real.txt")
    os.symlink("real.txt", path.parent / "main.tf")
    assert fix(path.parent, "--select", "FGL102").status == 1
    assert path.read_text() == ROOT


def test_the_mode_of_a_file_stays(put: Callable[[str], Path]) -> None:
    path = put(ROOT)
    path.chmod(0o640)
    fix(path.parent, "--select", "FGL102")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in path.parent.iterdir() if entry.name.startswith(".fargate-lint")] == []


def test_a_file_that_changed_meanwhile_is_not_overwritten(put: Callable[[str], Path]) -> None:
    from fargate_lint import config
    from fargate_lint import fix as module

    path = put(ROOT)
    workspace = Workspace(config.given(select=["FGL102"]))
    done = module.mend(workspace, [str(path.parent)], None)
    path.write_text("# somebody was here\n" + ROOT)
    with pytest.raises(module.Unwritten, match="was changed meanwhile"):
        module.write(workspace, done)
    assert path.read_text() == "# somebody was here\n" + ROOT


def test_one_severity_and_above_is_mended(put: Callable[[str], Path]) -> None:
    path = put(ROOT)
    fix(path.parent, "--fail-on", "never")
    all_of_it = path.read_text()
    path.write_text(ROOT)
    fix(path.parent, "--fail-on", "error")
    assert "enable_dns_hostnames" in path.read_text()
    assert len(path.read_text()) <= len(all_of_it)


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_terraform_fmt_is_content_with_what_is_written(put: Callable[[str], Path]) -> None:
    path = put(ROOT)
    assert subprocess.run(["terraform", "fmt", "-check", path.name], cwd=path.parent, check=False).returncode == 0
    fix(path.parent)
    assert subprocess.run(["terraform", "fmt", "-check", path.name], cwd=path.parent, check=False).returncode == 0
