"""The other roots of a scan that hang things on what is in sight here: what they hold is never called missing.

Their files are looked through as text, not evaluated: which types and which modules are named in them is enough.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from fargate_lint.files import FileProblem
from fargate_lint.terraform.backend import States, literal_state
from fargate_lint.terraform.config import is_terraform, parse_file
from fargate_lint.terraform.instance import Sibling

READS = "terraform_remote_state"
_RESOURCE = re.compile(r'resource\s+"(\w+)"\s+"')
_SOURCE = re.compile(r'\bsource\s*=\s*"([^"]+)"')


def siblings(states: States, path: str, linked: Collection[str]) -> tuple[Sibling, ...]:
    """The roots of the scan that may read the state of the root in ``path`` or of one that is linked to it."""
    seen = {path, *linked}
    if len(states.roots) <= len(seen):
        return ()
    places = {kept.place for folder in seen if (kept := states.kept(folder)) is not None}
    readers = _readers(states)
    return tuple(
        _sibling(states, folder)
        for folder, read in readers.items()
        if folder not in seen and any(place is None or place in places for place in read)
    )


@lru_cache(maxsize=1)
def _readers(states: States) -> dict[str, tuple[tuple[str, ...] | None, ...]]:
    """The roots that read states, and the places of these; None for one that is not written out, which may be any.
    Worked out once a scan: there may be thousands of roots, and each asks for all the others."""
    found: dict[str, tuple[tuple[str, ...] | None, ...]] = {}
    for folder in states.roots:
        read = tuple(dict.fromkeys(_read(states, folder)))
        if read:
            found[folder] = read
    return found


def _read(states: States, folder: str) -> Iterator[tuple[str, ...] | None]:
    for top, path, text in _texts(states, folder):
        if READS not in text:
            continue
        if top != folder:
            yield None
            continue
        for block in parse_file(text, path).body.all("data"):
            if block.labels and block.names[0] == READS:
                state = literal_state(block, folder)
                yield None if state is None else state.place


def _sibling(states: States, folder: str) -> Sibling:
    types: set[str] = set()
    sources: set[str] = set()
    for _, path, text in _texts(states, folder):
        if path.endswith(".json"):
            return Sibling(states.shown(folder), None)
        types.update(_RESOURCE.findall(text))
        sources.update(source for source in _SOURCE.findall(text) if not _is_local(source) and "/" in source)
    return Sibling(states.shown(folder), frozenset(types), frozenset(sources))


def _texts(states: States, folder: str) -> Iterator[tuple[str, str, str]]:
    """The Terraform files of a root and of its own modules: folder, path, text."""
    waiting, seen = [folder], {folder}
    while waiting:
        top = waiting.pop(0)
        for name in filter(is_terraform, states.files.names(top)):
            path = os.path.join(top, name)
            try:
                text = states.files.text(path)
            except FileProblem:
                continue
            yield top, path, text
            for source in filter(_is_local, _SOURCE.findall(text)):
                inner = os.path.normpath(os.path.join(top, source))
                if inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)


def _is_local(source: str) -> bool:
    return source.startswith(("./", "../"))
