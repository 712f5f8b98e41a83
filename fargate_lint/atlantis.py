"""atlantis.yaml: which workspace and variable files Atlantis plans a folder with. It is read, never run.

Source: https://www.runatlantis.io/docs/repo-level-atlantis-yaml.html and custom-workflows.html, read 2026-11-28.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fargate_lint.files import FileProblem, Files
from fargate_lint.yaml.nodes import Mapping, Node, Scalar, Sequence, YamlError, documents

NAMES = ("atlantis.yaml", "atlantis.yml")
_FLAG = re.compile(r"--?var-file(?:=(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project: its folder as written, its workspace, and the variable files of its workflow's plan step in order,
    seen from the folder."""

    name: str
    folder: str
    workspace: str
    var_files: tuple[str, ...] = ()


def projects_of(files: Files) -> tuple[Project, ...]:
    """The projects of the repository's atlantis.yaml, in its order; none where there is no such file or it cannot be
    read. What is filled in only when Atlantis runs (variables of the shell) is left out with its project."""
    for name in NAMES:
        path = os.path.join(files.repository, name)
        if not files.exists(path):
            continue
        try:
            (node,) = documents(files.text(path))
        except (FileProblem, YamlError, ValueError):
            return ()
        return tuple(_projects(node))
    return ()


def _projects(document: Node) -> Iterator[Project]:
    workflows = _get(document, "workflows")
    for node in _items(_get(document, "projects")):
        folder = _text(_get(node, "dir"))
        if folder is None:
            continue
        workspace = _text(_get(node, "workspace")) or "default"
        workflow = _get(workflows, _text(_get(node, "workflow")) or "default")
        named = [name.replace("${WORKSPACE}", workspace).replace("$WORKSPACE", workspace) for name in _named(workflow)]
        if any("$" in name or os.path.isabs(name) for name in named):
            continue
        name = _text(_get(node, "name")) or (workspace if workspace != "default" else folder)
        yield Project(name=name, folder=folder, workspace=workspace, var_files=tuple(named))


def _named(workflow: Node | None) -> Iterator[str]:
    """The -var-file arguments of a workflow's plan step, written as one word or two."""
    for step in _items(_get(_get(workflow, "plan"), "steps")):
        words = [_text(word) or "" for word in _items(_get(_get(step, "plan"), "extra_args"))]
        waiting = iter(words)
        for word in waiting:
            flag = _FLAG.fullmatch(word.strip())
            if flag is not None:
                yield flag[1] if flag[1] is not None else next(waiting, "")


def _get(node: Node | None, key: str) -> Node | None:
    """The value at a key of a mapping; None where there is none."""
    pairs = node.pairs if isinstance(node, Mapping) else []
    return next((value for name, value in pairs if isinstance(name, Scalar) and name.text == key), None)


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) and node.text else None
