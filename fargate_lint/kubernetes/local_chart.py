"""Helm charts that lie in the repository: Chart.yaml, values.yaml, and the templates as far as they are plain YAML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from fargate_lint.files import FileProblem, Files
from fargate_lint.kubernetes.document import DocumentError, read_documents
from fargate_lint.kubernetes.go_template import Action, Template, TemplateProblem, read_template
from fargate_lint.kubernetes.helm import HelmRelease
from fargate_lint.kubernetes.manifest import KubeObject, at, objects_from
from fargate_lint.kubernetes.strvals import split_path
from fargate_lint.kubernetes.tree import Tree
from fargate_lint.values import partial
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.origin import Origin
from fargate_lint.values.types import STRING
from fargate_lint.values.value import Value, null, unknown

SUFFIXES = (".yaml", ".yml")
PODS = (
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "CronJob",
    "Pod",
    "List",
)
"""Kinds that make pods, or may hold what does."""
_KIND = re.compile(r"^[ \t]*kind:[ \t]*[\"']?([^\s\"'#]*)", re.MULTILINE)
_QUIET = ("quote", "squote", "toString", "trim")
"""Functions that leave a text what it is, for what is asked here."""


@dataclass(frozen=True, slots=True)
class ChartObject:
    """An object of a chart's templates. ``present``: yes, or unknown where a condition decides that is not known."""

    object: KubeObject
    present: Answer


@dataclass(frozen=True, slots=True)
class LocalChart:
    """What a release makes of a chart in the repository. ``incomplete`` is no when all pods are those of ``objects``,
    else why there may be others."""

    folder: str
    objects: tuple[ChartObject, ...]
    incomplete: Answer


def chart_folder(release: HelmRelease, files: Files, root: str) -> str | None:
    """The folder of a release's chart, where that is one of the repository."""
    text = release.chart_value.text if release.chart_value is not None else None
    if not text or not release.is_local:
        return None
    here = os.path.dirname(release.span.path) if release.span is not None and release.span.is_file else root
    for base in (root, here):
        folder = os.path.normpath(os.path.join(base, text))
        if files.is_folder(os.path.join(folder, "templates")):
            return folder
    return None


def read_chart(release: HelmRelease, folder: str, files: Files) -> LocalChart:
    """A release's chart with the release's values over the chart's own."""
    return _Reader(release, folder, files).read()


