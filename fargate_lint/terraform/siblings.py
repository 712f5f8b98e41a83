"""The other roots of a scan that hang things on what is in sight here: what they hold is never called missing.

Their files are looked through as text, not evaluated: which types and which modules are named in them is enough.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from fargate_lint.files import FileProblem, Files
from fargate_lint.terraform.backend import Hint, Place, Reader, States, literal_state
from fargate_lint.terraform.config import is_terraform, parse_file
from fargate_lint.terraform.instance import Sibling

READS = "terraform_remote_state"
_RESOURCE = re.compile(r'resource\s+"(\w+)"\s+"')
_SOURCE = re.compile(r'\bsource\s*=\s*"([^"]+)"')
_PROVIDER = re.compile(r"(?:registry\.(?:terraform\.io|opentofu\.org)/)?[\w-]+/[\w-]+")
"""The source of a provider (in required_providers): no module has one like it."""


def siblings(states: States, path: str, linked: Collection[str]) -> tuple[Sibling, ...]:
    """The roots of the scan that may read the state of the root in ``path`` or of one that is linked to it."""
    seen = {path, *linked}
    if len(states.roots) <= len(seen):
        return ()
    found = []
    for folder, reader in states.readers(_reader).items():
        if folder in seen:
            continue
        reads = frozenset(here for here in seen if _may_read(states, reader, here))
        if reads:
            found.append(replace(reader.sibling, reads=reads))
    return tuple(found)


def _may_read(states: States, reader: Reader, folder: str) -> bool:
    """Whether a root reads the state of the one in ``folder``, or nothing written says that it does not."""
    kept, hint = states.kept(folder), states.hint(folder)
    if any(one.may_be(hint) for one in reader.hints):
        return True
    if kept is not None:
        return kept.place in reader.places
    return any(Hint.of(place).may_be(hint) for place in reader.places)


def _reader(states: States, folder: str) -> Reader | None:
    """What a root that reads states holds; None for one that reads none."""
    texts = list(_texts(states.files, folder))
    places: set[Place] = set()
    hints: list[Hint] = []
    for top, path, text in texts:
        if READS not in text:
            continue
        for block in parse_file(text, path).body.all("data"):
            if block.labels and block.names[0] == READS:
                state = literal_state(block, folder, top)
                if isinstance(state, Hint):
                    hints.append(state)
                else:
                    places.add(state.place)
    if not places and not hints:
        return None
    name = states.shown(folder)
    if any(path.endswith(".json") for _, path, _ in texts):
        return Reader(Sibling(name=name, types=None), frozenset(places), tuple(hints))
    types = {type for _, _, text in texts for type in _RESOURCE.findall(text)}
    sources = {source for _, _, text in texts for source in _SOURCE.findall(text) if _is_module(source)}
    return Reader(
        Sibling(
            name=name, types=frozenset(types), sources=frozenset(source for source in sources if not _is_local(source))
        ),
        frozenset(places),
        tuple(hints),
    )


def _texts(files: Files, folder: str) -> Iterator[tuple[str, str, str]]:
    """The Terraform files of a root and of its own modules: folder, path, text."""
    waiting, seen = [folder], {folder}
    while waiting:
        top = waiting.pop(0)
        for name in filter(is_terraform, files.names(top)):
            path = os.path.join(top, name)
            try:
                text = files.glance(path)
            except FileProblem:
                continue
            yield top, path, text
            for source in filter(_is_local, _SOURCE.findall(text)):
                inner = os.path.normpath(os.path.join(top, source))
                if inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)


def _is_module(source: str) -> bool:
    return "/" in source and _PROVIDER.fullmatch(source) is None


def _is_local(source: str) -> bool:
    return source.startswith(("./", "../"))
