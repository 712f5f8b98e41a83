"""From a folder to the options that hold there: the nearest configuration file, what it extends, the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import msgspec

from fargate_lint import gitignore
from fargate_lint.config.convert import Converter, nearest
from fargate_lint.config.options import (
    Environment,
    Exclusion,
    FailOn,
    Format,
    Given,
    Input,
    Level,
    Options,
    PathIgnores,
    Settings,
    ShowUndecided,
    Words,
)
from fargate_lint.config.toml import Document, Keys, UsageError, shown
from fargate_lint.facts.ids import parse_id
from fargate_lint.facts.overrides import Overrides
from fargate_lint.files import FileProblem, Files

NAMES = (".fargate-lint.toml", "pyproject.toml")
ONLY_COMMAND_LINE = ("config", "output", "inputs", "rules")
"""Not to be set by a file: a scanned repository must neither choose where we write nor name code that we run."""
_CHOICES: dict[str, Any] = {"format": Format, "fail_on": FailOn, "min_severity": Level, "undecided": ShowUndecided}
_ID = re.compile(r"[a-z]+-[0-9a-f]{8,17}")
LARGEST_CONFIGURATION = 256 * 1024
"""Characters. People write a few hundred lines."""
LONGEST_CHAIN = 32
"""Files that extend one another."""


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """One configuration file, its paths made absolute. ``said`` are the names of the settings that it makes."""

    document: Document
    settings: Settings
    said: frozenset[str]
    exclude: tuple[Exclusion, ...]
    per_path_ignores: tuple[PathIgnores, ...]


def load(root: str, files: Files, given: Given) -> Options:
    """The options that hold for a root module: what ``given`` says over the nearest file. Raises UsageError."""
    given = given.absolute()
    document: Document | None
    if given.config is not None:
        document = _read(given.config, Files(os.path.dirname(given.config), allowed=(given.config,)))
    else:
        document = nearest_document(root, files)
    return _over(_options(_layers(document, files)), given)


def nearest_document(root: str, files: Files) -> Document | None:
    """The configuration beside or above ``root``, inside the repository. Raises UsageError."""
    folder = os.path.abspath(root)
    top = files.repository
    while folder == top or folder.startswith(top.rstrip(os.sep) + os.sep):
        for name in NAMES:
            path = os.path.join(folder, name)
            if files.exists(path):
                document = _read(path, files)
                if document.section() is not None:
                    return document
        if folder == top:
            break
        folder = os.path.dirname(folder)
    return None


def _read(path: str, files: Files) -> Document:
    try:
        text = files.glance(path)
    except FileProblem as problem:
        raise UsageError(f"{shown(path)}: {problem.reason}") from problem
    if len(text) > LARGEST_CONFIGURATION:
        raise UsageError(f"{shown(path)}: more than {LARGEST_CONFIGURATION // 1024} KiB, which is no configuration")
    prefix = ("tool", "fargate-lint") if os.path.basename(path) == "pyproject.toml" else ()
    return Document(path, text, prefix)


def _layers(document: Document | None, files: Files) -> list[Layer]:
    """The file and those that it extends, the nearest first. Raises UsageError, also for a cycle."""
    found: list[Layer] = []
    while document is not None:
        layer = _layer(document, files)
        found.append(layer)
        target = layer.settings.extend
        if target is None:
            break
        path = os.path.normpath(os.path.join(os.path.dirname(document.path), target))
        if any(os.path.realpath(path) == os.path.realpath(one.document.path) for one in found):
            way = " → ".join(shown(one.document.path) for one in found)
            raise UsageError(f"{document.place('extend')}: extend goes in a circle: {way} → {shown(path)}")
        if len(found) > LONGEST_CHAIN:
            raise UsageError(f"{document.place('extend')}: more than {LONGEST_CHAIN} files extend one another")
        try:
            document = _read(path, files) if files.exists(path) else _missing(document, path, files)
        except UsageError as error:
            raise UsageError(f"{found[-1].document.place('extend')}: extend = {target!r}: {error}") from error
    return found


def _missing(document: Document, path: str, files: Files) -> Document:
    if not files.is_allowed(path):
        raise UsageError("outside of the repository, so it is not read")
    raise UsageError(f"no such file{near_file(path, files)}")


def near_file(path: str, files: Files) -> str:
    """The nearest name in the folder, as the end of a sentence."""
    close = get_close_matches(os.path.basename(path), files.names(os.path.dirname(path)), 1)
    return f"; did you mean {close[0]}?" if close else ""


def _layer(document: Document, files: Files) -> Layer:
    """A document as typed settings. Raises UsageError with file and line."""
    table = document.section()
    convert = Converter(document, ONLY_COMMAND_LINE)
    settings: Settings = convert.struct(table if table is not None else {}, Settings, ())
    _check(settings, convert, files)
    folder = os.path.dirname(document.path)
    names = {field.encode_name: field.name for field in msgspec.structs.fields(Settings)}
    return Layer(
        document=document,
        settings=_resolved(settings, folder),
        said=frozenset(names[key] for key in table or {}),
        exclude=(Exclusion(folder, settings.exclude),) if settings.exclude else (),
        per_path_ignores=tuple(PathIgnores(folder, *item) for item in settings.per_path_ignores.items()),
    )


def _check(settings: Settings, convert: Converter, files: Files) -> None:
    """What a table of types cannot say. Raises UsageError."""
    folder = os.path.dirname(convert.document.path)
    names: set[str] = set()
    for number, environment in enumerate(written(settings)):
        if environment.name is None or environment.name in names:
            message = "every one of [[environments]] needs a name of its own"
            raise convert.fault(("environments", number, "name"), message)
        names.add(environment.name)
        _check_files(environment.var_files, ("environments", number, "var-files"), convert, files)
    _check_files(settings.var_file, ("var-file",), convert, files)
    for text in settings.var:
        if not text.partition("=")[0].strip() or "=" not in text:
            raise convert.fault(("var",), f"var {text!r}: write NAME=VALUE")
    folders: list[tuple[Keys, str]] = [(("modules", source), target) for source, target in settings.modules.items()]
    folders += [(("suppress", n, "root"), one.root) for n, one in enumerate(settings.suppress) if one.root is not None]
    for keys, target in folders:
        path = os.path.normpath(os.path.join(folder, target))
        if not files.is_folder(path):
            raise convert.fault(keys, f"{keys[0]}: no folder {target}{near_file(path, files)}")
    for keys, pattern in (
        *((("per-path-ignores", pattern), pattern) for pattern in settings.per_path_ignores),
        *((("exclude",), pattern) for pattern in settings.exclude),
    ):
        if len(pattern) > gitignore.LONGEST_PATTERN:
            raise convert.fault(keys, f"{keys[0]}: a pattern of more than {gitignore.LONGEST_PATTERN} characters")
    for id, text in settings.ids.items():
        if _ID.fullmatch(id) is None:
            raise convert.fault(("ids", id), f"ids: {id!r} is no id such as subnet-0a1b2c3d4e5f67890")
        try:
            parse_id(text)
        except ValueError as error:
            raise convert.fault(("ids", id), f"ids: {error}") from error


def _check_files(names: Iterable[str], keys: tuple[str | int, ...], convert: Converter, files: Files) -> None:
    for name in names:
        path = os.path.normpath(os.path.join(os.path.dirname(convert.document.path), name))
        if not os.path.exists(path):
            raise convert.fault(keys, f"{keys[-1]}: no such file: {name}{near_file(path, files)}")


def _resolved(settings: Settings, folder: str) -> Settings:
    """With the file's own paths made absolute: they are relative to its folder."""

    def whole(name: str) -> str:
        return os.path.normpath(os.path.join(folder, name))

    return msgspec.structs.replace(
        settings,
        var_file=tuple(os.path.join(folder, name) for name in settings.var_file),
        manifests=tuple(map(whole, settings.manifests)),
        baseline=None if settings.baseline is None else whole(settings.baseline),
        modules={source: whole(target) for source, target in settings.modules.items()},
        environments=tuple(
            msgspec.structs.replace(
                one,
                var_files=tuple(os.path.join(folder, name) for name in one.var_files),
                manifests=tuple(map(whole, one.manifests)),
            )
            for one in written(settings)
        )
        or settings.environments,
        suppress=tuple(
            msgspec.structs.replace(one, root=None if one.root is None else whole(one.root))
            for one in settings.suppress
        ),
    )


