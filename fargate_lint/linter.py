"""The pipeline on one page: paths to root modules, each judged, all to one report."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from fargate_lint import __version__, config
from fargate_lint.catalogue import Catalogue, ours
from fargate_lint.config import Environment, Options, UsageError
from fargate_lint.diagnostic import Severity
from fargate_lint.files import FileProblem, Files, repository_of
from fargate_lint.judge import Links, Outcome, Progress, add_idle, judge, load_options, root_report
from fargate_lint.kubernetes.folder import Reader
from fargate_lint.once import once
from fargate_lint.report import FORMATS
from fargate_lint.report.concise import place_text
from fargate_lint.report.paths import location, relative
from fargate_lint.report.result import Report, RootReport
from fargate_lint.report.style import Style
from fargate_lint.suppress import Ignores
from fargate_lint.terraform.backend import States
from fargate_lint.terraform.discovery import Discovery, Survey, discover
from fargate_lint.terraform.load import load_root
from fargate_lint.terraform.variables import Input


class Scan:
    """One repository in a run: its files, the root modules to judge (in order), and its Kubernetes YAML."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.yaml = Reader(files)
        self.roots: dict[str, None] = {}

    def states(self) -> States:
        """Where the roots keep their states; the other folders are looked for only if one is missed."""
        return States(self.files, self.roots, cache(lambda: Survey(self.files).folders(self.files.repository)))


class Unreadable(Exception):
    """There is no one root module to make a graph of; the message says why (exit status 3)."""


def silent(message: str) -> None:
    """Progress that nobody watches."""


def lint(
    paths: Sequence[str],
    given: Mapping[str, Any],
    progress: Progress = silent,
    catalogue: Catalogue | None = None,
) -> Report:
    """Lint what is at ``paths``; ``given`` are options of the command line (names with "_"). Our own rules run where no
    ``catalogue`` is given.

    Raises UsageError for wrong usage or configuration; everything else that goes wrong is in the report.
    """
    today = date_of_run()
    catalogue = catalogue or ours()
    ignores = Ignores(catalogue.ids, today)
    outcomes: list[Outcome] = []
    notes: list[str] = []
    problems: list[str] = []
    scans: dict[str, Scan] = {}
    for files, members, recursive in _groups(paths, given):
        progress("looking for root modules")
        scan = scans.setdefault(files.repository, Scan(files))
        found = discover(members, files, recursive, partial(_extra, scan, given))
        _tell(found, notes, problems)
        scan.roots.update(dict.fromkeys(found.roots))
    for scan in scans.values():
        states = scan.states()
        for number, path in enumerate(scan.roots, 1):
            options = config.load(path, scan.files, given)
            for environment in options.environments or (Environment(),):
                progress(f"{os.path.relpath(path)} ({number} of {len(scan.roots)})")
                outcome = Outcome(path, scan.files, options, environment)
                links = Links(states, partial(_inputs, scan.files, given, environment.name))
                outcomes.append(judge(outcome, catalogue, scan.yaml, links, ignores, today, progress))
    add_idle(outcomes, catalogue, ignores)
    once(outcomes)
    roots = tuple(root_report(outcome, catalogue) for outcome in outcomes)
    problems += _unsaid(roots)
    sources = [scan.files for scan in scans.values()]
    return Report(roots, tuple(notes), tuple(problems), __version__, lambda path: _source(path, sources))


def options_at(path: str, given: Mapping[str, Any]) -> Options:
    """The options that hold at a path, for what is chosen once in a run: formats, exit status. Raises UsageError."""
    folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    options = config.load(folder, Files(repository_of(path)), given)
    if options.format not in FORMATS:
        raise UsageError(f"format = {options.format!r}; known are {', '.join(FORMATS)}")
    return options


