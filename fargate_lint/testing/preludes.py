"""Surroundings with a name, which an example starts from: ``# with: vpc-module eks-module-in-vpc``.

A prelude is a file of ordinary HCL, ``preludes/NAME.tf`` beside the rule's file or beside our own rules. It is put into
the example's folder as NAME.tf. A block that the example declares too (same type and labels) is one block, as with
Terraform's override files, and stands where the example has it: the example's arguments and nested blocks stand
instead of the prelude's of the same name, the prelude's others stay. A nested block that both have once is made one in
the same way. Of ``locals``, those stay that the example does not declare. What a prelude refers to has to be declared
by another one that is named, or by the example.

What the prelude fills in takes lines, so each line of the files that are written remembers where it is from: a place
said of them is told as a place in the example or in the prelude.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fargate_lint import catalogue
from fargate_lint.catalogue import PRELUDES
from fargate_lint.hcl import parse
from fargate_lint.hcl.syntax import Attribute, Block, Body

OPENING = re.compile(r"\s*\{")
NAMED = re.compile(r"(?<![\w.\"])(module|(?:aws|helm|kubernetes)_\w+)\.([a-z_]\w*)")
"""What a prelude refers to: a module or resource by its type and name."""

Line = tuple[str, str, int]
"""A line's text, and the file and line that it is from."""
Change = tuple[int, int, list[Line]]
"""These lines stand instead of those from the first (counted from 0) to before the second."""


class PreludeError(ValueError):
    """An example names a prelude that is not there or fits in badly; the message says which."""


@dataclass(frozen=True, slots=True)
class Prelude:
    """One named surrounding."""

    name: str
    text: str

    @property
    def path(self) -> str:
        """The name of its file in the example's folder."""
        return f"{self.name}.tf"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of an example with its preludes, and for each file where its lines are from."""

    files: dict[str, str]
    origins: dict[str, list[tuple[str, int]]]

    def origin(self, path: str, line: int) -> tuple[str, int]:
        """The file and line that a line of a written file is from; the line itself if nothing was filled in."""
        lines = self.origins.get(path, [])
        return lines[line - 1] if 0 < line <= len(lines) else (path, line)


def find(name: str, folders: Iterable[Path]) -> Prelude:
    """The prelude with this name in the first folder that has it. Raises PreludeError."""
    text = catalogue.prelude(name, folders)
    if text is None:
        raise PreludeError(f"no prelude is called {name!r}: there is no {PRELUDES}/{name}.tf")
    return Prelude(name, text)


def write(files: Mapping[str, str], preludes: Sequence[Prelude]) -> Written:
    """An example's files together with its preludes. Raises PreludeError."""
    _check(files, preludes)
    declared: dict[tuple[str, ...], Block] = {}
    for prelude in preludes:
        for block in parse(prelude.text, prelude.path).body.blocks:
            declared[_key(block)] = block
    texts = {prelude.path: prelude.text.split("\n") for prelude in preludes}
    left = {path: list(lines) for path, lines in texts.items()}
    made = dict(files)
    origins: dict[str, list[tuple[str, int]]] = {}
    for path, text in files.items():
        if "/" in path or not path.endswith(".tf") or not preludes:
            continue
        changes: list[Change] = []
        lines = text.split("\n")
        for block in parse(text, path).body.blocks:
            ours = declared.get(_key(block))
            if ours is None:
                continue
            if block.type == "locals":
                for name in block.body.attributes.keys() & ours.body.attributes.keys():
                    _blank(left, ours.body.attributes[name])
                continue
            changes += _filled(block, ours, lines, texts[ours.span.path])
            _blank(left, ours)
        new = _changed([(line, path, number) for number, line in enumerate(lines, 1)], changes)
        made[path] = "\n".join(line for line, _, _ in new)
        origins[path] = [(origin, number) for _, origin, number in new]
    written = Written({**made, **{path: "\n".join(lines) for path, lines in left.items()}}, origins)
    _check_names(written, preludes)
    return written


