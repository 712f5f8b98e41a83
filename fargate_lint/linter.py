"""The pipeline on one page: paths to roots, roots to estates, rules to verdicts, verdicts to a report."""

from __future__ import annotations

import datetime
import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from fargate_lint import __version__, catalogue, config
from fargate_lint.catalogue import Entry
from fargate_lint.config import Environment, Options, Wrong
from fargate_lint.diagnostic import Diagnostic, Finding, Pass, Severity, Undecided
from fargate_lint.facts import Facts, Overrides
from fargate_lint.files import FileProblem, Files, repository_of
from fargate_lint.graph.order import Order
from fargate_lint.model.estate import Estate
from fargate_lint.report.merge import merged, order
from fargate_lint.report.paths import location, relative
from fargate_lint.report.result import (
    Cluster,
    Module,
    Report,
    Reported,
    RootReport,
    Suppressed,
    fingerprints,
    place_key,
)
from fargate_lint.suppress import Ignores
from fargate_lint.terraform.discovery import Discovery, discover
from fargate_lint.terraform.instance import Root
from fargate_lint.terraform.load import LoadOptions, load_root

Progress = Callable[[str], None]

IDLE = "FGL900"
"""Found here and not by a rule's check, since all other rules must have spoken first."""


class Unreadable(Exception):
    """There is no one root module to make a graph of; the message says why (exit status 3)."""


