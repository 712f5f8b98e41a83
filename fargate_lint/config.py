"""What the user chose: the options of the command line over those of a configuration file.

The file is ``.fargate-lint.toml``, or ``[tool.fargate-lint]`` in pyproject.toml, beside or above the root module and
not above the repository. It uses the options' own words. An unknown key is an error that names the nearest one.
"""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.files import FileProblem, Files

NAMES = (".fargate-lint.toml", "pyproject.toml")
LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}


class UsageError(ValueError):
    """Wrong usage or configuration: exit status 2. The message says where and what would be right."""


class Environment(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """One of several settings that the same root modules are applied with. ``name`` None: there is only one."""

    name: str | None = None
    var_files: tuple[str, ...] = ()
    workspace: str | None = None
    region: str | None = None
    manifests: tuple[str, ...] = ()


class ConfiguredSuppression(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """``[[suppress]]``: findings of these rules at and below an address are accepted. ``address`` may hold ``*``."""

    rules: tuple[str, ...]
    address: str
    reason: str
    until: datetime.date | None = None


class Options(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Everything that can be chosen. Field names are the options' names with "_" for "-"; paths are absolute.

    ``inputs`` are the command line's --var and --var-file in the order given, as ("var", "name=value") and
    ("file", path); ``folder`` is the configuration file's.
    """

    format: str = "full"
    output: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "warning"
    undecided: str = "hide"
    var: tuple[str, ...] = ()
    var_file: tuple[str, ...] = ()
    workspace: str | None = None
    region: str | None = None
    recursive: bool = False
    manifests: tuple[str, ...] = ()
    config: str | None = None
    color: bool | None = None
    quiet: bool = False
    verbose: bool = False
    severity: dict[str, str] = {}
    per_path_ignores: dict[str, tuple[str, ...]] = {}
    facts: dict[str, Any] = {}
    modules: dict[str, str] = {}
    environments: tuple[Environment, ...] = ()
    suppress: tuple[ConfiguredSuppression, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    folder: str = ""

    def inputs_in(self, environment: Environment) -> tuple[tuple[str, str], ...]:
        """The variable files and variables in order, the later ones winning: the file's, the environment's, then those
        of the command line."""
        files = (*self.var_file, *environment.var_files)
        return (*(("file", path) for path in files), *(("var", text) for text in self.var), *self.inputs)

    def manifests_in(self, environment: Environment) -> tuple[str, ...]:
        """The Kubernetes YAML of every environment, then that of this one."""
        return (*self.manifests, *environment.manifests)

    def ignored_at(self, path: str) -> frozenset[str]:
        """The words of [per-path-ignores] that hold for a file; patterns are relative to the configuration's folder."""
        if not self.folder or not self.per_path_ignores:
            return frozenset()
        name = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return frozenset(
            word
            for pattern, words in self.per_path_ignores.items()
            if fnmatchcase(name, pattern) or name.startswith(pattern.rstrip("/") + "/")
            for word in words
        )


CHOICES = {
    "fail-on": ("error", "warning", "info", "never"),
    "undecided": ("hide", "show", "fail"),
}
ONLY_COMMAND_LINE = ("config", "output", "inputs", "folder")
"""Not to be set by a file: a scanned repository must not choose where we write."""


def load(root: str, files: Files, given: Mapping[str, Any]) -> Options:
    """The options that hold for a root module: ``given`` (command line, names with "_") over the nearest file's.

    Raises UsageError.
    """
    path = given.get("config")
    if path is not None:
        try:
            with open(path, "rb") as handle:
                text = handle.read().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--config {path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
        path = os.path.abspath(path)
        return _options(_read(text, path) or {}, path, given)
    found = nearest(root, files)
    return _options({}, None, given) if found is None else _options(found[1], found[0], given)


def nearest(root: str, files: Files) -> tuple[str, dict[str, Any]] | None:
    """The configuration beside or above ``root``, inside the repository: its path and table. Raises UsageError."""
    folder = os.path.abspath(root)
    top = files.repository
    while folder == top or folder.startswith(top.rstrip(os.sep) + os.sep):
        for name in NAMES:
            path = os.path.join(folder, name)
            if not files.exists(path):
                continue
            try:
                table = _read(files.text(path), path)
            except FileProblem as problem:
                raise UsageError(f"{_shown(path)}: {problem.reason}") from problem
            if table is not None:
                return path, table
        if folder == top:
            break
        folder = os.path.dirname(folder)
    return None


def _read(text: str, path: str) -> dict[str, Any] | None:
    """The settings in a file's text, every key known; None for a pyproject.toml that has none. Raises UsageError."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{_shown(path)}: not TOML: {error}") from error
    if os.path.basename(path) == "pyproject.toml":
        tool = table.get("tool", {})
        section = tool.get("fargate-lint") if isinstance(tool, dict) else None
        if not isinstance(section, dict):
            return None
        table = section
    _check_keys(table, Options, "", path, text)
    for name, struct in (("environments", Environment), ("suppress", ConfiguredSuppression)):
        rows = table.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UsageError(f"{_place(path, text, name)}: {name} must be written as [[{name}]]")
        for row in rows:
            _check_keys(row, struct, f"{name}.", path, text)
    return table


def _check_keys(table: Mapping[str, Any], struct: type[msgspec.Struct], prefix: str, path: str, text: str) -> None:
    """Raises UsageError for the first key that is none of the struct's."""
    known = [field.encode_name for field in msgspec.structs.fields(struct) if field.name not in ONLY_COMMAND_LINE]
    for key in table:
        if key in known:
            continue
        place = _place(path, text, key)
        if key in ONLY_COMMAND_LINE:
            raise UsageError(f"{place}: {key} is for the command line only")
        close = get_close_matches(key.replace("_", "-"), known, 1, 0.5)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(sorted(known))}"
        raise UsageError(f"{place}: unknown key {prefix}{key}; {hint}")


def _place(path: str, text: str, key: str) -> str:
    """``path:line`` of the first line that sets the key or opens its table."""
    sets = re.compile(rf"""\s*(\[+\s*(tool\.fargate-lint\.)?)?["']?{re.escape(key)}["']?\s*[]=.]""")
    for number, line in enumerate(text.splitlines(), 1):
        if sets.match(line):
            return f"{_shown(path)}:{number}"
    return _shown(path)


def _shown(path: str) -> str:
    """A path as people read it: from the current directory."""
    return os.path.relpath(path).replace(os.sep, "/")


def _options(chosen: dict[str, Any], path: str | None, given: Mapping[str, Any]) -> Options:
    """The file's settings (``chosen``) with what the command line says put over them. Raises UsageError."""
    where = _shown(path) if path is not None else "command line"
    for key in ("select", "ignore", "var", "var-file", "manifests"):
        if isinstance(chosen.get(key), str):
            chosen[key] = [chosen[key]]
    folder = os.path.dirname(path) if path is not None else ""
    try:
        options = msgspec.convert({**chosen, "folder": folder}, Options)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {_sentence(error)}") from error
    unknown = given.keys() - {field.name for field in msgspec.structs.fields(Options)}
    if unknown:
        raise UsageError(f"unknown option {sorted(unknown)[0]}")
    merged = {name: value for name, value in given.items() if value not in (None, (), [])}
    options = _resolved(options)
    options = msgspec.structs.replace(options, **_given(merged, options))
    for key, words in CHOICES.items():
        value = getattr(options, key.replace("-", "_"))
        if value not in words:
            raise UsageError(f"{where}: {key} = {value!r}; known are {', '.join(words)}")
    for rule, level in options.severity.items():
        if level not in LEVELS:
            raise UsageError(f"{where}: severity.{rule} = {level!r}; known are {', '.join(LEVELS)}")
    names = [environment.name for environment in options.environments]
    if None in names or len(set(names)) < len(names):
        raise UsageError(f"{where}: every one of [[environments]] needs a name of its own")
    return options


def _sentence(error: msgspec.ValidationError) -> str:
    """msgspec's message without its Python: "Expected `str`, got `int` - at `$.region`" → "region: expected …"."""
    text, _, place = str(error).partition(" - at ")
    return f"{place.strip('`').removeprefix('$.')}: {text[:1].lower()}{text[1:]}" if place else text


def _resolved(options: Options) -> Options:
    """With the file's own paths made absolute: they are relative to its folder."""
    folder = options.folder
    return msgspec.structs.replace(
        options,
        var_file=tuple(os.path.join(folder, name) for name in options.var_file),
        manifests=tuple(os.path.normpath(os.path.join(folder, name)) for name in options.manifests),
        modules={source: os.path.normpath(os.path.join(folder, target)) for source, target in options.modules.items()},
        environments=tuple(
            msgspec.structs.replace(
                one,
                var_files=tuple(os.path.join(folder, name) for name in one.var_files),
                manifests=tuple(os.path.normpath(os.path.join(folder, name)) for name in one.manifests),
            )
            for one in options.environments
        ),
    )


def _given(given: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """What the command line says, ready to replace the file's; only --var and --var-file add to it."""
    ready = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    files, pairs = ready.pop("var_file", ()), ready.pop("var", ())
    inputs = (*(("file", name) for name in files), *(("var", text) for text in pairs), *ready.pop("inputs", ()))
    ready["inputs"] = tuple((kind, os.path.abspath(text) if kind == "file" else text) for kind, text in inputs)
    if "manifests" in ready:
        ready["manifests"] = tuple(map(os.path.abspath, ready["manifests"]))
    said: dict[str, Any] = {key: ready[key] for key in ("workspace", "region") if key in ready}
    if "manifests" in ready:
        said["manifests"] = ()  # the command line's stand for those of all environments
    if "environments" not in ready and said:
        ready["environments"] = tuple(msgspec.structs.replace(one, **said) for one in options.environments)
    for name in ("quiet", "verbose", "recursive"):
        if ready.get(name) is False:
            del ready[name]  # a flag that is not given does not undo the file's
    return ready