class _Reader:
    def __init__(self, release: HelmRelease, folder: str, files: Files) -> None:
        self.release = release
        self.folder = folder
        self.files = files
        self.chart = self._document("Chart.yaml")
        defaults = self._document("values.yaml")
        self.values: Tree = release.values_over(defaults) if defaults is not None else release.tree

    def _document(self, name: str) -> Value | None:
        path = os.path.join(self.folder, name)
        if not self.files.exists(path):
            return None
        try:
            documents = read_documents(self.files.text(path), path)
        except (FileProblem, DocumentError):
            return unknown(f"{name} of the chart cannot be read", code="unread")
        return documents[0] if documents else None

    def read(self) -> LocalChart:
        objects: list[ChartObject] = []
        incomplete = self._parts()
        for path in self._templates():
            try:
                objects += self._objects(path)
            except (FileProblem, DocumentError, TemplateProblem) as problem:
                if incomplete.no and self._may_make_pods(path):
                    reason = f"{self._shown(path)} is templated in a way that is not followed: {problem}"
                    incomplete = undecided(reason, code="unread")
        return LocalChart(self.folder, tuple(objects), incomplete)

    def _parts(self) -> Answer:
        """Whether charts within the chart make more than its templates do."""
        dependencies = at(self.chart, "dependencies")
        if dependencies is not None or self.files.is_folder(os.path.join(self.folder, "charts")):
            return undecided("its sub-charts are not read", code="unread")
        return NO

    def _templates(self) -> Iterator[str]:
        top = os.path.join(self.folder, "templates")
        for folder in self.files.walk(top):
            if os.path.relpath(folder, top).split(os.sep)[0] == "tests":
                continue
            for name in self.files.names(folder):
                path = os.path.join(folder, name)
                if name.endswith(SUFFIXES) and not name.startswith("_") and self.files.exists(path):
                    yield path

    def _may_make_pods(self, path: str) -> bool:
        """Whether a template that could not be followed may make pods: it names a kind that does, or no kind at all."""
        try:
            kinds = _KIND.findall(self.files.text(path))
        except FileProblem:
            return True
        return any(kind in PODS or "{" in kind for kind in kinds or ("{",))

    def _shown(self, path: str) -> str:
        return os.path.relpath(path, self.folder).replace(os.sep, "/")

    def _objects(self, path: str) -> Iterator[ChartObject]:
        template = read_template(self.files.text(path), self._holds)

        def fill(text: str, origin: Origin | None, quoted: bool) -> Value | None:
            return self._filled(template, self._shown(path), text, origin, quoted)

        for document in read_documents(template.text, path, fill=fill):
            found = objects_from(document, None)
            if any(item.kind is None for item in found) or (not found and document.is_unknown):
                raise TemplateProblem("what kind of objects it makes is not written in it", 1)
            for item in found:
                if at(item.raw, "metadata", "namespace") is None:
                    item = msgspec.structs.replace(item, namespace=self.release.namespace)
                yield ChartObject(item, template.present(item.span.line) if item.span is not None else YES)

    # What actions stand for

    def _filled(self, template: Template, name: str, text: str, origin: Origin | None, quoted: bool) -> Value | None:
        pieces = list(template.marks_in(text))
        if not any(isinstance(piece, Action) for piece in pieces):
            return None
        values = [piece if isinstance(piece, str) else self._value(piece, name) for piece in pieces]
        if len(values) == 1 and isinstance(values[0], Value) and not (quoted and values[0].is_known):
            return values[0].with_origin(origin)
        joined = partial.join([_as_text(value) for value in values])
        return joined.with_origin(origin)

    def _value(self, action: Action, name: str) -> Value:
        """The value that an action prints, if it only names one."""
        found = self._named(action.body)
        if found is not None:
            return found
        return unknown(f"{{{{ {action.body} }}}} in {name} is templated", STRING, code="unread")

    def _named(self, body: str) -> Value | None:
        """The value of ``.Values.x | quote``, ``toYaml .Values.x | nindent 4``, ``.Release.Name``; None for others."""
        first, *pipes = (part.strip() for part in body.split("|"))
        words = first.split(" ")
        if words[0] in ("toYaml", "tpl") and len(words) >= 2:
            first = words[1]
        elif len(words) != 1:
            return None
        if any(pipe.split(" ")[0] not in (*_QUIET, "nindent", "indent", "toYaml") for pipe in pipes):
            return None
        match first.removeprefix("$"):
            case ".Release.Name":
                return self.release.name
            case ".Release.Namespace":
                return self.release.namespace
            case ".Chart.Name":
                return at(self.chart, "name")
            case path if path.startswith(".Values."):
                return self._at(path.removeprefix(".Values.")) or null()
        return None

    def _at(self, path: str) -> Value | None:
        """What the values say at a path; None where they surely say nothing."""
        steps = split_path(path)
        return self.values.get(steps) if steps is not None else None

    def _holds(self, condition: str) -> bool | None:
        """Whether a condition that only asks for a value holds."""
        words = condition.strip("() ").split(" ")
        wanted = True
        if words[0] == "not" and len(words) == 2:
            wanted, words = False, words[1:]
        path = words[0].removeprefix("$")
        if len(words) != 1 or not path.startswith(".Values."):
            return None
        value = self._at(path.removeprefix(".Values."))
        if value is not None and value.is_unknown:
            return None
        return _is_true(value) is wanted


def _is_true(value: Value | None) -> bool:
    """Whether Go's templates take a known value for true: not null, false, 0, or empty."""
    if value is None or value.is_null:
        return False
    if value.fields is not None:
        return bool(value.fields)
    if value.items is not None:
        return bool(value.items)
    return str(value.raw).lower() not in ("false", "0", "")


def _as_text(piece: str | Value) -> partial.Piece:
    if isinstance(piece, str) or piece.text is not None or piece.is_unknown:
        return piece
    if piece.is_null:
        return ""
    if isinstance(piece.raw, bool):
        return str(piece.raw).lower()
    return str(piece.raw) if piece.fields is None and piece.items is None else unknown("it is no text", STRING)
