"""Which variable files a root module is applied with, where nobody says: each set of them is an environment.

Terraform loads terraform.tfvars and ``*.auto.tfvars`` by itself. Where required variables still lack a value, the files
that Atlantis names for the root are taken, else those that lie where repositories usually keep them, if the root
declares all that they assign. Two sets are never mixed, and nothing of the repository is run.

FOLDERS are where variable files lay in a count over 83 public repositories with EKS on Fargate (2026-11). Atlantis:
https://www.runatlantis.io/docs/repo-level-atlantis-yaml.html, read 2026-11-28.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fargate_lint.atlantis import projects_of
from fargate_lint.config import Environment
from fargate_lint.files import FileProblem, Files
from fargate_lint.hcl import syntax
from fargate_lint.terraform.config import ModuleConfig, is_terraform, parse_file, read_module
from fargate_lint.terraform.variables import automatic_files

FOLDERS = (
    "config",
    "configs",
    "env",
    "environment",
    "environments",
    "envs",
    "tfvars",
    "variables",
    "vars",
    "workspaces",
)
"""Folders in which variable files usually lie, beside a root module or up to two folders above it."""
ABOVE = 2
MOST = 32
"""Environments of one root; those beyond it are not judged, and a diagnostic says so."""
SUFFIXES = (".tfvars", ".tfvars.json")
BACKEND = "backend"
"""The stem of a file that goes to ``terraform init``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """The environments found for a root, by name. ``offered`` tells for a variable without a value a file that has one;
    ``passed_over`` are files that look like variable files of an environment and are none, each with the reason;
    ``truncated``: there are more than MOST."""

    environments: tuple[Environment, ...] = ()
    offered: Mapping[str, str] = field(default_factory=dict)
    passed_over: tuple[tuple[str, str], ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A variable file and the names that it assigns; ``name`` is what its environment would be called."""

    path: str
    name: str
    keys: frozenset[str]
    workspace: str | None = None


def detect(root: str, files: Files, environ: Mapping[str, str]) -> Detected:
    """The environments of a root module; none where its required variables have values without them."""
    config = read_module(root, files)
    lacking = _lacking(config, root, files, environ)
    if not lacking:
        return Detected()
    named = tuple(_of_atlantis(root, files))
    if named:
        return Detected(environments=named[:MOST], truncated=len(named) > MOST)
    found = list(_candidates(root, files))
    fitting = [one for one in found if one.keys and one.keys <= config.variables.keys() and one.keys & lacking]
    offered = {key: one.path for one in reversed(found) for key in sorted(one.keys & lacking)}
    alone = [one for one in fitting if len(fitting) > 1 and not _shares(one, fitting)]
    sets = [one for one in fitting if one not in alone]
    return Detected(
        environments=tuple(_environments(root, sets[:MOST])),
        offered=offered,
        passed_over=tuple((one.path, "no other variable file assigns what it assigns") for one in alone),
        truncated=len(sets) > MOST,
    )


def _lacking(config: ModuleConfig, root: str, files: Files, environ: Mapping[str, str]) -> frozenset[str]:
    """The required variables that nothing gives a value which Terraform reads by itself."""
    required = {name for name, block in config.variables.items() if "default" not in block.body.attributes}
    given = {name.removeprefix("TF_VAR_") for name in environ if name.startswith("TF_VAR_")}
    for path in automatic_files(root, files) if required - given else ():
        given |= _keys(path, files)
    return frozenset(required - given)


def _keys(path: str, files: Files) -> frozenset[str]:
    """The names that a variable file assigns; none where it cannot be read or is broken."""
    try:
        document: syntax.Document = parse_file(files.text(path), path)
    except FileProblem:
        return frozenset()
    if document.diagnostics or document.body.blocks:
        return frozenset()
    return frozenset(document.body.attributes)


def _shares(one: Candidate, others: list[Candidate]) -> bool:
    return any(one.keys & other.keys for other in others if other is not one)


def _candidates(root: str, files: Files) -> Iterator[Candidate]:
    """Variable files where they usually lie, beside the root first."""
    automatic = set(automatic_files(root, files))
    yield from (one for one in _in_folder(root, files) if one.path not in automatic)
    base = root
    for _ in range(ABOVE + 1):
        for folder in FOLDERS:
            yield from _below(os.path.join(base, folder), files, folder == "workspaces")
        if base == files.repository:
            break
        base = os.path.dirname(base)


def _below(folder: str, files: Files, by_workspace: bool) -> Iterator[Candidate]:
    """The variable files of a folder for them, and of its folders, one an environment. A folder with Terraform files is
    a root of its own, which Terraform gives its files to."""
    if not files.is_folder(folder) or _is_root(folder, files):
        return
    yield from _in_folder(folder, files, by_workspace)
    for name in sorted(files.names(folder)):
        below = os.path.join(folder, name)
        if name.startswith(".") or not files.is_folder(below) or _is_root(below, files):
            continue
        for one in _in_folder(below, files):
            if one.name in ("terraform", name):
                yield Candidate(path=one.path, name=name, keys=one.keys)


def _is_root(folder: str, files: Files) -> bool:
    return any(is_terraform(name) for name in files.names(folder))


def _in_folder(folder: str, files: Files, by_workspace: bool = False) -> Iterator[Candidate]:
    for name in sorted(files.names(folder)):
        suffix = next((one for one in SUFFIXES if name.endswith(one)), None)
        path = os.path.join(folder, name)
        if suffix is None or name.startswith(".") or not files.exists(path):
            continue
        stem = name.removesuffix(suffix)
        if stem != BACKEND and not stem.endswith(".auto"):
            keys = _keys(path, files)
            yield Candidate(path=path, name=stem, keys=keys, workspace=stem if by_workspace else None)


def _environments(root: str, sets: list[Candidate]) -> Iterator[Environment]:
    """One for each set, by name; of several with one name each is called by its path."""
    count = Counter(one.name for one in sets)
    for one in sorted(sets, key=lambda one: (one.name, one.path)):
        path = os.path.relpath(one.path, root).replace(os.sep, "/")
        name = one.name if count[one.name] == 1 else path
        yield Environment(name=name, var_files=(one.path,), workspace=one.workspace)


def _of_atlantis(root: str, files: Files) -> Iterator[Environment]:
    """What Atlantis plans the root with: a project's workspace, its -var-file arguments, and env/WORKSPACE.tfvars,
    which Atlantis adds where it is there."""
    for project in projects_of(files):
        if os.path.normpath(os.path.join(files.repository, project.folder)) != root:
            continue
        named = [os.path.normpath(os.path.join(root, name)) for name in project.var_files]
        built_in = os.path.join(root, "env", f"{project.workspace}.tfvars")
        paths = tuple(path for path in (*named, built_in) if files.exists(path))
        if paths and all(files.exists(path) for path in named):
            yield Environment(name=project.name, var_files=paths, workspace=project.workspace)
