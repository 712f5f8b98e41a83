"""One root module in one environment: loaded, looked at by the rules, its findings kept, silenced or left out."""

from __future__ import annotations

import datetime
import os
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec

from fargate_lint import config
from fargate_lint.catalogue import Catalogue, Entry, UnknownRule
from fargate_lint.config import Environment, Options, UsageError
from fargate_lint.diagnostic import Diagnostic, Finding, Pass, Severity, Undecided
from fargate_lint.facts import Facts, Overrides
from fargate_lint.files import Files
from fargate_lint.kubernetes.folder import Manifests, Reader
from fargate_lint.model.estate import Estate
from fargate_lint.report.merge import merged, order, printed_order
from fargate_lint.report.result import Cluster, Module, Reported, RootReport, Suppressed, fingerprints, printed_key
from fargate_lint.rule import Rule
from fargate_lint.suppress import Ignores
from fargate_lint.terraform.backend import States
from fargate_lint.terraform.instance import Root
from fargate_lint.terraform.load import LoadOptions, load_root
from fargate_lint.terraform.variables import Input

Progress = Callable[[str], None]

IDLE = "FGL900"
"""Found here and not by a rule's check, since all other rules must have spoken first."""
UNREAD = ("syntax", "file")
"""Codes of diagnostics that FGL901 reports: a file, or a part of one, was not read."""
TOLD = (*UNREAD, "reference")
"""Codes that rules report (FGL901, FGL903), so that they are not said twice."""


@dataclass(slots=True)
class Outcome:
    """One root in one environment on its way to the report. ``judged``: there surely is a cluster with Fargate
    profiles, so that all rules had something to look at."""

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
    passes: list[tuple[str, str, str | None]] = field(default_factory=list)
    ran: set[str] = field(default_factory=set)
    judged: bool = False
    read: tuple[str, ...] = ()
    manifests: Manifests = field(default_factory=Manifests)


@dataclass(frozen=True, slots=True)
class Links:
    """What a root may be linked with: the states of the roots in the run, and the inputs of each of them."""

    states: States | None = None
    inputs_of: Callable[[str], tuple[Input, ...]] = lambda folder: ()


def judge(
    outcome: Outcome,
    catalogue: Catalogue,
    yaml: Reader,
    links: Links,
    ignores: Ignores,
    today: datetime.date,
    progress: Progress,
) -> Outcome:
    """Load the root, let the rules look at it, set aside what is silenced."""
    options = outcome.options
    entries = _selected(options, catalogue)
    facts = _facts(options)
    loading = load_options(options, outcome.environment, links)
    for silence in options.suppress:
        ignores.configured(silence.rules, silence.address, silence.reason, silence.until)
    manifests = manifests_of(options, outcome.environment)
    before = set(outcome.files.read)
    try:
        root = load_root(outcome.path, outcome.files, loading)
        outcome.manifests = yaml.read(manifests)
        estate = Estate(root, facts, outcome.manifests.objects, today, outcome.files)
        outcome.clusters = tuple(
            Cluster(c.address, c.name, c.data_plane, c.egress, not c.uses_fargate.no) for c in estate.clusters
        )
        outcome.judged = any(cluster.uses_fargate.yes for cluster in estate.clusters)
    except Exception as error:  # a fault of ours must neither end the run nor pass for a clean result
        outcome.diagnostics.append(_internal("reading this root module", error))
        outcome.read = tuple(path for path in outcome.files.read if path not in before)
        return outcome
    outcome.root = root
    outcome.read = tuple(map(os.path.abspath, (*root.files, *outcome.manifests.read)))
    outcome.diagnostics += (*root.diagnostics, *outcome.manifests.diagnostics)
    for path in outcome.read:
        ignores.read(path, outcome.files)
    for entry in entries:
        progress(f"{os.path.relpath(outcome.path)}: {entry.rule.name}")
        for finding in _verdicts(entry, estate, outcome):
            _keep(finding, outcome, catalogue, ignores)
    return outcome


