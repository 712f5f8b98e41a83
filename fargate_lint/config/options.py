"""What can be chosen: on the command line or by a caller (``Given``), in a file, and what holds in the end
(``Options``)."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from fargate_lint import gitignore
from fargate_lint.config.toml import Document, Keys, UsageError, shown
from fargate_lint.diagnostic import Severity
from fargate_lint.facts.overrides import Overrides

Format = Literal["full", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown", "html"]
Level = Literal["error", "warning", "info"]
FailOn = Literal["error", "warning", "info", "never"]
ShowUndecided = Literal["hide", "show", "fail"]
Input = tuple[str, str]
"""("var", "name=value") or ("file", path), in the order of the command line."""

LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line or the caller of ``lint`` says; None and empty where nothing is said.

    ``inputs`` are --var and --var-file in the order given; ``environments`` is "auto", "none" or names; ``plan`` is the
    file of --plan, "-" for standard input;
    ``rules`` the modules of --rules, which are code and for the
    command line only.
    """

    format: str | None = None
    output: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    min_severity: str | None = None
    undecided: str | None = None
    inputs: tuple[Input, ...] = ()
    workspace: str | None = None
    region: str | None = None
    recursive: bool | None = None
    exclude: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    baseline: str | None = None
    plan: str | None = None
    config: str | None = None
    rules: tuple[str, ...] = ()
    color: bool | None = None
    quiet: bool | None = None
    verbose: bool | None = None

    def absolute(self) -> Given:
        """With whole paths: the current directory is asked once."""
        return msgspec.structs.replace(
            self,
            inputs=tuple((kind, os.path.abspath(text) if kind == "file" else text) for kind, text in self.inputs),
            manifests=tuple(map(os.path.abspath, self.manifests)),
            config=None if self.config is None else os.path.abspath(self.config),
            baseline=None if self.baseline is None else os.path.abspath(self.baseline),
            plan=self.plan if self.plan in (None, "-") else os.path.abspath(self.plan),
        )

    def named_paths(self) -> tuple[str, ...]:
        """The files and folders that it names: they may lie outside of the repository."""
        named = (*(text for kind, text in self.inputs if kind == "file"), *self.manifests)
        return named if self.baseline is None else (*named, self.baseline)


