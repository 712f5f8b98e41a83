"""A workspace as an editor and a cache use it: unsaved texts, what an answer depends on, one root at a time."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from fargate_lint.config import Environment, Given, UsageError
from fargate_lint.files import FileProblem, Files
from fargate_lint.run import RootResult
from fargate_lint.testing.scenery import scenery
from fargate_lint.workspace import Workspace

VPC = """variable "names" {
  default = false
}
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = var.names
}
locals {
  policy = file("${path.module}/policy.json")
  text   = templatefile("${path.module}/text.tftpl", {})
  more   = fileexists("gone.json")
}
"""


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with one root in live/."""
    (tmp_path / ".git").mkdir()
    files = {"main.tf": VPC, **scenery({"main.tf": VPC}), "policy.json": "{}", "text.tftpl": "x", "a.auto.tfvars": ""}
    for name, text in files.items():
        put(tmp_path / "live" / name, text)
    return tmp_path


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def rules(workspace: Workspace, root: Path) -> set[str]:
    return {reported.id for reported in workspace.lint(str(root)).findings}


def test_an_unsaved_text_stands_for_the_file_until_it_is_taken_back(top: Path) -> None:
    workspace = Workspace(Given(select=("FGL102", "FGL901")))
    live = top / "live"
    assert rules(workspace, live) == {"FGL102"}
    workspace.edit(str(live / "main.tf"), VPC.replace("false", "true"))
    assert rules(workspace, live) == set()
    workspace.edit(str(live / "main.tf"), VPC.replace("false", "= ="))
    assert "FGL901" in rules(workspace, live)
    workspace.edit(str(live / "main.tf"), None)
    assert rules(workspace, live) == {"FGL102"}


def test_an_unsaved_file_that_is_not_on_disk_is_found_too(top: Path) -> None:
    workspace = Workspace(Given(select=("FGL102",)))
    live = top / "live"
    assert rules(workspace, live) == {"FGL102"}
    workspace.edit(str(live / "z.auto.tfvars"), "names = true\n")
    assert rules(workspace, live) == set()
    workspace.edit(str(top / "new" / "main.tf"), VPC)
    assert str(top / "new") in workspace.find([str(top)]).roots


def test_an_unsaved_configuration_holds(top: Path) -> None:
    workspace = Workspace()
    live = top / "live"
    assert "FGL102" in rules(workspace, live)
    workspace.edit(str(live / ".fargate-lint.toml"), 'ignore = ["FGL102"]\n')
    assert "FGL102" not in rules(workspace, live)
    workspace.edit(str(live / ".fargate-lint.toml"), "ignore = [")
    with pytest.raises(UsageError, match="not TOML"):
        workspace.lint(str(live))


def test_what_was_read_is_complete_and_does_not_depend_on_who_came_first(top: Path) -> None:
    put(top / "other" / "main.tf", 'module "same" {\n  source = "../live"\n}\n')
    workspace = Workspace()
    for name, own in (("live", []), ("other", ["other/main.tf"])):
        result = workspace.result(str(top / name), Environment())
        read = {os.path.relpath(path, top) for path in result.read}
        variables = {"live/a.auto.tfvars"} if name == "live" else set()
        assert {"live/main.tf", "live/policy.json", "live/text.tftpl", *own, *variables} <= read
        assert not any("gone" in path for path in read)


def test_a_result_is_data(top: Path) -> None:
    result = Workspace().result(str(top / "live"), Environment())
    assert result.findings
    assert msgspec.json.decode(msgspec.json.encode(result), type=RootResult) == result


def test_a_recording_has_reads_misses_and_listings(top: Path) -> None:
    files = Files(str(top))
    remembered = files.remember(lambda folder: (files.names(folder), files.exists(os.path.join(folder, "gone"))))
    for _ in range(2):
        with files.recording() as recording:
            files.text(str(top / "live" / "main.tf"))
            files.glance(str(top / "live" / "text.tftpl"))
            remembered(str(top / "live"))
            with pytest.raises(FileProblem):
                files.bytes(str(top / "live" / "lost"))
        parts = (recording.read, recording.glanced, recording.missed, recording.listed)
        assert [[os.path.relpath(path, top) for path in part] for part in parts] == [
            ["live/main.tf"],
            ["live/text.tftpl"],
            ["live/gone", "live/lost"],
            ["live"],
        ]


def test_what_is_remembered_holds_until_something_changes_that_it_looked_at(top: Path) -> None:
    files = Files(str(top))
    calls = []

    def listed(folder: str) -> tuple[str, ...]:
        calls.append(folder)
        return files.names(folder)

    remembered = files.remember(listed)
    live, other = str(top / "live"), str(top / "other")
    assert remembered(live) == remembered(live)
    files.edit(str(top / "other" / "a.tf"), "x")
    assert "b.tf" not in remembered(live)
    files.edit(str(top / "live" / "b.tf"), "x")
    assert "b.tf" in remembered(live)
    assert remembered(other) == ("a.tf",)
    assert calls == [live, live, other]
    put(top / "live" / "c.tf", "x")
    assert "c.tf" not in remembered(live)
    files.changed(str(top / "live" / "c.tf"))
    assert "c.tf" in remembered(live)
    assert files.version(live) == files.version(str(top / "live" / "c.tf")) > files.version(other)


def test_an_edited_file_is_there_in_every_way_of_asking(top: Path) -> None:
    files = Files(str(top))
    path = str(top / "made" / "deep" / "a.tf")
    for text, there in (("ä", True), (None, False)):
        files.edit(path, text)
        assert files.exists(path) is there
        assert files.is_folder(os.path.dirname(path)) is there
        assert ("deep" in files.names(str(top / "made"))) is there
        assert (str(top / "made" / "deep") in files.walk(str(top))) is there
        if there:
            assert (files.text(path), files.bytes(path)) == ("ä", "ä".encode())


def test_what_other_roots_say_of_their_states_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    backend = (
        'terraform {\n  backend "local" {\n    path = "PATH"\n  }\n}\noutput "id" {\n  value = "vpc-0a1b2c3d"\n}\n'
    )
    reader = (
        'data "terraform_remote_state" "b" {\n  backend = "local"\n  config = {\n    path = "../b/b.tfstate"\n  }\n}\n'
    )
    (tmp_path / ".git").mkdir()
    put(tmp_path / "a" / "main.tf", reader)
    put(tmp_path / "b" / "main.tf", backend.replace("PATH", "b.tfstate"))
    workspace = Workspace()
    first, second = workspace.find([str(tmp_path)]).roots
    linked = [workspace.result(first, Environment()).linked]
    for name in ("c.tfstate", "b.tfstate"):
        workspace.edit(str(tmp_path / "b" / "main.tf"), backend.replace("PATH", name))
        linked.append(workspace.result(first, Environment()).linked)
    assert [list(one.values()) for one in linked] == [[second], [], [second]]