def load_options(options: Options, environment: Environment, links: Links) -> LoadOptions:
    inputs = options.inputs_in(environment)
    for kind, text in inputs:
        name, separator, _ = text.partition("=")
        if kind == "var" and not (separator and name.strip()):
            raise UsageError(f"--var {text}: write NAME=VALUE")
        if kind == "file" and not os.path.isfile(text):
            raise UsageError(f"--var-file {os.path.relpath(text)}: no such file")
    return LoadOptions(
        inputs=inputs,
        workspace=environment.workspace or options.workspace or os.environ.get("TF_WORKSPACE") or "default",
        region=environment.region or options.region,
        environment=environment.name,
        modules=options.modules,
        environ={name: value for name, value in os.environ.items() if name.startswith("TF_VAR_")},
        roots=links.states.roots if links.states is not None else (),
        states=links.states,
        inputs_of=links.inputs_of,
    )


def manifests_of(options: Options, environment: Environment) -> tuple[str, ...]:
    """The files and folders of Kubernetes YAML. Raises UsageError if one is not there."""
    paths = options.manifests_in(environment)
    for path in paths:
        if not os.path.exists(path):
            raise UsageError(f"--manifests {os.path.relpath(path)}: no such file or folder")
    return paths


def _facts(options: Options) -> Facts:
    """The tables with the rows that [facts] of the configuration adds or takes out. Raises UsageError."""
    try:
        return Facts(Overrides.parse(options.facts))
    except msgspec.ValidationError as error:
        raise UsageError(f"[facts]: {error}") from error


def _selected(options: Options, catalogue: Catalogue) -> list[Entry]:
    """The rules that are to run. Raises UsageError for a word that names none."""
    try:
        chosen = catalogue.named(options.select) if options.select else None
        left_out = catalogue.named(options.ignore)
        catalogue.named(options.severity)
        for words in options.per_path_ignores.values():
            catalogue.named(words)
    except UnknownRule as error:
        raise UsageError(str(error)) from error
    return [
        entry for entry in catalogue if (chosen is None or entry.rule.id in chosen) and entry.rule.id not in left_out
    ]


def _verdicts(entry: Entry, estate: Estate, outcome: Outcome) -> Iterator[Finding]:
    """The findings of one rule, stamped; its other verdicts are counted. A crash is reported and ends this rule."""
    rule = entry.rule
    outcome.ran.add(rule.id)
    found: list[Finding] = []
    try:
        for verdict in entry.check(estate):
            if isinstance(verdict, Finding):
                found.append(_stamped(verdict, rule))
            elif isinstance(verdict, Undecided):
                outcome.undecided[msgspec.structs.replace(verdict, rule=rule.id, name=rule.name)] = None
            elif isinstance(verdict, Pass):
                outcome.passes.append((rule.id, verdict.address, verdict.subject))
    except Exception as error:  # see judge
        outcome.diagnostics.append(_internal(f"the rule {rule.id} {rule.name}", error))
    yield from found


def _stamped(finding: Finding, rule: Rule) -> Finding:
    """The finding with the rule's id and name, its addresses and its severity. Raises ValueError for a severity that
    the rule does not list."""
    severity = finding.severity if finding.severity is not None else rule.severity
    if severity not in rule.severities:
        raise ValueError(f"a finding of severity {severity}, which its severities do not list")
    addresses = finding.addresses or ((finding.address,) if finding.address else ())
    return msgspec.structs.replace(finding, rule=rule.id, name=rule.name, addresses=addresses, severity=severity)