def graph(path: str, given: Mapping[str, Any], format: str) -> tuple[str, list[str]]:
    """The graph of the one root module that a path means, as text, and what of the root could not be read, a sentence
    each. Raises UsageError and Unreadable."""
    from fargate_lint.graph import export
    from fargate_lint.graph.index import ResourceGraph

    scan = Scan(Files(repository_of(path), allowed=_named(given)))
    roots = discover([path], scan.files, extra=partial(_extra, scan, given)).roots
    if len(roots) > 1:
        shown = ", ".join(os.path.relpath(root).replace(os.sep, "/") for root in roots[:3])
        raise Unreadable(f"{path} means {len(roots)} root modules: name one ({shown}{' …' if len(roots) > 3 else ''})")
    if not roots:
        raise Unreadable(f"{path} holds no Terraform files" if os.path.isdir(path) else f"no root module reads {path}")
    options = config.load(roots[0], scan.files, given)
    root = load_root(roots[0], scan.files, load_options(options, Environment(), Links()))
    here = os.getcwd()
    text = export.render(ResourceGraph(root), format, relative(root.path, here), lambda span: location(span, here))
    lost = [d for d in root.diagnostics if d.severity is Severity.ERROR and d.code != "reference"]
    return text, [f"{place_text(d.span, Style(here), root.path)}: {d.message}" for d in lost]


def date_of_run() -> datetime.date:
    """Today, or the day of SOURCE_DATE_EPOCH. Raises UsageError if that is no number."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from error


def _groups(paths: Sequence[str], given: Mapping[str, Any]) -> Iterator[tuple[Files, list[str], bool]]:
    """The paths by repository, with the one reader of its files and whether to look below the folders named."""
    readers: dict[str, Files] = {}
    groups: dict[tuple[str, bool], list[str]] = {}
    recursive: dict[str, bool] = {}
    for path in paths:
        if not os.path.lexists(path) and not os.path.splitext(path)[1]:
            raise UsageError(f"no such file or folder: {path}")
        top = repository_of(path)
        readers.setdefault(top, Files(top, allowed=_named(given)))
        folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
        if folder not in recursive:
            recursive[folder] = config.load(folder, readers[top], given).recursive
        groups.setdefault((top, recursive[folder]), []).append(path)
    for (top, below), members in groups.items():
        yield readers[top], members, below


def _named(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The files and folders that the command line names: they may lie outside of the repository."""
    inputs = (text for kind, text in given.get("inputs") or () if kind == "file")
    named = (*(given.get("var_file") or ()), *inputs, *(given.get("manifests") or ()))
    return tuple(map(os.path.abspath, named))


def _extra(scan: Scan, given: Mapping[str, Any], root: str) -> Iterator[str]:
    """The files that the configuration adds to a root: itself, its variable files and Kubernetes YAML."""
    found = config.nearest(root, scan.files)
    if found is not None:
        yield found[0]
    options = config.load(root, scan.files, given)
    yield from options.var_file
    for environment in options.environments or (Environment(),):
        yield from environment.var_files
        for path in options.manifests_in(environment):
            yield from scan.yaml.files_of(path)


def _inputs(files: Files, given: Mapping[str, Any], environment: str | None, root: str) -> tuple[Input, ...]:
    """The variable files and variables of a root that another one is linked with, in the same environment."""
    options = config.load(root, files, given)
    named = (one for one in options.environments if one.name == environment)
    return options.inputs_in(next(named, Environment()))


def _tell(found: Discovery, notes: list[str], problems: list[str]) -> None:
    if found.below:
        count = "1 root module below is" if found.below == 1 else f"{found.below} root modules below are"
        notes.append(f"{count} not linted: --recursive")
    if len(found.unrelated) > 3:
        notes.append(f"{len(found.unrelated)} files are read by no root module here, nothing to lint")
    else:
        notes += [f"{path} is read by no root module here, nothing to lint" for path in found.unrelated]
    problems += [f"{path} holds no Terraform files, nothing was linted" for path in found.empty]
    notes += [f"{os.path.relpath(path)} cannot be listed: what it holds is not linted" for path in found.closed]
    if found.cut:
        problems.append("the repository has too many entries, not all were looked at: name the root modules")


def _unsaid(roots: Sequence[RootReport]) -> list[str]:
    """Why the run ends in 3 although no finding says so: the rule about unreadable files is off, or is silenced."""
    silent = {root.path for root in roots if root.unread and not any(f.id == "FGL901" for f in root.findings)}
    return [
        f"a file of {os.path.relpath(path)} cannot be read as Terraform, and FGL901, which names it, is not shown"
        for path in sorted(silent)
    ]


def _source(path: str, sources: list[Files]) -> str | None:
    for files in sources:
        try:
            return files.text(path)
        except FileProblem:
            continue
    return None