def _check(files: Mapping[str, str], preludes: Sequence[Prelude]) -> None:
    seen: set[tuple[str, ...]] = set()
    for prelude in preludes:
        if prelude.path in files:
            raise PreludeError(f"the example has a file {prelude.path}, and so has the prelude")
        document = parse(prelude.text, prelude.path)
        if document.diagnostics:
            raise PreludeError(f"{PRELUDES}/{prelude.path}: {document.diagnostics[0].message}")
        for block in document.body.blocks:
            if _key(block) in seen:
                raise PreludeError(f"{' '.join(_key(block))} is declared twice by the preludes named")
            seen.add(_key(block))


def _check_names(written: Written, preludes: Sequence[Prelude]) -> None:
    """What the preludes' lines refer to is declared somewhere."""
    ours = {prelude.path for prelude in preludes}
    names: set[tuple[str, ...]] = set()
    used: dict[tuple[str, str], str] = {}
    for path, text in written.files.items():
        if "/" in path or not path.endswith(".tf"):
            continue
        names |= {_key(block)[-2:] for block in parse(text, path).body.blocks}
        for number, line in enumerate(text.split("\n"), 1):
            if written.origin(path, number)[0] in ours:
                used.update(dict.fromkeys(NAMED.findall(re.sub(r"#.*", "", line)), written.origin(path, number)[0]))
    for (type, name), path in used.items():
        if (type, name) not in names:
            raise PreludeError(f"{PRELUDES}/{path} needs {type}.{name}, which nothing declares")


def _key(block: Block) -> tuple[str, ...]:
    return (block.type, *block.names)


def _blank(left: dict[str, list[str]], what: Block | Attribute) -> None:
    """Take out what a prelude declares; its other lines stay where they are."""
    lines = left[what.span.path]
    for number in range(what.span.line - 1, what.span.end_line):
        lines[number] = ""


def _filled(block: Block, ours: Block, lines: list[str], text: list[str]) -> Iterator[Change]:
    """The changes that give a block of the example what only the prelude's block has."""
    lacking: list[Line] = []
    theirs = _names(block.body)
    for attribute in ours.body.attributes.values():
        if attribute.name not in theirs:
            lacking += _cut(attribute, text)
    for nested in ours.body.blocks:
        same = [inner for inner in block.body.blocks if inner.type == nested.type]
        if nested.type not in theirs:
            lacking += _cut(nested, text)
        elif len(same) == 1 and len(ours.body.all(nested.type)) == 1:
            yield from _filled(same[0], nested, lines, text)
    if not lacking:
        return
    span = block.span
    if span.line != span.end_line:
        yield span.end_line - 1, span.end_line - 1, lacking
        return
    line = lines[span.line - 1]
    opening = OPENING.match(line, block.header.end_column - 1)
    assert opening is not None
    start, end = opening.end(), span.end_column - 2
    parts = [line[:start], " " * start + line[start:end], " " * end + line[end:]]
    head, inner, tail = [(part.rstrip(), span.path, span.line) for part in parts]
    yield span.line - 1, span.line, [head, inner, *lacking, tail]


def _names(body: Body) -> set[str]:
    """The names of arguments and nested blocks, those made by ``dynamic`` too."""
    dynamic = {block.names[0] for block in body.blocks if block.type == "dynamic" and block.names}
    return set(body.attributes) | {block.type for block in body.blocks} | dynamic


def _cut(what: Block | Attribute, text: list[str]) -> list[Line]:
    """The lines of an argument or block of a prelude, without what else stands on them."""
    span = what.span
    lines = text[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = " " * (span.column - 1) + lines[0][span.column - 1 :]
    return [(line, span.path, number) for number, line in enumerate(lines, span.line)]


def _changed(lines: list[Line], changes: list[Change]) -> list[Line]:
    for start, end, new in sorted(changes, key=lambda change: change[:2], reverse=True):
        lines[start:end] = new
    return lines