def _internal(what: str, error: Exception) -> Diagnostic:
    """Our own fault, with the place in our code instead of a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    text = f"internal error in {what}: {type(error).__name__}: {error}{place}; please report it"
    return Diagnostic("internal", Severity.ERROR, text)


def _keep(finding: Finding, outcome: Outcome, catalogue: Catalogue, ignores: Ignores) -> None:
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


def add_idle(outcomes: list[Outcome], catalogue: Catalogue, ignores: Ignores) -> None:
    """Add FGL900 for ignore comments that silence nothing in any root that reads them."""
    rule = next((entry.rule for entry in catalogue if entry.rule.id == IDLE), None)
    if rule is None:
        return
    seen: set[str] = set()
    for outcome in outcomes:
        if outcome.root is None or IDLE not in outcome.ran:
            continue
        others = set(outcome.root.linked.values())  # they are judged too, and their comments with them
        paths = [path for path in outcome.read if path not in seen and os.path.dirname(path) not in others]
        seen.update(paths)
        found = [finding for path in paths for finding in ignores.idle(path, *_heard(outcomes, path))]
        if outcome.options.suppress and outcome.options.folder not in seen:
            seen.add(outcome.options.folder)
            found += ignores.idle(None, *_heard(outcomes, None))
        for finding in found:
            addresses = (finding.address,) if finding.address else ()
            stamped = msgspec.structs.replace(finding, rule=rule.id, name=rule.name, addresses=addresses)
            _keep(stamped, outcome, catalogue, ignores)


def _heard(outcomes: list[Outcome], path: str | None) -> tuple[set[str], set[str]]:
    """The rules that had something to look at, and those that were undecided, in the roots that read this file."""
    sharing = [o for o in outcomes if o.root is not None and (path is None or path in o.read)]
    ran = {id for outcome in sharing if outcome.judged for id in outcome.ran}
    return ran, {undecided.rule for outcome in sharing for undecided in outcome.undecided}


def root_report(outcome: Outcome, catalogue: Catalogue) -> RootReport:
    """The outcome in its final order, with severities, reasons and fingerprints."""
    entries = {entry.rule.id: entry for entry in catalogue}
    severities = _severities(outcome.options, catalogue)
    apart = {id for id, entry in entries.items() if entry.rule.per_instance}
    findings = merged(outcome.findings, apart)
    in_place = sorted(findings, key=order)  # so that marks do not depend on the current directory
    marks = dict(zip(map(id, in_place), fingerprints(in_place, outcome.path, outcome.files.repository), strict=True))
    reported = tuple(
        Reported(
            finding,
            severities.get(finding.rule) or finding.severity or entries[finding.rule].rule.severity,
            entries[finding.rule].why,
            entries[finding.rule].fix,
            marks[id(finding)],
        )
        for finding in findings
    )
    root = outcome.root
    reasons = {id(finding): reason for finding, reason in outcome.suppressed}
    suppressed = tuple(
        Suppressed(finding.rule, finding.name, finding.address, reasons[id(finding)], finding.span)
        for finding in sorted((finding for finding, _ in outcome.suppressed), key=printed_order)
    )
    return RootReport(
        path=outcome.path,
        repository=outcome.files.repository,
        environment=outcome.environment.name,
        modules=tuple(_modules(root)) if root is not None else (),
        clusters=outcome.clusters,
        findings=reported,
        undecided=tuple(
            sorted(outcome.undecided, key=lambda u: (*printed_key(u.span), u.rule, u.address, u.subject or ""))
        ),
        suppressed=suppressed,
        diagnostics=tuple(
            sorted((d for d in outcome.diagnostics if d.code not in TOLD), key=lambda d: (printed_key(d.span), d.code))
        ),
        passed=len(outcome.passes),
        read=outcome.read,
        unread=any(d.code in UNREAD for d in outcome.diagnostics),
        manifests=_seen(outcome.manifests),
    )


def _seen(manifests: Manifests) -> tuple[int, int, int] | None:
    """How many Kubernetes objects were read, from how many files, and how many files have none."""
    if not (manifests.read or manifests.passed_over):
        return None
    return sum(item.kind is not None for item in manifests.objects), len(manifests.read), manifests.passed_over


def _modules(root: Root) -> Iterator[Module]:
    """The module calls of the root itself, but for those inside of our own stubs, which no person wrote."""
    for call in root.calls:
        if root.keeper(call.address):
            continue
        if call.in_user_code or call.resolved != "stub":
            yield Module(
                address=call.address,
                source=call.source,
                version=call.version,
                resolved=call.resolved,
                detail=call.detail,
            )


def _severities(options: Options, catalogue: Catalogue) -> dict[str, Severity]:
    return {
        id: config.LEVELS[level] for word, level in options.severity.items() for id in sorted(catalogue.named([word]))
    }
