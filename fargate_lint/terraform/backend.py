"""Where roots keep their states, so that data.terraform_remote_state can be followed to the root that writes it.

Two roots are linked only when both name the same literal place: nothing is guessed.
Source: https://developer.hashicorp.com/terraform/language/backend
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.files import FileProblem, Files
from fargate_lint.hcl import syntax
from fargate_lint.terraform.config import is_override, is_terraform, parse_file
from fargate_lint.terraform.instance import Instance, Sibling
from fargate_lint.values.value import Value, object_of, string

Place = tuple[str, ...]
"""Backend type and the texts that tell one place from another."""

_IDENTITY = {
    "s3": ("bucket", "key"),
    "gcs": ("bucket", "prefix"),
    "azurerm": ("storage_account_name", "container_name", "key"),
    "consul": ("path",),
    "http": ("address",),
    "local": ("path",),
    "remote": ("organization",),
}
"""The arguments that name the place; all of them must be known texts."""

_CLOUD = "app.terraform.io"
_KEEPS = re.compile(r"\b(?:backend|cloud)\b")
_WORKSPACES = re.compile(r"(?P<top>.*)/terraform\.tfstate\.d/(?P<name>[^/]+)/terraform\.tfstate")


class State(NamedTuple):
    """One state: a place, and the workspace in it (for "remote" its whole name there)."""

    place: Place
    workspace: str = "default"

    def __str__(self) -> str:
        space = "" if self.workspace == "default" else f", workspace {self.workspace}"
        return f"{self.place[0]} {'/'.join(self.place[1:])}{space}"


class StateLocation(NamedTuple):
    """What a root says about its own states. ``exact``: the only name in a remote place; ``prefix``: what the names of
    its workspaces begin with there ("" for backends of which each workspace has a state)."""

    place: Place
    exact: str | None = None
    prefix: str = ""
    cloud: bool = False

    def workspace(self, state: State) -> str | None:
        """What terraform.workspace is in the runs that write this state; None if it is none of this root's."""
        if state.place != self.place:
            return None
        if self.exact is not None:
            return (self.exact if self.cloud else "default") if state.workspace == self.exact else None
        return state.workspace.removeprefix(self.prefix) if state.workspace.startswith(self.prefix) else None


class Hint(NamedTuple):
    """What is written out of a place that is not written in full. ``type`` is None where not even the backend is."""

    type: str | None
    texts: Mapping[str, str]

    @staticmethod
    def of(place: Place) -> Hint:
        names = _IDENTITY[place[0]]
        return Hint(place[0], dict(zip(names, place[-len(names) :], strict=True)))

    def may_be(self, other: Hint) -> bool:
        """Whether the two may be one place: no text that both write differs."""
        if self.type is None or other.type is None:
            return True
        names = _IDENTITY.get(self.type, ())
        return self.type == other.type and all(
            self.texts[name] == other.texts[name] for name in names if name in self.texts and name in other.texts
        )


class Reader(NamedTuple):
    """A root that reads states. ``places`` are theirs, ``hints`` what is said of those that are not written out."""

    sibling: Sibling
    places: frozenset[Place]
    hints: tuple[Hint, ...]