class Environment(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """One of several settings that the same root modules are applied with. ``name`` None: there is only one."""

    name: str | None = None
    var_files: tuple[str, ...] = ()
    workspace: str | None = None
    region: str | None = None
    manifests: tuple[str, ...] = ()


class ConfiguredSuppression(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """``[[suppress]]``: findings of these rules at and below an address are accepted. ``address`` may hold ``*``;
    ``root`` is the folder of the one root module that is meant."""

    rules: tuple[str, ...]
    address: str
    reason: str
    until: datetime.date | None = None
    root: str | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What a configuration file may say: the options' own words, and tables."""

    extend: str | None = None
    format: Format = "full"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "warning"
    min_severity: Level = "info"
    undecided: ShowUndecided = "hide"
    var: tuple[str, ...] = ()
    var_file: tuple[str, ...] = ()
    workspace: str | None = None
    region: str | None = None
    recursive: bool = False
    exclude: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()
    color: bool | None = None
    quiet: bool = False
    verbose: bool = False
    severity: dict[str, Level | dict[Level, Level]] = {}
    per_path_ignores: dict[str, tuple[str, ...]] = {}
    facts: Overrides = Overrides()
    ids: dict[str, str] = {}
    modules: dict[str, str] = {}
    environments: tuple[Environment, ...] | Literal["auto", "none"] = "auto"
    baseline: str | None = None
    suppress: tuple[ConfiguredSuppression, ...] = ()


class PathIgnores(msgspec.Struct, frozen=True):
    """One line of [per-path-ignores]: no findings of the rules that ``words`` mean in files that match ``pattern``,
    seen from ``folder``; patterns are those of .gitignore."""

    folder: str
    pattern: str
    words: tuple[str, ...]

    def holds_for(self, path: str) -> bool:
        """Whether a file is meant."""
        name = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return not name.startswith("../") and gitignore.matches((self.pattern,), name) is True


class Exclusion(msgspec.Struct, frozen=True):
    """Patterns as in .gitignore, seen from ``folder``: what they match is not linted."""

    folder: str
    patterns: tuple[str, ...]


class Words(msgspec.Struct, frozen=True):
    """--select and --ignore of the command line or of a file. ``origin`` is the file's path (None: command line)."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    origin: str | None = None


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a root module: the command line over the nearest file. Paths are absolute.

    ``words`` choose the rules: those of the command line, then those of the file. ``variables`` are the file's --var
    and --var-file, ``inputs`` the command line's; ``environments`` are those that are written, ``environment_words``
    are "auto", "none" or the names of those that are wanted; ``path`` is the configuration file's (None: there is none)
    and ``documents`` are it and those that it extends.
    """

    format: str = "full"
    output: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    fail_on: str = "warning"
    min_severity: str = "info"
    undecided: str = "hide"
    variables: tuple[Input, ...] = ()
    inputs: tuple[Input, ...] = ()
    workspace: str | None = None
    region: str | None = None
    recursive: bool = False
    exclude: tuple[Exclusion, ...] = ()
    manifests: tuple[str, ...] = ()
    color: bool | None = None
    quiet: bool = False
    verbose: bool = False
    severity: dict[str, Level | dict[Level, Level]] = {}
    per_path_ignores: tuple[PathIgnores, ...] = ()
    facts: Overrides = Overrides()
    ids: dict[str, str] = {}
    modules: dict[str, str] = {}
    environments: tuple[Environment, ...] = ()
    environment_words: tuple[str, ...] = ("auto",)
    baseline: str | None = None
    suppress: tuple[ConfiguredSuppression, ...] = ()
    path: str | None = None
    documents: tuple[Document, ...] = ()

    @property
    def names_environments(self) -> bool:
        """Whether some environments are wanted by name."""
        return self.environment_words not in (("auto",), ("none",))

    def inputs_in(self, environment: Environment) -> tuple[Input, ...]:
        """The variable files and variables in order, the later ones winning: the file's, the environment's, then those
        of the command line."""
        files = tuple(one for one in self.variables if one[0] == "file")
        texts = tuple(one for one in self.variables if one[0] == "var")
        return (*files, *(("file", path) for path in environment.var_files), *texts, *self.inputs)

    def manifests_in(self, environment: Environment) -> tuple[str, ...]:
        """The Kubernetes YAML of every environment, then that of this one."""
        return (*self.manifests, *environment.manifests)

    def ignored_at(self, path: str) -> frozenset[str]:
        """The words of [per-path-ignores] that hold for a file."""
        return frozenset(word for one in self.per_path_ignores if one.holds_for(path) for word in one.words)

    def place(self, *keys: str | int) -> str:
        """``path:line`` of what a file says; "command line" where none says it."""
        for document in self.documents:
            if says(document, keys):
                return document.place(*keys)
        return shown(self.path) if self.path is not None else "command line"


def says(document: Document, keys: Keys) -> bool:
    """Whether a document has something under these keys."""
    here: Any = document.section()
    for key in keys:
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def given(**said: object) -> Given:
    """What a caller from Python says, checked: a text where a list is wanted is taken as one word. Raises
    UsageError."""
    wanted = {field.name: field for field in msgspec.structs.fields(Given)}
    inputs: list[Input] = []
    ready: dict[str, Any] = {}
    for name, value in said.items():
        if name in ("var", "var_file"):
            inputs += [("file" if name == "var_file" else "var", word) for word in _words(name, value)]
        elif isinstance(wanted[name].default, tuple):
            ready[name] = _words(name, value)
        else:
            ready[name] = _one(name, value, wanted[name].type)
    return Given(**ready, inputs=tuple(sorted(inputs, key=lambda one: one[0] == "var")))


def _words(name: str, value: object) -> tuple[str, ...]:
    words = (value,) if isinstance(value, str | os.PathLike) else value
    if not isinstance(words, Iterable):
        raise UsageError(f"{name}: expected a list of texts, got {value!r}")
    found = tuple(os.fspath(word) if isinstance(word, os.PathLike) else word for word in words)
    for word in found:
        if not isinstance(word, str):
            raise UsageError(f"{name}: expected a list of texts, got {word!r} in it")
    return found


def _one(name: str, value: object, kind: Any) -> object:
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    wanted = bool if "bool" in str(kind) else str
    if value is not None and not isinstance(value, wanted):
        raise UsageError(f"{name}: expected {'true or false' if wanted is bool else 'a text'}, got {value!r}")
    return value


def said(given: Given) -> dict[str, object]:
    """What is said, by the options' own names; nothing of what is not."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(Given):
        value = getattr(given, field.name)
        if value not in (None, ()):
            found[field.name.replace("_", "-")] = list(value) if isinstance(value, tuple) else value
    return found
