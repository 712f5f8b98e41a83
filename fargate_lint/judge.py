"""One root module in one environment: looked at by the rules, its findings kept, silenced or left out."""

from __future__ import annotations

import datetime
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from fargate_lint.catalogue import Catalogue, Entry, UnknownRule
from fargate_lint.config import Options, UsageError
from fargate_lint.config.options import Words
from fargate_lint.diagnostic import Diagnostic, Finding, Pass, Severity, Undecided, Verdict
from fargate_lint.facts import Facts
from fargate_lint.facts.ids import parse_id
from fargate_lint.files import Files
from fargate_lint.kubernetes.folder import Manifests
from fargate_lint.model.estate import Estate
from fargate_lint.run import Cluster, Module, RootResult, Run, Suppressed, Suppression
from fargate_lint.suppress import Silencer, SuppressionReader, places
from fargate_lint.terraform.instance import Root

Progress = Callable[[str], None]

UNREAD = ("syntax", "file")
"""Codes of diagnostics that say that a file, or a part of one, was not read."""


def no_progress(message: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a root is judged with. ``selected`` are the rules that look at it."""

    files: Files
    options: Options
    catalogue: Catalogue
    selected: tuple[Entry, ...]
    suppressions: SuppressionReader
    configured: tuple[Suppression, ...] = ()
    manifests: Manifests = field(default_factory=Manifests)
    today: datetime.date
    progress: Progress = no_progress


def judge(root: Root, setting: Setting) -> RootResult:
    """Let the rules look at a root, however it came to be, and set aside what is silenced. A crash of ours is in the
    diagnostics, and the other rules still run."""
    try:
        ids = {id: parse_id(text) for id, text in setting.options.ids.items()}
        estate = Estate(
            root, Facts(setting.options.facts, ids), setting.manifests.objects, setting.today, setting.files
        )
        clusters = tuple(
            Cluster(
                c.address, c.name, c.data_plane, c.has_egress.choose("yes", "no", "undecided"), not c.profiles.exist.no
            )
            for c in estate.clusters
        )
        judged = any(cluster.profiles.exist.yes for cluster in estate.clusters)
    except Exception as error:  # a fault of ours must neither end the run nor pass for a clean result
        return failed(root.path, setting, root.environment, error)
    sources = tuple(dict.fromkeys(map(os.path.abspath, (*root.files, *setting.manifests.read))))
    verdicts = _Verdicts(root, setting)
    shown = os.path.relpath(root.path)
    for entry in setting.selected:
        setting.progress(f"{shown}: {entry.rule.name}")
        verdicts.hear(entry, estate)
    diagnostics = (*root.diagnostics, *setting.manifests.diagnostics)
    comments = (comment for path in sources for comment in setting.suppressions.comments(path))
    return RootResult(
        path=root.path,
        repository=setting.files.repository,
        environment=root.environment,
        modules=tuple(_modules(root)),
        clusters=clusters,
        findings=tuple(verdicts.findings),
        suppressed=tuple(verdicts.suppressed),
        undecided=tuple(verdicts.undecided),
        passes=tuple(verdicts.passes),
        diagnostics=(*diagnostics, *verdicts.crashes),
        ran=tuple(entry.rule.id for entry in setting.selected),
        judged=judged,
        left_out=verdicts.left_out,
        read=sources,
        unread=any(diagnostic.code in UNREAD for diagnostic in diagnostics),
        linked=dict(root.linked),
        variables=tuple(root.variables),
        suppressions=(*setting.configured, *comments),
        used=tuple(verdicts.silencer.used),
        manifests=_seen(setting.manifests),
    )


def failed(path: str, setting: Setting, environment: str | None, error: Exception) -> RootResult:
    """The result of a root that could not be looked at, through a fault of ours."""
    return RootResult(
        path=path,
        repository=setting.files.repository,
        environment=environment,
        diagnostics=(_internal("reading this root module", error),),
    )


class _Verdicts:
    """What the rules say of one root, sorted by what becomes of it."""

    def __init__(self, root: Root, setting: Setting) -> None:
        self._root = root
        self._setting = setting
        self.silencer = Silencer(setting.suppressions, setting.configured)
        self.findings: list[Finding] = []
        self.suppressed: list[Suppressed] = []
        self.undecided: dict[Undecided, None] = {}
        self.passes: list[Pass] = []
        self.crashes: list[Diagnostic] = []
        self.left_out = 0

    def hear(self, entry: Entry, estate: Estate) -> None:
        """Take what a rule says; a crash is reported and ends this rule."""
        found: list[Finding] = []
        try:
            for verdict in entry.check(estate):
                if isinstance(verdict, Finding):
                    found.append(stamped(verdict, entry))
                else:
                    self._count(verdict, entry)
        except Exception as error:  # see judge
            self.crashes.append(crash(entry, error))
        for finding in found:
            self._keep(finding)

    def _count(self, verdict: Verdict, entry: Entry) -> None:
        if isinstance(verdict, Undecided):
            self.undecided[msgspec.structs.replace(verdict, rule=entry.rule.id, name=entry.rule.name)] = None
        elif isinstance(verdict, Pass):
            self.passes.append(msgspec.structs.replace(verdict, rule=entry.rule.id))

    def _keep(self, finding: Finding) -> None:
        """Put a finding where it belongs: left out by path, silenced, or found."""
        if is_left_out(finding, self._setting):
            self.left_out += 1
            return
        suppression = self.silencer.match(finding, places(finding, self._root))
        if suppression is None:
            self.findings.append(finding)
        else:
            self.suppressed.append(Suppressed(finding, suppression))


def stamped(finding: Finding, entry: Entry) -> Finding:
    """The finding with the rule's id and name, its addresses and its severity. Raises ValueError for a severity that
    the rule does not list."""
    rule = entry.rule
    severity = finding.severity if finding.severity is not None else rule.severity
    if severity not in rule.severities:
        raise ValueError(f"a finding of severity {severity}, which its severities do not list")
    addresses = finding.addresses or ((finding.address,) if finding.address else ())
    return msgspec.structs.replace(finding, rule=rule.id, name=rule.name, addresses=addresses, severity=severity)


def is_left_out(finding: Finding, setting: Setting) -> bool:
    """Whether [per-path-ignores] leaves it out."""
    span = finding.span
    if span is None or not span.is_file or not setting.options.per_path_ignores:
        return False
    words = setting.options.ignored_at(span.path)
    return bool(words) and finding.rule in setting.catalogue.named(words)


def crash(entry: Entry, error: Exception) -> Diagnostic:
    """What is said of a rule that crashed."""
    return _internal(f"the rule {entry.rule.id} {entry.rule.name}", error)


def _internal(what: str, error: Exception) -> Diagnostic:
    """Our own fault, with the place in our code instead of a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    text = f"internal error in {what}: {type(error).__name__}: {error}{place}; please report it"
    return Diagnostic("internal", Severity.ERROR, text)


def second_phase(
    results: Iterable[RootResult], run: Run, setting_of: Callable[[RootResult], Setting]
) -> tuple[RootResult, ...]:
    """The results with what rules say once all of them have spoken: each finding at the first root that reads its file
    and that the rule was to look at."""
    kept = list(results)
    catalogue = setting_of(kept[0]).catalogue if kept else Catalogue(())
    for entry in catalogue:
        if entry.after is None:
            continue
        found: list[Finding] = []
        try:
            found = [stamped(finding, entry) for finding in entry.after(run)]
        except Exception as error:  # see judge
            kept[0] = msgspec.structs.replace(kept[0], diagnostics=(*kept[0].diagnostics, crash(entry, error)))
        for finding in found:
            number = next((n for n, result in enumerate(kept) if _is_home(result, finding)), None)
            if number is not None:
                kept[number] = _with(kept[number], finding, setting_of(kept[number]))
    return tuple(kept)


def _is_home(result: RootResult, finding: Finding) -> bool:
    """Whether a finding of a second phase is told at this root: not where it only reads another one's state."""
    if finding.rule not in result.ran or finding.span is None:
        return False
    path = finding.span.path
    if os.path.dirname(path) in result.linked.values():
        return False
    return path in result.read or any(s.span is not None and s.span.path == path for s in result.suppressions)


def _with(result: RootResult, finding: Finding, setting: Setting) -> RootResult:
    if is_left_out(finding, setting):
        return msgspec.structs.replace(result, left_out=result.left_out + 1)
    silencer = Silencer(setting.suppressions, setting.configured)
    suppression = silencer.match(finding, () if finding.span is None else (finding.span,))
    if suppression is None:
        return msgspec.structs.replace(result, findings=(*result.findings, finding))
    return msgspec.structs.replace(result, suppressed=(*result.suppressed, Suppressed(finding, suppression)))


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


# Which rules run


def selected(options: Options, catalogue: Catalogue) -> tuple[Entry, ...]:
    """The rules that are to run: the words of the command line first, those of the configuration where they say
    nothing, and of two words the more specific one. Raises UsageError for a word that names no rule, and where no rule
    is left."""
    _check_words(options, catalogue)
    chosen = tuple(entry for entry in catalogue if _is_chosen(entry, options.words))
    if not chosen:
        said = next((words.origin for words in options.words if words.origin is not None), None)
        where = "--select and --ignore" if said is None else f"select and ignore ({options.place('select')})"
        raise UsageError(f"no rule is left to run: see {where}")
    return chosen


def turned_off(options: Options, catalogue: Catalogue) -> tuple[str, ...]:
    """The ids of the rules that would run, did the configuration not say otherwise."""
    ours = tuple(words for words in options.words if words.origin is None)
    return tuple(
        entry.rule.id for entry in catalogue if _is_chosen(entry, ours) and not _is_chosen(entry, options.words)
    )


def _is_chosen(entry: Entry, words: Iterable[Words]) -> bool:
    for layer in words:
        said = _says(entry, layer)
        if said is not None:
            return said
    return True


def _says(entry: Entry, words: Words) -> bool | None:
    """Whether these words take the rule (True), leave it out (False) or do not speak of it."""
    take = max((entry.closeness(word) for word in words.select), default=0)
    leave = max((entry.closeness(word) for word in words.ignore), default=0)
    if take or leave:
        return take > leave
    return False if words.select else None


def deciding_word(entry: Entry, options: Options) -> str | None:
    """Which word decides whether a rule runs, and where it stands; None where nothing speaks of it."""
    for layer in options.words:
        if _says(entry, layer) is None:
            continue
        key = "select" if _says(entry, layer) else "ignore"
        word = max((*layer.select, *layer.ignore), key=entry.closeness)
        where = f"--{key}" if layer.origin is None else f"{key}, {options.place(key)}"
        return f"{where}: {word}" if entry.closeness(word) else f"not in {where.replace('ignore', 'select')}"
    return None


def _check_words(options: Options, catalogue: Catalogue) -> None:
    """Raises UsageError for the first word that means no rule, with its place."""
    for layer in options.words:
        for key, words in (("select", layer.select), ("ignore", layer.ignore)):
            for word in words:
                where = f"--{key}" if layer.origin is None else options.place(key)
                _check_word(word, where if layer.origin is not None else "", catalogue)
    for word in options.severity:
        _check_word(word, options.place("severity", word), catalogue)
    for one in options.per_path_ignores:
        for word in one.words:
            _check_word(word, options.place("per-path-ignores", one.pattern), catalogue)


def _check_word(word: str, place: str, catalogue: Catalogue) -> None:
    try:
        catalogue.named([word])
    except UnknownRule as error:
        raise UsageError(f"{place}: {error}" if place else str(error)) from error