class States:
    """The states of the roots of a scan. ``elsewhere`` gives the other folders of the repository; it is asked only for
    a state that no root of the scan keeps. Each folder is looked at once, until one of its files changes."""

    def __init__(self, files: Files, roots: Iterable[str] = (), elsewhere: Callable[[], Iterable[str]] = tuple) -> None:
        self.files = files
        self.roots = tuple(roots)
        self.kept = files.remember(self._kept)
        self.hint = files.remember(self._hint_of)
        self.readers = files.remember(self._readers)
        self._kept_by_roots = files.remember(lambda: {folder: self.kept(folder) for folder in self.roots})
        self._kept_elsewhere = files.remember(
            lambda: {folder: self.kept(folder) for folder in elsewhere() if folder not in self.roots}
        )

    def _readers(self, read: Callable[[States, str], Reader | None]) -> dict[str, Reader]:
        """The roots of the scan that read states, as ``read`` sees them (terraform.siblings)."""
        found = ((folder, read(self, folder)) for folder in self.roots)
        return {folder: reader for folder, reader in found if reader is not None}

    def keeper(self, state: State) -> tuple[str, str] | None:
        """The root of the scan that writes a state, and its workspace then; None if none does, or several may."""
        found = list(_keepers(self._kept_by_roots(), state))
        return found[0] if len(found) == 1 else None

    def outside(self, state: State) -> str | None:
        """The folder, not in the scan, that says that it writes a state; as seen from the repository's root."""
        found = list(_keepers(self._kept_elsewhere(), state))
        return self.shown(found[0][0]) if len(found) == 1 else None

    def shown(self, folder: str) -> str:
        return os.path.relpath(folder, self.files.repository).replace(os.sep, "/")

    def _hint_of(self, folder: str) -> Hint:
        """What a root writes out of the place of its states."""
        blocks = sorted(self._blocks(folder), key=lambda found: found[0])
        if not blocks:
            return Hint("local", {"path": os.path.join(folder, "terraform.tfstate")})
        block = blocks[-1][1]
        return _hint("remote" if block.type == "cloud" else block.names[0], _texts(block.body), folder)

    def _kept(self, folder: str) -> StateLocation | None:
        """What a root says of its states, None if it is not literal; terraform.tfstate beside it where it is silent."""
        blocks = sorted(self._blocks(folder), key=lambda found: found[0])
        if not blocks:
            return StateLocation(place=("local", os.path.join(folder, "terraform.tfstate")))
        block = blocks[-1][1]  # an override file's, if there is one
        texts = _texts(block.body)
        cloud = block.type == "cloud"
        place = _place("remote" if cloud else block.names[0], texts, folder)
        if place is None or place[0] != "remote":
            return StateLocation(place=place) if place is not None else None
        if "workspace" in texts:
            return StateLocation(place=place, exact=texts["workspace"], cloud=cloud)
        return StateLocation(place=place, prefix=texts["prefix"]) if "prefix" in texts else None

    def _blocks(self, folder: str) -> Iterator[tuple[bool, syntax.Block]]:
        for name in filter(is_terraform, self.files.names(folder)):
            try:
                text = self.files.glance(os.path.join(folder, name))
            except FileProblem:
                continue
            if not _KEEPS.search(text):
                continue
            for settings in parse_file(text, os.path.join(folder, name)).body.all("terraform"):
                for block in settings.body.blocks:
                    if block.type == "cloud" or (block.type == "backend" and block.labels):
                        yield is_override(name), block


def _keepers(kept: Mapping[str, StateLocation | None], state: State) -> Iterator[tuple[str, str]]:
    """The folders that say they write a state, with the workspace."""
    for folder, location in kept.items():
        workspace = location.workspace(state) if location is not None else None
        if workspace is not None:
            yield folder, workspace


def read_state(instance: Instance, folder: str) -> State | str:
    """The state that a data.terraform_remote_state of a root in ``folder`` reads; a sentence where it is not known."""
    backend, config, workspace = (instance.written(name) for name in ("backend", "config", "workspace"))
    if backend is None or backend.text is None:
        return "which backend it reads is not known"
    if workspace is not None and workspace.text is None:
        return "which workspace it reads is not known"
    fields: Mapping[str, Value] = {} if config is None else (config.fields or {})
    texts = {name: value.text for name, value in fields.items() if value.text is not None and not value.sensitive}
    spaces = fields.get("workspaces")
    for name, value in ((spaces.fields or {}) if spaces is not None else {}).items():
        if value.text is not None and not value.sensitive:
            texts["workspace" if name == "name" else name] = value.text
    return _state(backend.text, texts, folder, workspace.text if workspace is not None else None)