def written(settings: Settings) -> tuple[Environment, ...]:
    """The [[environments]] of a file; none where it has "auto" or "none"."""
    return settings.environments if isinstance(settings.environments, tuple) else ()


def _options(layers: list[Layer]) -> Options:
    """The layers as one: lists of a nearer file replace those of one that it extends, tables are merged."""
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        for name in layer.said:
            value = getattr(layer.settings, name)
            old = merged.get(name)
            if isinstance(value, dict) and isinstance(old, dict):
                value = {**old, **value}
            elif isinstance(value, Overrides) and isinstance(old, Overrides):
                value = _merged_facts(old, value, layer.document)
            merged[name] = value
    chosen = [layer for layer in layers if layer.said & {"select", "ignore"}]
    words = Words(
        _once(next((layer.settings.select for layer in layers if "select" in layer.said), ())),
        _once(next((layer.settings.ignore for layer in layers if "ignore" in layer.said), ())),
        chosen[0].document.path if chosen else None,
    )
    patterns = {one.pattern: one for layer in reversed(layers) for one in layer.per_path_ignores}
    inputs: tuple[Input, ...] = (
        *(("file", path) for path in merged.pop("var_file", ())),
        *(("var", text) for text in merged.pop("var", ())),
    )
    for name in ("extend", "select", "ignore", "exclude", "per_path_ignores"):
        merged.pop(name, None)
    if isinstance(merged.get("environments"), str):
        merged["environment_words"] = (merged.pop("environments"),)
    return Options(
        **merged,
        words=(words,) if chosen else (),
        variables=inputs,
        exclude=next((layer.exclude for layer in layers if "exclude" in layer.said), ()),
        per_path_ignores=tuple(patterns.values()),
        path=layers[0].document.path if layers else None,
        documents=tuple(layer.document for layer in layers),
    )


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _merged_facts(old: Overrides, new: Overrides, document: Document) -> Overrides:
    table = (document.section() or {}).get("facts", {})
    said = {key.replace("-", "_") for key in table}
    return msgspec.structs.replace(old, **{name: getattr(new, name) for name in said})


