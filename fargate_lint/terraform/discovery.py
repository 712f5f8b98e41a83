"""Which folders are root modules: those that a path means (design.md section 5, Discovery).

A folder is a local child if another module of the repository calls it by "./…" or "../…". To learn that, only files
that hold such a text are parsed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from fargate_lint import wildcard
from fargate_lint.files import FileProblem, Files
from fargate_lint.hcl import syntax
from fargate_lint.hcl.walk import nodes
from fargate_lint.terraform.config import is_terraform, parse_file
from fargate_lint.terraform.variables import automatic_files

LOCAL_SOURCE = re.compile(r'"\.\.?/')
READERS = (
    "file",
    "filebase64",
    "fileexists",
    "fileset",
    "filemd5",
    "filesha1",
    "filesha256",
    "filesha512",
    "templatefile",
)
READING = re.compile(r"\b(file|filebase64|fileexists|fileset|filemd5|filesha\d+|templatefile)\s*\(")
GAP = "\0"
"""Stands in a path for a piece that is not written out."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """``roots`` are absolute folders, sorted. ``empty`` are folders in which nothing was found to lint, ``unrelated``
    files that no root reaches or that are gone, ``below`` the roots under a linted folder that --recursive would add.
    ``truncated`` is set when the repository has more entries than are looked at; ``unlistable`` are folders that cannot
    be listed."""

    roots: tuple[str, ...]
    empty: tuple[str, ...] = ()
    unrelated: tuple[str, ...] = ()
    below: int = 0
    truncated: bool = False
    unlistable: tuple[str, ...] = ()

    def with_other(self, other: Discovery) -> Discovery:
        """What was found here and there."""
        return Discovery(
            roots=(*self.roots, *other.roots),
            empty=(*self.empty, *other.empty),
            unrelated=(*self.unrelated, *other.unrelated),
            below=self.below + other.below,
            truncated=self.truncated or other.truncated,
            unlistable=(*self.unlistable, *other.unlistable),
        )


def discover(
    paths: Iterable[str],
    survey: Survey,
    recursive: bool = False,
    extra: Callable[[str], Iterable[str]] = lambda root: (),
    excluded: Callable[[str], bool] = lambda root: False,
    ignored: Callable[[str], bool] = lambda root: False,
) -> Discovery:
    """The root modules that ``paths`` (of one repository) mean. ``extra`` tells which other files the configuration
    adds to a root: variable files, and itself; ``excluded`` and ``ignored`` which folders are passed over unless they,
    or ones around them, are named. Nothing is raised; what cannot be read is left to loading."""
    extra = cache(lambda root, more=extra: frozenset(map(os.path.abspath, more(root))))
    excluded, ignored = cache(excluded), cache(ignored)

    def wanted(root: str, start: str) -> bool:
        return (not excluded(root) or excluded(start)) and (not ignored(root) or ignored(start))

    roots: set[str] = set()
    below: set[str] = set()
    empty, unrelated = [], []
    for path in paths:
        start = os.path.abspath(path)
        if not os.path.isdir(start):
            found = {root for root in survey.reaching(start, extra) if not excluded(root)}
            roots.update(found)
            if not found:
                unrelated.append(path)
        elif survey.holds_terraform(start) and not recursive:
            roots.add(start)
            if set(survey.folders(start)) - survey.closure(start):  # else the whole repository need not be surveyed
                below.update(root for root in survey.roots_below(start) - {start} if wanted(root, start))
        else:
            found = survey.roots_below(start)
            kept = {root for root in found if wanted(root, start)} | (
                {start} if survey.holds_terraform(start) else set()
            )
            roots.update(kept)
            if not found and not kept:
                empty.append(path)
    return Discovery(
        roots=tuple(sorted(roots)),
        empty=tuple(empty),
        unrelated=tuple(unrelated),
        below=len(below - roots),
        truncated=survey.files.truncated,
        unlistable=tuple(sorted(survey.files.unlistable)),
    )


class Survey:
    """The module folders of a repository and which calls which."""

    def __init__(self, files: Files) -> None:
        self.files = files
        # pre-commit may name a thousand files: what does not depend on the file is worked out once
        self.sources = files.remember(self._sources)
        self.children = files.remember(self._children)
        self.closure = files.remember(self._closure)
        self._read_by = files.remember(self._patterns)
        self._every_root = files.remember(self._all_roots)

    def holds_terraform(self, folder: str) -> bool:
        return bool(self.sources(folder))

    def _sources(self, folder: str) -> tuple[str, ...]:
        """The Terraform files of a folder."""
        paths = (os.path.join(folder, name) for name in self.files.names(folder) if is_terraform(name))
        return tuple(path for path in paths if self.files.exists(path))

    def folders(self, top: str) -> list[str]:
        """The folders at and below ``top`` that hold Terraform files."""
        return [folder for folder in self.files.walk(top) if self.holds_terraform(folder)]

    def _children(self, folder: str) -> frozenset[str]:
        """The folders that a module calls by a local source; other modules only."""
        found: set[str] = set()
        for path in self.sources(folder):
            document = self._document(path, LOCAL_SOURCE)
            for block in document.body.all("module") if document is not None else ():
                source = block.body.attributes.get("source")
                text = _text(source.value, folder) if source is not None else ""
                if text.startswith(("./", "../")) and GAP not in text:
                    found.add(os.path.normpath(os.path.join(folder, text)))
        return frozenset(found - {folder})

    def _closure(self, root: str) -> frozenset[str]:
        """A module and all that it calls, at any depth."""
        seen, waiting = {root}, [root]
        while waiting:
            for child in self.children(waiting.pop()) - seen:
                seen.add(child)
                waiting.append(child)
        return frozenset(seen)

    @property
    def every_root(self) -> frozenset[str]:
        """All root modules of the repository. Modules that only call each other in a ring have their first as root, so
        that none goes unread."""
        return self._every_root()

    def _all_roots(self) -> frozenset[str]:
        folders = self.folders(self.files.repository)
        called = {child for folder in folders for child in self.children(folder)}
        roots = [folder for folder in folders if folder not in called]
        reached = {member for root in roots for member in self.closure(root)}
        for folder in folders:
            if folder not in reached:
                roots.append(folder)
                reached |= self.closure(folder)
        return frozenset(roots)

    def roots_below(self, top: str) -> set[str]:
        """The root modules at and below a folder. A folder that the repository's walk passes over (hidden, or behind a
        link) is walked by itself."""
        found = {root for root in self.every_root if _within(root, top)}
        known = set(self.files.walk(self.files.repository))
        if top not in known:
            folders = self.folders(top)
            called = {child for folder in folders for child in self.children(folder)}
            found |= {folder for folder in folders if folder not in called}
        return found

    def reaching(self, path: str, extra: Callable[[str], Iterable[str]]) -> set[str]:
        """The roots that read this file: as configuration, as variables, or by file() and its like."""
        if not self.files.exists(path):
            return set()
        folder, name = os.path.split(path)
        found = {root for root in self.every_root if path in extra(root)}
        if is_terraform(name):
            return found | {root for root in self.every_root if folder in self.closure(root)}
        if name.endswith((".tfvars", ".tfvars.json")) and path in automatic_files(folder, self.files):
            found |= self.every_root & {folder}
        return found | {root for root in self.every_root if self._reads(root, path)}

    def _reads(self, root: str, path: str) -> bool:
        """Whether a module of the root reads the file. A path in it that is not written out counts if the file's name
        stands in a text anywhere in the root: better one root too many than one too few."""
        readable = [pieces for module in self.closure(root) for pieces in self._read_by(module)]
        if any(pieces is not None and wildcard.matches(pieces, path) for pieces in readable):
            return True
        return None in readable and self._names(root, os.path.basename(path))

    def _patterns(self, module: str) -> tuple[tuple[str, ...] | None, ...]:
        """The paths that a module's own text reads, in pieces with gaps between; None for one of which nothing is
        written out."""
        found: dict[tuple[str, ...] | None, None] = {}
        for source in self.sources(module):
            document = self._document(source, READING)
            for call in _calls(document.body) if document is not None else ():
                path = _read_path(call, module)
                vague = not path.removeprefix(module).strip(GAP + "/")
                found[None if vague else tuple(re.split(GAP + "+", path))] = None
        return tuple(found)

    def _names(self, root: str, name: str) -> bool:
        """Whether a quoted text that ends in this file name stands in the root, its modules or its variable files."""
        quoted = (f'"{name}"', f'/{name}"')
        sources = [source for module in self.closure(root) for source in self.sources(module)]
        return any(self._holds(path, quoted) for path in (*sources, *automatic_files(root, self.files)))

    def _holds(self, path: str, wanted: tuple[str, ...]) -> bool:
        try:
            text = self.files.glance(path)
        except FileProblem:
            return False
        return any(one in text for one in wanted)

    def _text(self, path: str, wanted: re.Pattern[str]) -> str | None:
        """The file's text if it holds what is wanted."""
        try:
            text = self.files.glance(path)
        except FileProblem:
            return None
        return text if wanted.search(text) else None

    def _document(self, path: str, wanted: re.Pattern[str]) -> syntax.Document | None:
        """The file's syntax if its text holds what is wanted."""
        text = self._text(path, wanted)
        return None if text is None else parse_file(text, path)


