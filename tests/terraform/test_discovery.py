"""Which root modules a path means."""

from __future__ import annotations

from pathlib import Path

import pytest

from fargate_lint.files import Files
from fargate_lint.terraform.discovery import Discovery, Survey, discover

CALL = 'module "{name}" {{\n  source = "{source}"\n}}\n'


def tree(top: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def look(top: Path, *paths: str, recursive: bool = False, extra: dict[str, list[str]] | None = None) -> Discovery:
    added = {str(top / root): [str(top / name) for name in names] for root, names in (extra or {}).items()}
    return discover([str(top / p) for p in paths], Survey(Files(str(top))), recursive, lambda root: added.get(root, []))


def names(top: Path, found: Discovery) -> list[str]:
    return [Path(root).relative_to(top).as_posix() for root in found.roots]


REPOSITORY = {
    "live/prod/main.tf": CALL.format(name="net", source="../../modules/net"),
    "live/prod/terraform.tfvars": "a = 1\n",
    "live/prod/extra.tfvars": "a = 2\n",
    "live/dev/main.tf": CALL.format(name="other", source="../../modules/other/"),
    "modules/net/main.tf": CALL.format(name="deep", source="./deep"),
    "modules/net/deep/main.tf": 'locals {\n  policy = file("${path.module}/policy.json")\n}\n',
    "modules/net/deep/policy.json": "{}",
    "modules/net/deep/unread.json": "{}",
    "modules/other/main.tf": """locals {
  each = [for f in fileset(path.module, "manifests/*.yaml") : templatefile("${path.module}/${f}", {})]
}
""",
    "modules/other/manifests/a.yaml": "a: 1",
    "modules/other/notes.yaml": "a: 1",
    ".hidden/main.tf": "",
    "live/prod/.terraform/modules/x/main.tf": "",
    "README.md": "live",
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    tree(tmp_path, REPOSITORY)
    return tmp_path


def test_a_folder_without_terraform_means_the_roots_below_that_nobody_calls(top: Path) -> None:
    assert names(top, look(top, ".")) == ["live/dev", "live/prod"]


def test_a_folder_of_children_only_has_no_roots(top: Path) -> None:
    found = look(top, "modules")
    assert found.roots == ()
    assert found.empty == (str(top / "modules"),)


def test_a_folder_with_terraform_is_one_root_also_if_it_is_called(top: Path) -> None:
    assert names(top, look(top, "modules/net")) == ["modules/net"]


def test_roots_below_a_root_are_counted_and_taken_with_recursive(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "main.tf": CALL.format(name="a", source="./modules/a"),
            "modules/a/main.tf": "",
            "examples/one/main.tf": CALL.format(name="top", source="../.."),
            "examples/two/main.tofu": "",
        },
    )
    found = look(tmp_path, ".")
    assert (names(tmp_path, found), found.below) == (["."], 2)
    found = look(tmp_path, ".", recursive=True)
    assert (names(tmp_path, found), found.below) == ([".", "examples/one", "examples/two"], 0)


@pytest.mark.parametrize(
    ("path", "roots"),
    [
        ("live/prod/main.tf", ["live/prod"]),
        ("modules/net/main.tf", ["live/prod"]),
        ("modules/net/deep/main.tf", ["live/prod"]),
        ("modules/net/deep/policy.json", ["live/prod"]),
        ("modules/other/manifests/a.yaml", ["live/dev"]),
        ("live/prod/terraform.tfvars", ["live/prod"]),
        ("modules/net/deep/unread.json", []),
        ("modules/other/notes.yaml", []),
        ("live/prod/extra.tfvars", []),
        ("README.md", []),
        ("gone.tf", []),
    ],
)
def test_a_file_means_every_root_that_reads_it(top: Path, path: str, roots: list[str]) -> None:
    found = look(top, path)
    assert names(top, found) == roots
    assert found.unrelated == (() if roots else (str(top / path),))
    assert found.empty == ()


def test_files_that_the_configuration_adds_to_a_root_reach_it(top: Path) -> None:
    found = look(top, "live/prod/extra.tfvars", extra={"live/prod": ["live/prod/extra.tfvars"]})
    assert names(top, found) == ["live/prod"]


def test_a_path_kept_in_a_local_reaches_the_module_that_names_the_file(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "a/main.tf": 'locals {\n  name = "conf/values.yaml"\n  text = file(local.name)\n}\n',
            "a/conf/values.yaml": "",
            "b/main.tf": "locals {\n  text = file(var.name)\n}\n",
        },
    )
    assert names(tmp_path, look(tmp_path, "a/conf/values.yaml")) == ["a"]


def test_several_paths_are_taken_together_and_each_root_once(top: Path) -> None:
    found = look(top, "modules/net/main.tf", "live/prod", "live/dev/main.tf")
    assert names(top, found) == ["live/dev", "live/prod"]


@pytest.mark.parametrize("name", ["main.tf", "main.tf.json", "main.tofu", "main.tofu.json"])
def test_every_suffix_makes_a_root(tmp_path: Path, name: str) -> None:
    tree(tmp_path, {f"x/{name}": "{}" if name.endswith("json") else ""})
    assert names(tmp_path, look(tmp_path, ".")) == ["x"]


def test_modules_that_only_call_each_other_are_not_left_unread(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "a/main.tf": CALL.format(name="b", source="../b"),
            "b/main.tf": CALL.format(name="a", source="../a"),
        },
    )
    assert names(tmp_path, look(tmp_path, ".")) == ["a"]


def test_a_json_call_counts_as_a_call(tmp_path: Path) -> None:
    tree(tmp_path, {"a/main.tf.json": '{"module": {"b": {"source": "../b"}}}', "b/main.tf": ""})
    assert names(tmp_path, look(tmp_path, ".")) == ["a"]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert look(tmp_path, ".").empty == (str(tmp_path / "."),)
