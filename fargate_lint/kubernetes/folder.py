"""Kubernetes YAML given beside Terraform (--manifests): files and folders to objects.

Only what ``kubectl apply -f`` would take as it stands is read. What has to be rendered first (the source of a Helm
chart, the parts of a kustomization) is refused with a diagnostic that says how.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.files import FileProblem, Files
from fargate_lint.kubernetes.labels import labels_of
from fargate_lint.kubernetes.manifest import KubeObject, at, read_yaml
from fargate_lint.values.value import unknown

SUFFIXES = (".yaml", ".yml")
"""Files of a folder that are looked at; a file that is named itself is read whatever it is called."""
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
CHART = "Chart.yaml"
HOW = dict.fromkeys(KUSTOMIZATIONS, "this folder is built by kustomize: pass the output of kubectl kustomize instead")
HOW[CHART] = "this folder is a Helm chart: render it with helm template and pass the output"
MOST_OBJECTS = 20_000
"""Objects taken from one --manifests; a cluster of that size is not written by hand."""
CODE = "manifest"
"""Code of the diagnostics: a file given beside Terraform was not read."""

_SOURCE = re.compile(r"^# Source: \S", re.MULTILINE)
_FLUX = re.compile(r"^[ \t]*apiVersion:[ \t]*[\"']?kustomize\.toolkit\.fluxcd\.io/", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Manifests:
    """``objects`` has one without a kind for what could not be read. ``read`` are the files that hold objects or were
    to; ``passed_over`` counts YAML files without objects."""

    objects: tuple[KubeObject, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    read: tuple[str, ...] = ()
    passed_over: int = 0


class Reader:
    """Reads manifests of one repository, each file once in a run."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._listed = files.remember(self._list)
        self._file = files.remember(self._parsed)

    def files_of(self, path: str) -> tuple[str, ...]:
        """The files that a path means: itself, or the YAML files at and below it, sorted."""
        return self._listed(os.path.abspath(path))

    def _list(self, path: str) -> tuple[str, ...]:
        return tuple(self._below(path)) if self._files.is_folder(path) else (path,)

    def _below(self, path: str) -> Iterator[str]:
        built: list[str] = []
        for folder in self._files.walk(path):
            inside = any(folder.startswith(top + os.sep) for top in built)
            names = self._files.names(folder)
            plan = next((name for name in (*KUSTOMIZATIONS, CHART) if self._builds(os.path.join(folder, name))), None)
            if plan is not None:
                built.append(folder)
                yield os.path.join(folder, plan)
            elif not inside:
                found = (os.path.join(folder, name) for name in names if name.endswith(SUFFIXES))
                yield from (path for path in found if not os.path.isdir(path))

    def _builds(self, path: str) -> bool:
        """Whether a file makes Helm or kustomize build its folder (Flux has a kind named like kustomize's that does
        not)."""
        if not self._files.exists(path):
            return False
        if os.path.basename(path) == CHART:
            return self._files.is_folder(os.path.join(os.path.dirname(path), "templates"))
        try:
            return _FLUX.search(self._files.text(path)) is None
        except FileProblem:
            return True

    def read(self, paths: Iterable[str]) -> Manifests:
        """The objects in these files and folders, each file once, in order."""
        objects: list[KubeObject] = []
        problems: list[Diagnostic] = []
        read: list[str] = []
        passed_over = 0
        for path in dict.fromkeys(file for given in paths for file in self.files_of(given)):
            if len(objects) > MOST_OBJECTS:
                problems.append(_problem(path, f"not read: there are more than {MOST_OBJECTS} objects before it"))
                break
            found, wrong = self._file(path)
            objects += found
            problems += wrong
            if found or wrong:
                read.append(path)
            else:
                passed_over += 1
        return Manifests(tuple(objects), tuple(problems), tuple(read), passed_over)

    def _parsed(self, path: str) -> tuple[tuple[KubeObject, ...], tuple[Diagnostic, ...]]:
        name = os.path.basename(path)
        if name in HOW and self._builds(path):
            return _unread(path, HOW[name])
        try:
            text = self._files.text(path)
        except FileProblem as problem:
            return _unread(path, problem.reason)
        found, wrong = read_yaml(text, path)
        lines = text.split("\n")
        rendered = _SOURCE.search(text) is not None
        objects = [_settled(item, lines, rendered) for item in found]
        problems = [msgspec.structs.replace(w, code=CODE, severity=Severity.ERROR) for w in wrong]
        return (*objects, *(_unseen(problem) for problem in problems)), tuple(problems)


def _settled(item: KubeObject, lines: list[str], rendered: bool) -> KubeObject:
    """The object with its whole first line as its place, and without a namespace where only helm install says it."""
    span = item.span
    if span is not None and 0 < span.line <= len(lines):
        end = max(len(lines[span.line - 1].rstrip()) + 1, span.column + 1)
        span = Span(span.path, span.line, span.column, span.line, end)
    if (rendered or _by_helm(item)) and at(item.raw, "metadata", "namespace") is None:
        reason = "the output of helm template names no namespace: render it with --namespace where the chart allows it"
        return msgspec.structs.replace(item, span=span, namespace=unknown(reason))
    return msgspec.structs.replace(item, span=span)


def _by_helm(item: KubeObject) -> bool:
    manager = item.labels.get("app.kubernetes.io/managed-by")
    return (manager is not None and manager.text == "Helm") or "helm.sh/chart" in item.labels.known


def _unread(path: str, reason: str) -> tuple[tuple[KubeObject, ...], tuple[Diagnostic, ...]]:
    problem = _problem(path, reason)
    return (_unseen(problem),), (problem,)


def _unseen(problem: Diagnostic) -> KubeObject:
    """An object of which nothing is known: what was not read may be anything."""
    nothing = unknown(f"{os.path.basename(problem.span.path) if problem.span else 'a manifest'} could not be read")
    labels = labels_of(nothing)
    return KubeObject(
        api_version=None,
        kind=None,
        namespace=nothing,
        name=nothing,
        labels=labels,
        annotations=labels,
        raw=nothing,
        span=problem.span,
    )


def _problem(path: str, reason: str) -> Diagnostic:
    return Diagnostic(CODE, Severity.ERROR, reason, Span(path, 1, 1, 1, 1))
