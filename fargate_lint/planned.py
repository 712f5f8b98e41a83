"""The file of --plan in a run: read, judged alone in every reading, or handed to the door that has the sources too."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from fargate_lint.config import Given, UsageError, shown
from fargate_lint.diagnostic import Finding, Pass, Undecided, Verdict
from fargate_lint.doors.plan import load_plan
from fargate_lint.doors.plan_choice import Reading
from fargate_lint.doors.plan_document import LARGEST_PLAN, Document, PlanProblem, read
from fargate_lint.doors.plan_secrets import secrets
from fargate_lint.files import FileProblem, Files, named_file
from fargate_lint.judge import Setting, judge
from fargate_lint.readings import agreed
from fargate_lint.run import Cluster, RootResult

STDIN = "-"
CONCEALED = "(sensitive)"
NO_PLACES = "a plan alone has no places, and leaves open what refers to what: name the root module's folder too"


class UnreadPlan(Exception):
    """The plan is damaged, of an unknown format or too large; the message says which and names it."""


class NoFiles(Files):
    """A repository in which nothing is looked at: a plan alone is judged without a single source file."""

    def is_allowed(self, path: str) -> bool:
        return False

    def walk(self, folder: str) -> tuple[str, ...]:
        return ()


def check_usage(given: Given, paths: Sequence[str]) -> None:
    """Raises UsageError for what does not go with --plan."""
    if given.inputs:
        raise UsageError("--plan says what the variables are: leave --var and --var-file out")
    if given.environments:
        raise UsageError("--plan is the plan of one environment: leave --environments out")
    if len(paths) > 1:
        raise UsageError(f"--plan is the plan of one root module, and there are {len(paths)} paths: name one")


def check_one(roots: Sequence[str]) -> None:
    """Raises UsageError where a path means several root modules."""
    if len(roots) > 1:
        named = ", ".join(map(shown, roots[:3])) + (" …" if len(roots) > 3 else "")
        raise UsageError(f"--plan is the plan of one root module, and the path means {len(roots)} ({named})")


def read_plan(path: str, repository: str) -> Document:
    """The plan of --plan. Raises UsageError for a file that is not there or is something else, and UnreadPlan."""
    name = "standard input" if path == STDIN else shown(path)
    try:
        if path == STDIN:
            return read(sys.stdin.buffer.read(LARGEST_PLAN + 1))
        return read(named_file(path, repository, LARGEST_PLAN))
    except FileProblem as problem:
        if problem.code == "missing":
            raise UsageError(f"--plan {name}: {problem.reason}") from problem
        raise UnreadPlan(f"--plan {name}: {problem.reason}") from problem
    except PlanProblem as problem:
        if problem.usage:
            raise UsageError(f"--plan {name}: {problem}") from problem
        raise UnreadPlan(f"--plan {name}: {problem}") from problem


def alone(setting: Setting) -> Setting:
    """The setting in which a plan alone is judged: without files, and without rules about the text of sources."""
    left = tuple(entry for entry in setting.selected if not entry.rule.about_sources)
    return dataclasses.replace(setting, files=NoFiles(setting.files.repository), selected=left)


def judge_plan(document: Document, path: str, plan: str, setting: Setting, region: str | None) -> RootResult:
    """What the rules say of a plan alone: what all its readings have in common. ``path`` is the folder that it counts
    as, ``plan`` the file."""
    loaded = load_plan(document, path, region)
    likely = judge(loaded.root, setting)
    others = [(reading, judge(root, setting)) for reading, root in loaded.others()]
    verdicts = agreed(list(_verdicts(likely)), ((reading, list(_verdicts(other))) for reading, other in others))
    crashes = (d for _, other in others for d in other.diagnostics if d.code == "internal")
    result = msgspec.structs.replace(
        likely,
        door="plan",
        findings=tuple(verdict for verdict in verdicts if isinstance(verdict, Finding)),
        undecided=tuple(_named(verdict, setting) for verdict in verdicts if isinstance(verdict, Undecided)),
        passes=tuple(verdict for verdict in verdicts if isinstance(verdict, Pass)),
        clusters=tuple(_clusters(likely.clusters, others)),
        diagnostics=tuple(dict.fromkeys((*likely.diagnostics, *crashes))),
        read=(*((plan,) if plan != STDIN else ()), *likely.read),
    )
    return concealed(result, document)


def concealed(result: RootResult, document: Document) -> RootResult:
    """The result without the sensitive texts of the plan."""
    hidden = secrets(document)
    if not hidden:
        return result

    def clean(text: str) -> str:
        for secret in hidden:
            if secret in text:
                text = text.replace(secret, CONCEALED)
        return text

    def finding(one: Finding) -> Finding:
        related = tuple(msgspec.structs.replace(note, message=clean(note.message)) for note in one.related)
        subject = None if one.subject is None else clean(one.subject)
        return msgspec.structs.replace(one, message=clean(one.message), subject=subject, related=related)

    def doubt(one: Undecided) -> Undecided:
        subject = None if one.subject is None else clean(one.subject)
        return msgspec.structs.replace(one, reason=clean(one.reason), subject=subject)

    return msgspec.structs.replace(
        result,
        findings=tuple(map(finding, result.findings)),
        suppressed=tuple(msgspec.structs.replace(one, finding=finding(one.finding)) for one in result.suppressed),
        undecided=tuple(map(doubt, result.undecided)),
        clusters=tuple(
            msgspec.structs.replace(one, name=None if one.name is None else clean(one.name)) for one in result.clusters
        ),
        diagnostics=tuple(msgspec.structs.replace(one, message=clean(one.message)) for one in result.diagnostics),
    )


def _named(verdict: Undecided, setting: Setting) -> Undecided:
    """The verdict with the name of its rule: what became undecided here may have been a pass, which has none."""
    if verdict.name:
        return verdict
    name = next((entry.rule.name for entry in setting.selected if entry.rule.id == verdict.rule), "")
    return msgspec.structs.replace(verdict, name=name)


def _verdicts(result: RootResult) -> Iterator[Verdict]:
    yield from result.findings
    yield from result.undecided
    yield from result.passes


def _clusters(likely: Iterable[Cluster], others: list[tuple[Reading, RootResult]]) -> Iterator[Cluster]:
    """Each cluster, with what the readings do not agree on undecided."""
    for cluster in likely:
        same = [other for _, result in others for other in result.clusters if other.address == cluster.address]
        agree_plane = all(other.data_plane == cluster.data_plane for other in same)
        agree_egress = all(other.egress == cluster.egress for other in same)
        yield msgspec.structs.replace(
            cluster,
            data_plane=cluster.data_plane if agree_plane else "undecided",
            egress=cluster.egress if agree_egress else "undecided",
        )