def silent(message: str) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True)
class Outcome:
    """One root in one environment on its way to the report."""

    path: str
    files: Files
    options: Options
    environment: Environment
    root: Root | None = None
    clusters: tuple[Cluster, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    undecided: dict[Undecided, None] = field(default_factory=dict)
    suppressed: list[tuple[Finding, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    passed: int = 0
    ran: set[str] = field(default_factory=set)
    read: tuple[str, ...] = ()


def lint(paths: Sequence[str], given: Mapping[str, Any], progress: Progress = silent) -> Report:
    """Lint what is at ``paths``; ``given`` are options of the command line (names with "_").

    Raises Wrong for wrong usage or configuration; everything else that goes wrong is in the report.
    """
    today = date_of_run()
    ignores = Ignores(_ids, today)
    outcomes: list[Outcome] = []
    notes: list[str] = []
    problems: list[str] = []
    sources: list[Files] = []
    for files, members, recursive in _groups(paths, given):
        sources.append(files)
        progress("looking for root modules")
        found = discover(members, files, recursive, lambda root, files=files: _extra(root, files, given))  # type: ignore[misc]
        _tell(found, notes, problems)
        for number, path in enumerate(found.roots, 1):
            options = config.load(path, files, given)
            for environment in options.environments or (Environment(),):
                progress(f"{os.path.relpath(path)} ({number} of {len(found.roots)})")
                outcomes.append(_judge(Outcome(path, files, options, environment), ignores, today, progress))
    _idle(outcomes, ignores)
    roots = tuple(_root_report(outcome) for outcome in outcomes)
    return Report(roots, tuple(notes), tuple(problems), __version__, lambda path: _source(path, sources))


def options_at(path: str, given: Mapping[str, Any]) -> Options:
    """The options that hold at a path, for what is chosen once in a run: formats, exit status. Raises Wrong."""
    folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    return config.load(folder, Files(repository_of(path)), given)


def graph(path: str, given: Mapping[str, Any], format: str) -> str:
    """The graph of one root module as text. Raises Wrong and Unreadable."""
    from fargate_lint.graph import export

    files = Files(repository_of(path), allowed=_named(given))
    if not discover([path], files).roots == (os.path.abspath(path),):
        raise Unreadable(f"{path} holds no Terraform files")
    options = config.load(path, files, given)
    root = load_root(os.path.abspath(path), files, _load_options(options, Environment()))
    here = os.getcwd()
    return export.render(root, format, relative(root.path, here), lambda span: location(span, here))


def date_of_run() -> datetime.date:
    """Today, or the day of SOURCE_DATE_EPOCH. Raises Wrong if that is no number."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise Wrong(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from error


def _ids(word: str) -> frozenset[str]:
    """The ids that a word in an ignore comment means; empty if it means none."""
    try:
        return catalogue.named([word])
    except catalogue.UnknownRule:
        return frozenset()


def _groups(paths: Sequence[str], given: Mapping[str, Any]) -> Iterator[tuple[Files, list[str], bool]]:
    """The paths by repository, with the one reader of its files and whether to look below the folders named."""
    readers: dict[str, Files] = {}
    groups: dict[tuple[str, bool], list[str]] = {}
    for path in paths:
        if not os.path.lexists(path) and not os.path.splitext(path)[1]:
            raise Wrong(f"no such file or folder: {path}")
        top = repository_of(path)
        files = readers.setdefault(top, Files(top, allowed=_named(given)))
        recursive = options_at(path, given).recursive
        groups.setdefault((top, recursive), []).append(path)
    for (top, recursive), members in groups.items():
        yield readers[top], members, recursive


def _named(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that the command line names: they may lie outside of the repository."""
    inputs = (text for kind, text in given.get("inputs") or () if kind == "file")
    return tuple(os.path.abspath(name) for name in (*(given.get("var_file") or ()), *inputs))


def _extra(root: str, files: Files, given: Mapping[str, Any]) -> Iterator[str]:
    """The files that the configuration adds to a root: itself and its variable files."""
    found = config.nearest(root, files)
    if found is not None:
        yield found[0]
    options = config.load(root, files, given)
    yield from options.var_file
    for environment in options.environments:
        yield from environment.var_files


def _tell(found: Discovery, notes: list[str], problems: list[str]) -> None:
    if found.below:
        count = "1 root module below is" if found.below == 1 else f"{found.below} root modules below are"
        notes.append(f"{count} not linted: --recursive")
    notes += [f"{path} is read by no root module here, nothing to lint" for path in found.unrelated]
    problems += [f"{path} holds no Terraform files, nothing was linted" for path in found.empty]
    if found.cut:
        problems.append("the repository has too many entries, not all were looked at: name the root modules")


def _judge(outcome: Outcome, ignores: Ignores, today: datetime.date, progress: Progress) -> Outcome:
    """Load the root, let the rules look at it, set aside what is silenced."""
    options = outcome.options
    entries = _selected(options)
    facts = _facts(options)
    loading = _load_options(options, outcome.environment)
    for silence in options.suppress:
        ignores.configured(silence.rules, silence.address, silence.reason, silence.until)
    before = set(outcome.files.read)
    try:
        root = load_root(outcome.path, outcome.files, loading)
        estate = Estate(root, Order(root), facts, today=today)
        outcome.clusters = tuple(Cluster(c.address, c.name, c.data_plane, c.egress) for c in estate.clusters)
    except Exception as error:  # a fault of ours must neither end the run nor pass for a clean result
        outcome.diagnostics.append(_internal("reading this root module", error))
        outcome.read = tuple(path for path in outcome.files.read if path not in before)
        return outcome
    outcome.root = root
    outcome.read = root.files
    outcome.diagnostics += root.diagnostics
    for path in root.files:
        ignores.read(os.path.abspath(path), outcome.files)
    for entry in entries:
        progress(f"{os.path.relpath(outcome.path)}: {entry.rule.name}")
        for finding in _verdicts(entry, estate, outcome):
            _keep(finding, outcome, ignores)
    return outcome


def _load_options(options: Options, environment: Environment) -> LoadOptions:
    inputs = options.inputs_in(environment)
    for kind, text in inputs:
        name, separator, _ = text.partition("=")
        if kind == "var" and not (separator and name.strip()):
            raise Wrong(f"--var {text}: write NAME=VALUE")
        if kind == "file" and not os.path.isfile(text):
            raise Wrong(f"--var-file {os.path.relpath(text)}: no such file")
    return LoadOptions(
        inputs=inputs,
        workspace=environment.workspace or options.workspace or os.environ.get("TF_WORKSPACE") or "default",
        region=environment.region or options.region,
        environment=environment.name,
        modules=options.modules,
        environ={name: value for name, value in os.environ.items() if name.startswith("TF_VAR_")},
    )


def _facts(options: Options) -> Facts:
    """The tables with the rows that [facts] of the configuration adds or takes out. Raises Wrong."""
    try:
        return Facts(Overrides.parse(options.facts))
    except msgspec.ValidationError as error:
        raise Wrong(f"[facts]: {error}") from error


def _selected(options: Options) -> list[Entry]:
    """The rules that are to run. Raises Wrong for a word that names none."""
    try:
        chosen = catalogue.named(options.select) if options.select else None
        left_out = catalogue.named(options.ignore)
        catalogue.named(options.severity)
        for words in options.per_path_ignores.values():
            catalogue.named(words)
    except catalogue.UnknownRule as error:
        raise Wrong(str(error)) from error
    return [
        entry
        for entry in catalogue.entries()
        if (chosen is None or entry.rule.id in chosen) and entry.rule.id not in left_out
    ]


def _verdicts(entry: Entry, estate: Estate, outcome: Outcome) -> Iterator[Finding]:
    """The findings of one rule, stamped; its other verdicts are counted. A crash is reported and ends this rule only."""
    rule = entry.rule
    outcome.ran.add(rule.id)
    found: list[Finding] = []
    try:
        for verdict in entry.check(estate):
            if isinstance(verdict, Finding):
                addresses = verdict.addresses or ((verdict.address,) if verdict.address else ())
                found.append(msgspec.structs.replace(verdict, rule=rule.id, name=rule.name, addresses=addresses))
            elif isinstance(verdict, Undecided):
                outcome.undecided[msgspec.structs.replace(verdict, rule=rule.id, name=rule.name)] = None
            elif isinstance(verdict, Pass):
                outcome.passed += 1
    except Exception as error:  # see _judge
        outcome.diagnostics.append(_internal(f"the rule {rule.id} {rule.name}", error))
    yield from found


def _internal(what: str, error: Exception) -> Diagnostic:
    """Our own fault, with the place in our code instead of a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    text = f"internal error in {what}: {type(error).__name__}: {error}{place}; please report it"
    return Diagnostic("internal", Severity.ERROR, text)


def _keep(finding: Finding, outcome: Outcome, ignores: Ignores) -> None:
    """Put a finding where it belongs: left out by path, silenced, or found."""
    assert outcome.root is not None
    span = finding.span
    if span is not None and span.is_file and outcome.options.per_path_ignores:
        words = outcome.options.ignored_at(span.path)
        if words and finding.rule in catalogue.named(words):
            return
    ignore = ignores.silencer(finding, outcome.root, outcome.files)
    if ignore is None:
        outcome.findings.append(finding)
    else:
        outcome.suppressed.append((finding, ignore.reason))


def _idle(outcomes: list[Outcome], ignores: Ignores) -> None:
    """Add FGL900 for ignore comments that silence nothing in any root that reads them."""
    rule = next((entry.rule for entry in catalogue.entries() if entry.rule.id == IDLE), None)
    if rule is None:
        return
    seen: set[str] = set()
    for outcome in outcomes:
        if outcome.root is None or IDLE not in outcome.ran:
            continue
        paths = [path for path in map(os.path.abspath, outcome.root.files) if path not in seen]
        seen.update(paths)
        found = [finding for path in paths for finding in ignores.idle(path, *_heard(outcomes, path))]
        if outcome.options.suppress and outcome.options.folder not in seen:
            seen.add(outcome.options.folder)
            found += ignores.idle(None, *_heard(outcomes, None))
        for finding in found:
            addresses = (finding.address,) if finding.address else ()
            _keep(msgspec.structs.replace(finding, rule=rule.id, name=rule.name, addresses=addresses), outcome, ignores)


def _heard(outcomes: list[Outcome], path: str | None) -> tuple[set[str], set[str]]:
    """The rules that had something to look at, and those that were undecided, in the roots that read this file."""
    sharing = [o for o in outcomes if o.root is not None and (path is None or path in map(os.path.abspath, o.read))]
    ran = {id for outcome in sharing if outcome.clusters for id in outcome.ran}
    return ran, {undecided.rule for outcome in sharing for undecided in outcome.undecided}


def _root_report(outcome: Outcome) -> RootReport:
    """The outcome in its final order, with severities, reasons and fingerprints."""
    entries = {entry.rule.id: entry for entry in catalogue.entries()}
    severities = _severities(outcome.options)
    apart = {id for id, entry in entries.items() if entry.rule.per_instance}
    findings = merged(outcome.findings, apart)
    marks = fingerprints(findings, outcome.path, outcome.files.repository)
    reported = tuple(
        Reported(
            finding,
            severities.get(finding.rule) or finding.severity or entries[finding.rule].rule.severity,
            entries[finding.rule].why,
            entries[finding.rule].fix,
            mark,
        )
        for finding, mark in zip(findings, marks, strict=True)
    )
    root = outcome.root
    reasons = {id(finding): reason for finding, reason in outcome.suppressed}
    suppressed = tuple(
        Suppressed(finding.rule, finding.name, finding.address, reasons[id(finding)], finding.span)
        for finding in sorted((finding for finding, _ in outcome.suppressed), key=order)
    )
    ours = ("syntax",) if "FGL901" in entries else ()
    return RootReport(
        outcome.path,
        outcome.files.repository,
        outcome.environment.name,
        tuple(Module(c.address, c.source, c.version, c.resolved, c.detail) for c in root.calls) if root else (),
        outcome.clusters,
        reported,
        tuple(sorted(outcome.undecided, key=lambda u: (*place_key(u.span), u.rule, u.address, u.subject or ""))),
        suppressed,
        tuple(
            sorted((d for d in outcome.diagnostics if d.code not in ours), key=lambda d: (place_key(d.span), d.code))
        ),
        outcome.passed,
        tuple(map(os.path.abspath, outcome.read)),
        any(d.code == "syntax" for d in outcome.diagnostics),
    )


def _severities(options: Options) -> dict[str, Severity]:
    return {
        id: config.LEVELS[level] for word, level in options.severity.items() for id in sorted(catalogue.named([word]))
    }


def _source(path: str, sources: list[Files]) -> str | None:
    for files in sources:
        try:
            return files.text(path)
        except FileProblem:
            continue
    return None
