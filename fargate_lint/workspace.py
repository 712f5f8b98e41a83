"""The files, root modules and options that a run works on: what the command line, ``lint()`` and an editor use.

A root is loaded through a door, judged by the rules of its own configuration, and comes out as data (RootResult). What
several roots have to do with one another is worked out of that data (``finish``).
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

import msgspec

from fargate_lint import __version__, baseline, config, environments
from fargate_lint.baseline import Baseline
from fargate_lint.catalogue import Catalogue, ours
from fargate_lint.config import Environment, Given, Input, Options, UsageError
from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.doors import sources
from fargate_lint.exclude import is_ignored, is_matched
from fargate_lint.files import FileProblem, Files, Refused, leads_out, repository_of
from fargate_lint.finish import Known, root_report, unused_entries
from fargate_lint.given import check_region, check_variables, date_of_run, planned_inputs
from fargate_lint.graph.index import ResourceGraph
from fargate_lint.judge import UNREAD, Progress, Setting, failed, judge, no_progress, second_phase, selected
from fargate_lint.kubernetes.folder import Manifests
from fargate_lint.linked_roots import deduplicate
from fargate_lint.notes import (
    discovery_notes,
    environment_notes,
    unread_paths,
    unreported_syntax_errors,
    without_effect,
)
from fargate_lint.report.concise import place_text
from fargate_lint.report.result import Report, RootReport
from fargate_lint.report.style import Style
from fargate_lint.repository import Repository
from fargate_lint.run import RootResult, Run, Suppression, UnusedSuppression
from fargate_lint.suppress import unused
from fargate_lint.terraform.discovery import Discovery, discover
from fargate_lint.terraform.instance import Root
from fargate_lint.terraform.moves import moves_of
from fargate_lint.terraform.session import LoadOptions

if TYPE_CHECKING:
    from fargate_lint.doors.plan_document import Document


TOO_MANY_ENVIRONMENTS = (
    f"more than {environments.MOST} variable files look like environments of this root module: the others are not "
    "judged; write those that are meant as [[environments]], or name them with --environments"
)


class NoRoot(Exception):
    """There is no one root module that a path means; the message says why (exit status 3)."""


def _reading(result: RootResult, known: Known | None) -> RootResult:
    """With its baseline among the files that its answer comes from."""
    if known is None:
        return result
    return msgspec.structs.replace(result, read=tuple(dict.fromkeys((*result.read, known.baseline.path))))


class Workspace:
    """What is linted, and with which options and rules. One is made for a run, or kept as long as an editor is open."""

    def __init__(
        self,
        given: Given | None = None,
        catalogue: Catalogue | None = None,
        environ: Mapping[str, str] | None = None,
        today: datetime.date | None = None,
        known: bool = True,
    ) -> None:
        """``given`` is what the command line says, ``catalogue`` the rules (ours, where none are given), ``known``
        whether baselines are read. Raises UsageError where the date of the environment (SOURCE_DATE_EPOCH) is none, and
        for an unknown region."""
        self.given = (given or Given()).absolute()
        self.catalogue = catalogue or ours()
        self.environ = dict(os.environ if environ is None else environ)
        self.today = today or date_of_run(self.environ)
        self._repositories: dict[str, Repository] = {}
        self._plan: Document | None = None
        self._read_baselines = known
        self._baselines: dict[str, Baseline] = {}
        check_region(self.given.region, "--region")

    def repository(self, path: str) -> Repository:
        """The repository that a path lies in."""
        top = repository_of(path)
        if top not in self._repositories:
            files = Files(top, allowed=self.given.named_paths())
            self._repositories[top] = Repository(files, self.catalogue, self.today, self._load, self.environ)
        return self._repositories[top]

    def _load(self, files: Files, folder: str) -> Options:
        options = config.load(folder, files, self.given)
        if self.given.region is None:
            check_region(options.region, options.place("region"))
            for number, environment in enumerate(options.environments):
                check_region(environment.region, options.place("environments", number, "region"))
        return options

    def tops(self) -> tuple[str, ...]:
        """The repositories that were looked into."""
        return tuple(self._repositories)

    def edit(self, path: str, text: str | None) -> None:
        """Let a text stand for a file (an editor's unsaved buffer), or the file again (None)."""
        self.repository(path).files.edit(path, text)

    def options(self, folder: str) -> Options:
        """The options that hold in a folder. Raises UsageError."""
        return self.repository(folder).options(os.path.abspath(folder))

    def environments(self, root: str) -> tuple[Environment, ...]:
        """The settings that a root module is applied with: those that are written, else those that variable files
        tell; one without a name where there are none, or none of those that are wanted."""
        options = self.options(root)
        words = options.environment_words
        if self.given.plan is not None or words == ("none",):
            return (Environment(),)
        if not options.names_environments:
            kept = options.environments if self._are_chosen(options, root) else self._every_environment(root)
        else:
            kept = tuple(one for one in self._every_environment(root) if one.name in words)
        return kept or (Environment(),)

    def _every_environment(self, root: str) -> tuple[Environment, ...]:
        """The environments of a root that are written, else those that variable files tell, wanted or not."""
        return self.options(root).environments or self.repository(root).detected(root).environments

    def _are_chosen(self, options: Options, root: str) -> bool:
        """Whether somebody says which values a root gets."""
        said = options.variables or options.inputs or options.workspace or planned_inputs(self.environ, root)
        return bool(said)

    def check_environments(self, roots: Iterable[str]) -> None:
        """Raises UsageError for a name of --environments that no root of the run has."""
        every = [root for root in roots if self.options(root).names_environments]
        known = {one.name for root in every for one in self._every_environment(root) if one.name is not None}
        for name in dict.fromkeys(word for root in every for word in self.options(root).environment_words):
            if name not in known:
                hint = config.nearest(name, sorted(known)) if known else "; nothing here tells of environments"
                raise UsageError(f"environments: no root module of this run has one called {name!r}{hint}")

    def run_options(self, paths: Sequence[str]) -> Options:
        """What is chosen once for a whole run (format, outputs, how much is said): what holds in the folder around all
        paths, whatever their order. Raises UsageError."""
        self._check_links(paths or (".",))
        folders = {path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path)) for path in paths or (".",)}
        whole = [os.path.abspath(folder) for folder in folders]
        try:
            return self.options(os.path.commonpath(whole))
        except ValueError:  # on Windows, several drives
            return self.options(min(whole))

    # Which roots

    def find(self, paths: Sequence[str], progress: Progress = no_progress) -> Discovery:
        """The root modules that paths mean; they are taken into the run. Raises UsageError for a path that is not
        there, and Refused."""
        found = Discovery(())
        self._check_links(paths)
        for repository, members, recursive in self._groups(paths):
            progress("looking for root modules")
            one = discover(
                members, repository.survey, recursive, partial(self._extra, repository), self._excluded, self._ignored
            )
            repository.roots.update(dict.fromkeys(one.roots))
            found = found.with_other(one)
        return found

    def _check_links(self, paths: Sequence[str]) -> None:
        """Raises Refused for a path of a repository that is named, or given as an option, and that a link leads out."""
        tops = {repository_of(path) for path in paths}
        given = (*paths, *self.given.named_paths(), *((self.given.config,) if self.given.config is not None else ()))
        for path in given:
            for target in (leads_out(path, top) for top in tops):
                if target is not None:
                    raise Refused(f"{config.shown(path)}: a link leads out of the repository, to {target}")

    def _groups(self, paths: Sequence[str]) -> Iterator[tuple[Repository, list[str], bool]]:
        """The paths by repository, and whether to look below the folders named."""
        groups: dict[tuple[str, bool], list[str]] = {}
        for path in paths:
            if not os.path.lexists(path):
                raise UsageError(f"no such file or folder: {path}")
            folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
            recursive = self.options(folder).recursive
            groups.setdefault((self.repository(path).files.repository, recursive), []).append(path)
        for (top, recursive), members in groups.items():
            yield self._repositories[top], members, recursive

    def _extra(self, repository: Repository, root: str) -> Iterator[str]:
        """The files that the configuration adds to a root: itself, its variable files and Kubernetes YAML."""
        options = repository.options(root)
        yield from (document.path for document in options.documents)
        for environment in self.environments(root):
            yield from (text for kind, text in options.inputs_in(environment) if kind == "file")
            for path in options.manifests_in(environment):
                yield from repository.yaml.files_of(path)

    def _excluded(self, folder: str) -> bool:
        return any(is_matched(one.patterns, one.folder, folder) for one in self.options(folder).exclude)

    def _ignored(self, folder: str) -> bool:
        return is_ignored(folder, self.repository(folder).files)

    def readers(self, path: str) -> frozenset[str]:
        """All root modules of the repository that read a file, in the run or not."""
        repository = self.repository(path)
        return frozenset(repository.survey.reaching(path, partial(self._extra, repository)))

    # One root

    def load(self, root: str, environment: Environment) -> Root:
        """A root module through its door. Raises UsageError."""
        repository = self.repository(root)
        options = self._load_options(repository, root, environment)
        if self._plan is not None:
            from fargate_lint.doors.both import load_both

            return load_both(root, repository.files, self._plan, options)
        return sources.load_root(root, repository.files, options)

    def _load_options(self, repository: Repository, root: str, environment: Environment) -> LoadOptions:
        options = repository.options(root)
        states = repository.states()
        return LoadOptions(
            inputs=self._inputs(repository, environment.name, root),
            workspace=environment.workspace or options.workspace or self.environ.get("TF_WORKSPACE") or "default",
            region=environment.region or options.region,
            environment=environment.name,
            modules=options.modules,
            environ={name: value for name, value in self.environ.items() if name.startswith("TF_VAR_")},
            data_dir=self.environ.get("TF_DATA_DIR") or ".terraform",
            roots=states.roots,
            states=states,
            inputs_of=partial(self._inputs, repository, environment.name),
            offered={} if environment.name is not None else repository.detected(root).offered,
        )

    def _inputs(self, repository: Repository, environment: str | None, root: str) -> tuple[Input, ...]:
        """The variable files and variables of a root in an environment, the later ones winning."""
        options = repository.options(root)
        named = (one for one in self.environments(root) if one.name == environment)
        given = options.inputs_in(next(named, Environment()))
        check_variables(given)
        return (*planned_inputs(self.environ, root), *given)

    def setting(self, root: str, environment: Environment, progress: Progress = no_progress) -> Setting:
        """What a root is judged with. Raises UsageError."""
        repository = self.repository(root)
        options = repository.options(root)
        return Setting(
            files=repository.files,
            options=options,
            catalogue=self.catalogue,
            selected=selected(options, self.catalogue),
            suppressions=repository.suppressions,
            configured=tuple(self._configured(repository, options, root)),
            manifests=self._manifests(repository, options, environment),
            today=self.today,
            progress=progress,
        )

    def _manifests(self, repository: Repository, options: Options, environment: Environment) -> Manifests:
        paths = options.manifests_in(environment)
        for path in paths:
            if not os.path.exists(path):
                raise UsageError(f"--manifests {config.shown(path)}: no such file or folder")
        return repository.yaml.read(paths)

    def _configured(self, repository: Repository, options: Options, root: str) -> Iterator[Suppression]:
        """The [[suppress]] of the configuration that are for a root."""
        document = next((one for one in options.documents if "suppress" in (one.section() or {})), None)
        if document is None:
            return
        for number, one in enumerate(options.suppress):
            if one.root in (None, root):
                span = document.span("suppress", number)
                yield repository.suppressions.configured(
                    one.rules, one.address, one.reason, one.until, one.root, Span(document.path, *span)
                )

    def result(self, root: str, environment: Environment, progress: Progress = no_progress) -> RootResult:
        """What the rules say of one root module in one environment. Raises UsageError; what goes wrong with the files,
        and a fault of ours, is in the result."""
        setting = self.setting(root, environment, progress)
        load = partial(self._load_options, self.repository(root), root, environment)
        load()  # wrong options are told before anything is read
        with setting.files.recording() as recording:
            try:
                loaded = self.load(root, environment)
            except Exception as error:  # a fault of ours must neither end the run nor pass for a clean result
                result = failed(root, setting, environment.name, error)
            else:
                result = judge(loaded, setting)
        if self._plan is not None:
            from fargate_lint.planned import concealed

            result = msgspec.structs.replace(concealed(result, self._plan), door="both")
        if environment.name is not None and self.repository(root).detected(root).truncated:
            told = Diagnostic("limit", Severity.ERROR, TOO_MANY_ENVIRONMENTS)
            result = msgspec.structs.replace(result, diagnostics=(*result.diagnostics, told))
        read = dict.fromkeys((*result.read, *recording.read))
        return msgspec.structs.replace(result, read=tuple(read))

    def lint(self, root: str, environment: Environment | None = None) -> RootReport:
        """The report of one root module alone."""
        (report,) = self.finish([self.result(root, environment or self.environments(root)[0])])
        return report

    # The run

    def run(self, paths: Sequence[str], progress: Progress = no_progress) -> Report:
        """Lint what is at the paths. Raises UsageError for wrong usage or configuration; everything else that goes
        wrong is in the report."""
        problems = self._read_plan(paths)
        if self.given.plan is not None and not paths:
            return self._plan_alone(problems, progress)
        paths = paths or (".",)
        found = self.find(paths, progress)
        if self.given.plan is not None:
            from fargate_lint.planned import check_one

            check_one(found.roots)
        self.check_environments(found.roots)
        results: list[RootResult] = []
        for repository in self._repositories.values():
            for number, root in enumerate(repository.roots, 1):
                for environment in self.environments(root):
                    progress(f"{config.shown(root)} ({number} of {len(repository.roots)})")
                    results.append(self.result(root, environment, progress))
        self._check_declared(results)
        roots = self.finish(results)
        notes, lost = discovery_notes(found, paths)
        problems += lost
        known = (self.options(root) for repository in self._repositories.values() for root in repository.roots)
        notes += dict.fromkeys(sentence for options in known for sentence in without_effect(options, self.catalogue))
        problems += unreported_syntax_errors(roots, self.catalogue)
        return Report(
            roots=roots,
            notes=tuple(notes),
            details=(*unread_paths(found), *self._told_environments(found.roots)),
            problems=tuple(problems),
            version=__version__,
            source=self.source,
        )

    def _told_environments(self, roots: Iterable[str]) -> Iterator[str]:
        """What --verbose tells of the environments that nobody wrote down."""
        for root in roots:
            taken = {path for one in self.environments(root) for path in one.var_files}
            yield from environment_notes(root, self.repository(root).detected(root), taken)

    def _read_plan(self, paths: Sequence[str]) -> list[str]:
        """Read the plan, if one is given; why it is of no use. Raises UsageError."""
        if self.given.plan is None:
            return []
        from fargate_lint.planned import UnreadPlan, check_usage, read_plan

        check_usage(self.given, paths)
        try:
            self._plan = read_plan(self.given.plan, repository_of(paths[0] if paths else "."))
        except UnreadPlan as problem:
            return [str(problem)]
        return []

    def _plan_alone(self, problems: list[str], progress: Progress) -> Report:
        """Lint the plan without sources; it counts as the current directory."""
        from fargate_lint.planned import NO_PLACES, alone, judge_plan

        here = os.getcwd()
        results = []
        if self._plan is not None:
            setting = alone(self.setting(here, Environment(), progress))
            options = self.options(here)
            results.append(judge_plan(self._plan, here, self.given.plan or "", setting, options.region))
        return Report(
            roots=self.finish(results),
            notes=(NO_PLACES,) if results else (),
            problems=tuple(problems),
            version=__version__,
            source=self.source,
        )

    def finish(self, results: Sequence[RootResult]) -> tuple[RootReport, ...]:
        """What the roots have to do with one another: second phases of rules, one verdict for what several see."""
        settings = cache(lambda root: self.setting(root, Environment()))
        known = {one.path: found for one in results if (found := self._known(one.path)) is not None}
        results = [_reading(one, known.get(one.path)) for one in results]
        idle = (*self._unused(results), *unused_entries(results, known, self.catalogue))
        spoken = second_phase(results, Run(roots=results, unused_suppressions=idle), lambda one: settings(one.path))
        return tuple(
            root_report(one, self.options(one.path), self.catalogue, known.get(one.path)) for one in deduplicate(spoken)
        )

    def _known(self, root: str) -> Known | None:
        """The baseline that holds for a root. Raises UsageError."""
        path = self.options(root).baseline
        if path is None or not self._read_baselines:
            return None
        files = self.repository(root).files
        if path not in self._baselines:
            named = Files(os.path.dirname(path), allowed=(path,))
            self._baselines[path] = baseline.read(path, named if path == self.given.baseline else files)
        return Known(self._baselines[path], moves_of(root, files))

    def _unused(self, results: Sequence[RootResult]) -> Iterator[UnusedSuppression]:
        """The suppressions that are of no use, as far as that can be known: every root that reads them was looked
        at."""
        later = frozenset(entry.rule.id for entry in self.catalogue if entry.after is not None)
        here = {result.path for result in results if self._is_whole(result.path)}
        for one in unused(results, later):
            if one.suppression.fault is not None or self._roots_of(one.suppression) <= here:
                yield one

    def _is_whole(self, root: str) -> bool:
        """Whether a root is judged in all of its environments, not only in those that --environments names."""
        options = self.options(root)
        names = {one.name for one in self._every_environment(root)} if options.names_environments else set()
        return names <= set(options.environment_words)

    def _roots_of(self, suppression: Suppression) -> frozenset[str]:
        """All roots of the repository that a suppression may be for."""
        assert suppression.span is not None
        path = suppression.span.path
        if suppression.by == "comment":
            return self.readers(path)
        if suppression.root is not None:
            return frozenset({suppression.root})
        repository = self.repository(path)
        every = repository.survey.every_root
        return frozenset(root for root in every if any(d.path == path for d in repository.options(root).documents))

    def _check_declared(self, results: Sequence[RootResult]) -> None:
        """Raises UsageError for a --var that no root of the run declares."""
        unread = any(result.unread or not result.is_complete for result in results)
        self._check_names([result.variables for result in results], unread)

    def _check_names(self, variables: Sequence[Iterable[str]], unread: bool) -> None:
        declared = {name for names in variables for name in names}
        for name in (text.partition("=")[0].strip() for kind, text in self.given.inputs if kind == "var"):
            if variables and not unread and name not in declared:
                hint = config.nearest(name, sorted(declared))
                raise UsageError(f'--var {name}: no root module of this run declares a variable "{name}"{hint}')

    def graph(self, path: str | None) -> tuple[ResourceGraph, list[str]]:
        """The graph of the one root module that a path means, and what of the root could not be read, a sentence each;
        without a path that of the plan. Raises UsageError and NoRoot."""
        root = self._graph_root(path)
        self._check_names([root.variables], any(d.code in UNREAD for d in root.diagnostics))
        lost = [d for d in root.diagnostics if d.severity is Severity.ERROR and d.code != "reference"]
        style = Style(os.getcwd())
        return ResourceGraph(root), [f"{place_text(d.span, style, root.path)}: {d.message}" for d in lost]

    def _graph_root(self, path: str | None) -> Root:
        problems = self._read_plan([path] if path is not None else [])
        if problems:
            raise NoRoot(problems[0])
        if self._plan is not None and path is None:
            from fargate_lint.doors.plan import load_plan

            return load_plan(self._plan, os.getcwd(), self.options(os.getcwd()).region).root
        root = self.one_root(path or ".")
        return self.load(root, self.one_environment(root))

    def one_environment(self, root: str) -> Environment:
        """The one environment of a root module. Raises UsageError where there are several."""
        self.check_environments([root])
        found = self.environments(root)
        if len(found) > 1:
            names = ", ".join(one.name or "" for one in found)
            raise UsageError(f"{config.shown(root)} has several environments: name one with --environments ({names})")
        return found[0]

    def one_root(self, path: str) -> str:
        """The one root module that a path means. Raises NoRoot, and UsageError."""
        roots = self.find([path]).roots
        if len(roots) > 1:
            named = ", ".join(map(config.shown, roots[:3])) + (" …" if len(roots) > 3 else "")
            raise NoRoot(f"{path} means {len(roots)} root modules: name one ({named})")
        if not roots:
            raise NoRoot(f"{path} holds no Terraform files" if os.path.isdir(path) else f"no root module reads {path}")
        return roots[0]

    def source(self, path: str) -> str | None:
        """The text of a file that the run read; None where there is none."""
        for repository in self._repositories.values():
            try:
                return repository.files.text(path)
            except FileProblem:
                continue
        return None
