"""Writes a project in other words that mean the same: blocks in another order, in other files, under other names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from hcl_shapes import walk

from fargate_lint import hcl
from fargate_lint.diagnostic import Span
from fargate_lint.hcl import syntax as s

Project = dict[str, str]
"""Path, with "/", to text."""

SUFFIX = "_zq7"
"""What ``renamed`` puts behind every name; no fixture has it, so that it can be taken away again."""
_META = {"source", "version", "count", "for_each", "providers", "depends_on"}


def project(folder: Path) -> Project:
    """All files below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8") for path in paths}


def written(files: Project, folder: Path) -> Path:
    (folder / ".git").mkdir(parents=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return folder


def documents(files: Project, *endings: str) -> dict[str, s.Document]:
    """The files with these endings (.tf where none is given), parsed."""
    found = {path: text for path, text in files.items() if path.endswith(endings or ".tf")}
    return {p: (hcl.parse_json if p.endswith(".json") else hcl.parse)(text, p) for p, text in found.items()}


# Blocks in another order and in other files


def moved(files: Project, random: Random) -> Project:
    """Every block of a module folder elsewhere in that folder. Files with errors and overrides stay as they are."""
    result = dict(files)
    chunks: dict[str, list[str]] = {}
    for path, document in documents(files).items():
        found = _chunks(files[path], document)
        if found is not None and not posixpath.basename(path).endswith("override.tf"):
            del result[path]
            chunks.setdefault(posixpath.dirname(path), []).extend(found)
    for folder, found in sorted(chunks.items()):
        random.shuffle(found)
        names = [posixpath.join(folder, f"part_{number}.tf") for number in range(random.randint(1, 4))]
        result.update(dict.fromkeys(names, ""))
        for chunk in found:
            result[random.choice(names)] += chunk
    return result


def _chunks(text: str, document: s.Document) -> list[str] | None:
    """The text cut before each block and the comments above it; None if it cannot be cut there."""
    if document.diagnostics or document.body.attributes or "ignore-file" in text:
        return None
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    chunks: list[str] = []
    done = 0
    for block in document.body.blocks:
        if block.span.line <= done:
            return None  # two blocks on one line
        chunks.append("".join(lines[done : block.span.end_line]))
        done = block.span.end_line
    chunks.append("".join(lines[done:]))
    return [chunk if chunk.endswith("\n") else chunk + "\n" for chunk in chunks if chunk.strip()]


# More lines


def shifted(files: Project, random: Random) -> Project:
    """Blank lines and comments between blocks and arguments."""
    result = dict(files)
    for path, document in documents(files).items():
        lines = files[path].split("\n")
        places = {place for body in _bodies(document.body) for place in _starts(body, lines)}
        for line in sorted(places, reverse=True):
            more = random.choice([[], [], ["", ""], ["# a remark"], ["", "/* another", "   remark */"]])
            lines[line - 1 : line - 1] = more
        result[path] = "\n".join(lines)
    return result


def _bodies(body: s.Body) -> Iterator[s.Body]:
    yield body
    for block in body.blocks:
        yield from _bodies(block.body)


def _starts(body: s.Body, lines: list[str]) -> Iterator[int]:
    for node in (*body.attributes.values(), *body.blocks):
        if not lines[node.span.line - 1][: node.span.column - 1].strip():
            yield node.span.line


# Other names


@dataclass(frozen=True)
class _Names:
    """What a module folder declares; ``calls`` with the folder that each leads to."""

    variables: set[str]
    locals: set[str]
    resources: set[tuple[str, str, str]]
    calls: dict[str, str]


def renamed(files: Project) -> Project:
    """SUFFIX behind the name of every variable, local value, resource, data source and module call."""
    parsed = documents(files, ".tf", ".tf.json")
    names = {folder: _declared(parsed, folder) for folder in {posixpath.dirname(path) for path in parsed}}
    result = dict(files)
    for path, document in parsed.items():
        result[path] = _suffixed(files[path], set(_places(document, posixpath.dirname(path), names)))
    for path, document in documents(files, ".tfvars", ".tfvars.json").items():
        known = names.get(posixpath.dirname(path))
        places = {a.name_span for a in document.body.attributes.values() if known and a.name in known.variables}
        result[path] = _suffixed(files[path], places)
    return result


def _declared(parsed: Mapping[str, s.Document], folder: str) -> _Names:
    blocks = [b for path, d in parsed.items() if posixpath.dirname(path) == folder for b in d.body.blocks]
    return _Names(
        {b.names[0] for b in blocks if b.type == "variable"},
        {name for b in blocks if b.type == "locals" for name in b.body.attributes},
        {("data" if b.type == "data" else "", *b.names[:2]) for b in blocks if b.type in ("resource", "data")},
        {b.names[0]: source for b in blocks if b.type == "module" and (source := _source(b, folder)) is not None},
    )


def _source(block: s.Block, folder: str) -> str | None:
    """The folder that a module block names, however far away; None for an override that names none."""
    source = block.body.attributes.get("source")
    if source is None:
        return None
    text = source.value.value if isinstance(source.value, s.Literal) else "?"
    return posixpath.normpath(posixpath.join(folder, str(text)))


def _places(document: s.Document, folder: str, all_names: Mapping[str, _Names]) -> Iterator[Span]:
    """The spans that end with a name to be changed."""
    names = all_names[folder]
    for block in document.body.blocks:
        if block.type in ("variable", "module", "resource", "data") and block.labels:
            yield block.labels[-1].span
        if block.type == "locals":
            yield from (attribute.name_span for attribute in block.body.attributes.values())
        if block.type == "module":
            child = all_names.get(names.calls.get(block.names[0], "?"))
            for attribute in block.body.attributes.values():
                if child is not None and attribute.name in child.variables - _META:
                    yield attribute.name_span
    for _, node in walk(document.body):
        if isinstance(node, s.GetAttr) and _is_ours(node, names):
            yield node.span


def _is_ours(node: s.GetAttr, names: _Names) -> bool:
    source = node.source
    if isinstance(source, s.GetAttr) and isinstance(source.source, s.Variable):
        kind = source.source.name
        return (
            kind in ("data", "resource")
            and ("data" if kind == "data" else "", source.name, node.name) in names.resources
        )
    if not isinstance(source, s.Variable):
        return False
    declared = {"var": names.variables, "local": names.locals, "module": names.calls}.get(source.name)
    if declared is not None:
        return node.name in declared
    return ("", source.name, node.name) in names.resources


def _suffixed(text: str, places: set[Span]) -> str:
    lines = text.split("\n")
    for place in sorted(places, key=lambda span: (span.end_line, span.end_column), reverse=True):
        line = lines[place.end_line - 1]
        end = place.end_column - 1
        end -= line[:end].endswith('"')
        lines[place.end_line - 1] = line[:end] + SUFFIX + line[end:]
    return "\n".join(lines)
