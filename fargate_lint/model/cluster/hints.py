"""Who else may set up CoreDNS for Fargate: provisioners, Lambdas, Kubernetes patches, scripts, and other roots.

None of these is read as a program. What says "coredns" counts as done; what may do it without saying so is a hint.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.facts.coredns import Changes
from fargate_lint.files import FileProblem, Files
from fargate_lint.kubernetes.resource import makes_object, objects_of
from fargate_lint.model.thing.walk import leaves
from fargate_lint.terraform.discovery import Survey
from fargate_lint.terraform.instance import Content, Instance

if TYPE_CHECKING:
    from fargate_lint.model.thing.resources import Resources

LARGEST_SCRIPT = 200_000
"""Characters; scripts that people write are far below."""
MOST_SCRIPTS = 3_000
"""Files looked into, so that a large repository costs no more than a second."""


@dataclass(frozen=True, slots=True)
class Hint:
    """``sure``: it names CoreDNS. ``elsewhere``: it is in another root of the repository, maybe of another cluster."""

    what: str
    span: Span | None
    sure: bool = False
    elsewhere: bool = False


def hints(resources: Resources) -> Iterator[Hint]:
    """What this root itself does, the sure ones first."""
    found = [hint for instance in resources.instances.values() for hint in _of_instance(resources, instance)]
    yield from sorted(found, key=lambda hint: not hint.sure)


def _of_instance(resources: Resources, instance: Instance) -> Iterator[Hint]:
    for _, content in instance.provisioners:
        yield from _of_text(
            resources, instance, " ".join(_texts(content)), content.span or instance.span, _vague(content)
        )
    facts = resources.facts.coredns.changes
    acts = instance.mode == "managed" and facts.acts(instance.type)
    if (acts and _changes(instance, facts.kinds)) or instance.type in ("external", "aws_lambda_invocation"):
        texts = (_own_name(instance),) if instance.type == "helm_release" else _texts(instance.content)
        if any(facts.names_coredns(text) for text in texts):
            yield Hint(instance.address, instance.span, sure=True)
        elif instance.type == "aws_lambda_invocation":
            yield Hint(instance.address, instance.span)


def _changes(instance: Instance, kinds: tuple[str, ...]) -> bool:
    """Whether a resource may change a Deployment: not where all its objects are of kinds that leave it alone."""
    if not makes_object(instance.type):
        return True
    return any(thing.kind is None or thing.kind in kinds for thing in objects_of(instance))


def _own_name(instance: Instance) -> str:
    """A release's chart: what its values say of CoreDNS is about monitoring it."""
    chart = instance.written("chart")
    return (chart.text or "") if chart is not None else ""


def _of_text(resources: Resources, instance: Instance, text: str, span: Span | None, vague: bool) -> Iterator[Hint]:
    facts = resources.facts.coredns.changes
    if facts.names_coredns(text):
        yield Hint(instance.address, span, sure=True)
        return
    unread = vague or facts.runs_tool(text)
    for name in facts.scripts_in(text):
        script = _script(resources.files, resources.root.path, instance, name)
        if script is None:
            unread = True
        elif facts.names_coredns(script):
            yield Hint(f"{instance.address} ({name})", span, sure=True)
            return
        else:
            unread = unread or facts.runs_tool(script)
    if unread:
        yield Hint(instance.address, span)


def _vague(content: Content) -> bool:
    """Whether a command is not known at all."""
    values = [content.written(name) for name in ("command", "inline", "script", "scripts")]
    return any(value is not None and value.unknown is not None and not value.unknown.parts for value in values)


def _texts(content: Content, depth: int = 0) -> Iterator[str]:
    for name in content.names():
        value = content.written(name)
        for leaf in leaves(value) if value is not None else ():
            if leaf.text is not None:
                yield leaf.text
            elif leaf.unknown is not None:
                yield from (part for part in leaf.unknown.parts if isinstance(part, str))
            if leaf.fields is not None:
                yield from leaf.fields
    if depth < 8:
        for type in content.block_types():
            for block in content.blocks(type):
                yield from _texts(block, depth + 1)


def _script(files: Files, root: str, instance: Instance, name: str) -> str | None:
    """A script's text, looked for beside the root and beside the file that names it."""
    folders = [root]
    if instance.span is not None and instance.span.is_file:
        folders.append(os.path.dirname(instance.span.path))
    for folder in folders:
        path = os.path.normpath(os.path.join(folder, name))
        if files.exists(path):
            return _read(files, path)
    return None


def _read(files: Files, path: str) -> str | None:
    try:
        text = files.glance(path)
    except FileProblem:
        return None
    return text if len(text) <= LARGEST_SCRIPT else None


def hints_elsewhere(resources: Resources) -> Iterator[Hint]:
    """What the rest of the repository says: roots without a cluster of their own that speak of CoreDNS, and scripts
    that change it. Nobody knows whether and for which cluster they run."""
    files, facts = resources.files, resources.facts.coredns.changes
    survey = files.shared(Survey)
    ours = {os.path.abspath(path) for path in resources.root.files}
    for root in sorted(survey.every_root - {os.path.abspath(resources.root.path)}):
        sources = [path for folder in sorted(survey.closure(root)) for path in survey.sources(folder)]
        texts = [(path, _without_comments(_read(files, path) or "")) for path in sources]
        if any(facts.makes_cluster(text) for _, text in texts):
            continue
        for path, text in texts:
            span = _line(path, text, facts)
            if path not in ours and span is not None:
                yield Hint(f"{_short(files, path)}:{span.line}", span, elsewhere=True)
                break
    looked = 0
    for folder in files.walk(files.repository):
        for name in files.names(folder):
            path = os.path.join(folder, name)
            if name.endswith(facts.scripts) and path not in ours and looked < MOST_SCRIPTS and files.exists(path):
                looked += 1
                text = _without_comments(_read(files, path) or "")
                if facts.speaks_of_change(text) and (span := _line(path, text, facts)) is not None:
                    yield Hint(f"{_short(files, path)}:{span.line}", span)


def _without_comments(text: str) -> str:
    """The text with lines that are comments emptied, so that line numbers stay."""
    return "\n".join("" if line.lstrip().startswith(("#", "//")) else line for line in text.split("\n"))


def _line(path: str, text: str, facts: Changes) -> Span | None:
    found = facts.where_named(text)
    if found is None:
        return None
    start, end = found
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(path, line, column, line, column + end - start)


def _short(files: Files, path: str) -> str:
    return os.path.relpath(path, files.repository).replace(os.sep, "/")
