"""The ``references`` of a plan's configuration, cut into what was written.

Terraform writes each reference longest first, then shortened step by step to its subject, and once more without the
instance key: ``aws_subnet.p[0].id`` gives ["aws_subnet.p[0].id", "aws_subnet.p[0]", "aws_subnet.p"]. So a flat list is
cut by counting. Source: Terraform, internal/command/jsonconfig/expression.go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from fargate_lint.terraform.instance import Key

_DECODER = json.JSONDecoder()
_LOCAL = frozenset({"var", "local", "each", "count", "path", "terraform", "tofu"})


class Step(msgspec.Struct, frozen=True, gc=False):
    """An index in a traversal: ``[0]``, ``["a"]``."""

    key: int | str


Steps = tuple["str | Step", ...]


class Written(msgspec.Struct, frozen=True, gc=False):
    """One reference as written: ``subject`` is a resource, instance, variable, call, output …, ``rest`` the path below
    it."""

    subject: Steps
    rest: Steps

    @property
    def root(self) -> str:
        return str(self.subject[0])

    @property
    def key(self) -> Key:
        """The instance key that the subject ends in."""
        last = self.subject[-1]
        return last.key if isinstance(last, Step) else None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(step for step in self.subject if isinstance(step, str))


@lru_cache(maxsize=65_536)
def steps(text: str) -> Steps:
    """``module.far["a"].private[0]`` → module, far, ["a"], private, [0]. What is in no known form ends it."""
    found: list[str | Step] = []
    at = 0
    while at < len(text):
        if text[at] == "[":
            key, end = _index(text, at + 1)
            if end is None:
                break
            found.append(Step(key))
            at = end
            continue
        if text[at] == ".":
            at += 1
        end = at
        while end < len(text) and text[end] not in ".[":
            end += 1
        if end == at:
            break
        found.append(text[at:end])
        at = end
    return tuple(found)


def _index(text: str, at: int) -> tuple[int | str, int | None]:
    """The key that begins here and where the text goes on after its bracket; None where it is no literal."""
    if text[at : at + 1] == '"':
        try:
            key, end = _DECODER.raw_decode(text, at)
        except ValueError:
            return "", None
        # Terraform writes "${" in a key as "$${".
        key = str(key).replace("$${", "${").replace("%%{", "%{")
    else:
        end = text.find("]", at)
        if end < 0 or not text[at:end].isdigit() or end - at > 18:
            return "", None
        key = int(text[at:end])
    return (key, end + 1) if text[end : end + 1] == "]" else ("", None)


@lru_cache(maxsize=65_536)
def split(text: str) -> tuple[Written, int]:
    """The reference that a text is the longest form of, and how many texts Terraform writes for it."""
    found = steps(text)
    if not found:
        return Written((text,), ()), 1
    first = found[0]
    if first == "module":
        size = 3 if len(found) > 2 and isinstance(found[2], Step) else 2
        if len(found) > size and isinstance(found[size], str):
            return Written(found[: size + 1], found[size + 1 :]), len(found) - size + 1
        return Written(found[:size], found[size:]), max(1, len(found) - size + (2 if size == 3 else 1))
    if first in _LOCAL:
        return Written(found[:2], found[2:]), max(1, len(found) - 1)
    if first == "self":
        return Written(found[:1], found[1:]), len(found)
    size = 3 if first in ("data", "ephemeral") else 2
    if len(found) > size and isinstance(found[size], Step):
        return Written(found[: size + 1], found[size + 1 :]), len(found) - size + 1
    return Written(found[:size], found[size:]), max(1, len(found) - size + 1)


def references(texts: Sequence[str]) -> Iterator[Written]:
    """The references of a flat list, as they were written."""
    at = 0
    while at < len(texts):
        written, count = split(texts[at])
        yield written
        at += count


def module_path(address: str) -> tuple[tuple[str, Key], ...]:
    """``module.a["x"].module.b`` → (("a", "x"), ("b", None))."""
    found = steps(address)
    path: list[tuple[str, Key]] = []
    at = 0
    while at + 1 < len(found) and found[at] == "module":
        name = found[at + 1]
        after = found[at + 2] if at + 2 < len(found) else None
        path.append((str(name), after.key if isinstance(after, Step) else None))
        at += 3 if isinstance(after, Step) else 2
    return tuple(path)