def _within(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def _calls(body: syntax.Body) -> Iterator[syntax.Call]:
    for node in nodes(body):
        if isinstance(node, syntax.Call) and node.name.removeprefix("core::") in READERS and node.arguments:
            yield node


def _read_path(call: syntax.Call, folder: str) -> str:
    """The path that a call reads, GAP for what is not written out. A relative path is read from where Terraform runs,
    so it may begin anywhere."""
    text = _text(call.arguments[0], folder)
    if call.name.endswith("fileset"):
        pattern = _text(call.arguments[1], folder) if len(call.arguments) > 1 else GAP
        text = f"{text}/{re.sub(r'[*?{[].*', GAP, pattern)}"
    if not text.startswith(("/", GAP)):
        text = f"{GAP}/{text}"
    return os.path.normpath(text) if not text.startswith(GAP) else GAP + os.path.normpath("/" + text.lstrip(GAP + "/"))


def _text(node: syntax.Expression, folder: str) -> str:
    match node:
        case syntax.Literal(value=str(text)):
            return text
        case syntax.Template(parts=parts):
            return "".join(_text(part, folder) for part in parts)
        case syntax.TemplateWrap(inner=inner) | syntax.Parens(inner=inner):
            return _text(inner, folder)
        case syntax.GetAttr(source=syntax.Variable(name="path"), name="module"):
            return folder
        case _:
            return GAP
