"""``moved`` blocks: under which address a thing of a root module stood before."""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.diagnostic import Span
from fargate_lint.files import FileProblem, Files
from fargate_lint.terraform.config import read_module

Move = tuple[str, str]
"""The old address and the new one, as written."""


def moves_of(folder: str, files: Files) -> tuple[Move, ...]:
    """The moves that a root module declares, in order. One that is not written out is left out; those of modules that
    it calls are not looked for."""
    return tuple(_moves(folder, files))


def _moves(folder: str, files: Files) -> Iterator[Move]:
    for document in read_module(folder, files).documents:
        for block in document.body.all("moved"):
            ends = [block.body.attributes.get(name) for name in ("from", "to")]
            texts = [_written(end.value.span, files) if end is not None else "" for end in ends]
            if all(texts):
                yield texts[0], texts[1]


def _written(span: Span, files: Files) -> str:
    """What stands at a place on one line, without the quotes that .tf.json has around it."""
    try:
        lines = files.text(span.path).split("\n")
    except FileProblem:
        return ""
    if span.line != span.end_line or span.line > len(lines):
        return ""
    return lines[span.line - 1][span.column - 1 : span.end_column - 1].strip().strip('"')


def earlier(address: str, moves: tuple[Move, ...]) -> Iterator[str]:
    """The addresses that a thing had before, the last move undone first."""
    for old, new in reversed(moves):
        if address == new or address.startswith((f"{new}.", f"{new}[")):
            yield old + address[len(new) :]