def _over(options: Options, given: Given) -> Options:
    """The file's options with what the command line says put over them. Raises UsageError."""
    for name, choice in _CHOICES.items():
        word = getattr(given, name)
        if word is not None and word not in choice.__args__:
            raise UsageError(f"{name.replace('_', '-')} = {word!r}{nearest(word, choice.__args__)}")
    said = {name: getattr(given, name) for name in (*_CHOICES, "workspace", "region", "color", "baseline")}
    said |= {name: getattr(given, name) or None for name in ("recursive", "quiet", "verbose")}
    said = {name: value for name, value in said.items() if value is not None}
    everywhere: dict[str, Any] = {name: said[name] for name in ("workspace", "region") if name in said}
    if given.manifests:  # the command line's stand for those of all environments
        said["manifests"] = given.manifests
        everywhere["manifests"] = ()
    if given.exclude:
        said["exclude"] = (*options.exclude, Exclusion(os.getcwd(), given.exclude))
    if given.environments:
        said["environment_words"] = given.environments
    if given.select or given.ignore:
        said["words"] = (Words(given.select, given.ignore), *options.words)
    return msgspec.structs.replace(
        options,
        **said,
        output=given.output,
        inputs=given.inputs,
        environments=tuple(_replaced(one, everywhere) for one in options.environments),
    )


def _replaced(environment: Environment, said: dict[str, Any]) -> Environment:
    return msgspec.structs.replace(environment, **said) if said else environment