def literal_state(block: syntax.Block, folder: str, home: str | None = None) -> State | Hint:
    """The same of a block that is not evaluated; a Hint where it is not literal throughout. ``home`` is the folder of
    the module that the block stands in."""
    paths = _paths(folder, home or folder)
    texts = _texts(block.body, paths)
    config = block.body.attributes.get("config")
    whole = config is None or isinstance(config.value, syntax.Object)
    for name, item in _entries(config.value if config is not None else None, paths):
        whole = whole and item is not None
        if item is None:
            continue
        if item.text is not None:
            texts[name] = item.text
        for inner, text in (item.fields or {}).items():
            if text.text is not None:
                texts["workspace" if inner == "name" else inner] = text.text
    open = not whole or ("workspace" in block.body.attributes and "workspace" not in texts)
    found = _state(texts.get("backend", ""), texts, folder, texts.get("workspace")) if not open else None
    return found if isinstance(found, State) else _hint(texts.get("backend"), texts, folder)


def _hint(type: str | None, texts: Mapping[str, str], folder: str) -> Hint:
    if type == "local" and "path" in texts:
        texts = {**texts, "path": os.path.normpath(os.path.join(folder, texts["path"]))}
    return Hint(type, texts)


def _entries(node: syntax.Expression | None, scope: Scope) -> Iterator[tuple[str, Value | None]]:
    """The entries of an object as far as they can be told without the rest of the module."""
    for item in node.items if isinstance(node, syntax.Object) else ():
        name = item.key.name if isinstance(item.key, syntax.Variable) else _value(item.key, scope)
        text = name if isinstance(name, str) else name.text if name is not None else None
        if text is not None:
            yield text, _value(item.value, scope)


def _value(node: syntax.Expression, scope: Scope) -> Value | None:
    try:
        return evaluate(node, scope)
    except EvaluationError:
        return None


def _paths(folder: str, home: str) -> Scope:
    """``path.module`` and its like, as a root in ``folder`` has them in a module in ``home``."""
    inside = os.path.relpath(home, folder).replace(os.sep, "/")
    paths = {"module": string(inside), "root": string("."), "cwd": string(folder)}
    return Scope({"path": object_of(paths)})


def _state(type: str, texts: Mapping[str, str], folder: str, workspace: str | None) -> State | str:
    place = _place(type, texts, folder)
    if place is None:
        return "which state it reads is not known"
    if type == "remote":
        name = texts.get("workspace") if "prefix" not in texts else texts["prefix"] + (workspace or "default")
        return State(place, name) if name else "which workspace it reads is not known"
    if type == "local":
        below = _WORKSPACES.fullmatch(place[1])
        if below is not None:
            return State(("local", f"{below['top']}/terraform.tfstate"), below["name"])
    if type == "s3":
        top = texts.get("workspace_key_prefix", "env:") + "/"
        if place[2].startswith(top) and "/" in place[2][len(top) :]:
            name, _, key = place[2][len(top) :].partition("/")
            return State((*place[:2], key), name)
    return State(place, workspace or "default")


def _place(type: str, texts: Mapping[str, str], folder: str) -> Place | None:
    names = _IDENTITY.get(type)
    if names is None:
        return None
    if type == "local":
        return ("local", os.path.normpath(os.path.join(folder, texts.get("path", "terraform.tfstate"))))
    if any(name not in texts for name in names):
        return None
    host = (texts.get("hostname", _CLOUD),) if type == "remote" else ()
    return (type, *host, *(texts[name] for name in names))


def _texts(body: syntax.Body, scope: Scope | None = None) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, attribute in body.attributes.items():
        value = _value(attribute.value, scope or Scope({}))
        if value is not None and value.text is not None:
            found[name] = value.text
    for block in body.all("workspaces"):
        for name, text in _texts(block.body).items():
            found["workspace" if name == "name" else name] = text
    return found
