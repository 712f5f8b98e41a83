"""The baseline: findings that were there when a repository took the program up, and that are told no more.

``fargate-lint baseline`` writes it. An entry is a finding's fingerprint, which neither moved lines nor renamed files
change, in one environment or (null) in all of them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from fargate_lint.config import UsageError, shown
from fargate_lint.diagnostic import Span
from fargate_lint.files import FileProblem, Files
from fargate_lint.report.result import RootReport
from fargate_lint.run import RootResult, Suppression, UnusedSuppression

VERSION = 1
_KEY = re.compile(r'"fingerprint"[ \t]*:')


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that is known. ``root`` is its root module's folder, seen from the repository; ``environment`` None
    means every one."""

    fingerprint: str
    rule: str
    root: str
    environment: str | None = None
    address: str = ""
    subject: str | None = None


class _File(msgspec.Struct, frozen=True):
    version: int
    entries: tuple[Entry, ...]


class Baseline:
    """The entries of a file. ``path`` is the file's."""

    def __init__(self, path: str, entries: Sequence[Entry], lines: Sequence[int]) -> None:
        self.path = path
        self.entries = tuple(entries)
        self._lines = dict(zip(entries, lines, strict=True))
        self._by_mark: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._by_mark.setdefault(entry.fingerprint, []).append(entry)

    def match(self, fingerprint: str, environment: str | None) -> tuple[Entry, ...]:
        """The entries of a finding in an environment."""
        known = self._by_mark.get(fingerprint, ())
        return tuple(entry for entry in known if entry.environment in (None, environment))

    def suppression(self, entry: Entry) -> Suppression:
        """An entry as what silences a finding, with its place in the file."""
        line = self._lines[entry]
        return Suppression(
            words=((entry.rule, (entry.rule,)),),
            reason="baseline",
            by="baseline",
            span=Span(self.path, line, 1, line, 2),
            address=entry.address,
            root=entry.root,
        )

    def unused(
        self, results: Sequence[RootResult], repository: str, used: Iterable[Entry]
    ) -> Iterator[UnusedSuppression]:
        """The entries that match nothing, as far as the run can know: their root was looked at by their rule, in the
        environment, or is not there any more."""
        of_use = set(used)
        for entry in self.entries:
            if entry not in of_use and self._is_known(entry, results, repository):
                yield UnusedSuppression(self.suppression(entry), (entry.rule,))

    def _is_known(self, entry: Entry, results: Sequence[RootResult], repository: str) -> bool:
        folder = os.path.normpath(os.path.join(repository, entry.root))
        if not os.path.isdir(folder):
            return bool(results)
        here = [one for one in results if one.path == folder and entry.environment in (None, one.environment)]
        doubtful = any(undecided.rule == entry.rule for one in here for undecided in one.undecided)
        return bool(here) and not doubtful and all(entry.rule in one.ran and one.is_complete for one in here)


def read(path: str, files: Files) -> Baseline:
    """The baseline in a file. Raises UsageError with what is wrong with it."""
    try:
        text = files.text(path)
    except FileProblem as problem:
        raise UsageError(f"{shown(path)}: {problem.reason}") from problem
    try:
        document = msgspec.json.decode(text, type=_File)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as error:
        raise UsageError(f"{shown(path)} is no baseline: {error}; fargate-lint baseline writes one") from error
    if document.version != VERSION:
        raise UsageError(
            f"{shown(path)} is a baseline of version {document.version}, this program knows {VERSION}: "
            "write it anew with fargate-lint baseline"
        )
    lines = [text.count("\n", 0, match.start()) + 1 for match in _KEY.finditer(text)]
    if len(lines) != len(document.entries):  # a text that looks like a key
        lines = [1] * len(document.entries)
    return Baseline(path, document.entries, lines)


def render(roots: Sequence[RootReport]) -> str:
    """The text of a baseline with all findings of a run. One that is there in every environment of its root is written
    once, for all."""
    environments: dict[str, set[str | None]] = {}
    found: dict[Entry, set[str | None]] = {}
    for root in roots:
        folder = os.path.relpath(root.path, root.repository).replace(os.sep, "/")
        environments.setdefault(folder, set()).add(root.environment)
        for one in root.findings:
            entry = Entry(
                fingerprint=one.fingerprint,
                rule=one.id,
                root=folder,
                address=one.finding.address,
                subject=one.finding.subject,
            )
            found.setdefault(entry, set()).add(root.environment)
    entries = []
    for entry, names in found.items():
        everywhere = names == environments[entry.root]
        each = [None] if everywhere else sorted(map(str, names))
        entries += [msgspec.structs.replace(entry, environment=name) for name in each]
    entries.sort(key=lambda e: (e.root, e.rule, e.address, e.subject or "", e.environment or "", e.fingerprint))
    document = {"version": VERSION, "entries": [msgspec.to_builtins(entry) for entry in entries]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
