"""Words one or two letters away from the one that is meant: arguments, nested blocks, services, names of variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Fix, Span
from fargate_lint.model.thing import edits

if TYPE_CHECKING:
    from fargate_lint.model.network.vpc import Vpc
    from fargate_lint.model.thing.resources import Resources


@dataclass(frozen=True, slots=True)
class WrongWord:
    """``said``: what is wrong with it; ``meant``: the word, "" where none is near."""

    word: str
    meant: str
    said: str
    address: str
    span: Span | None
    fix: Fix | None


def misspelt_arguments(resources: Resources) -> Iterator[WrongWord]:
    """Arguments and nested blocks that the AWS provider does not have."""
    yield from _told(resources, "misspelt")


def undeclared_names(resources: Resources) -> Iterator[WrongWord]:
    """Names in variable files that no variable has."""
    yield from _told(resources, "undeclared")


def _told(resources: Resources, code: str) -> Iterator[WrongWord]:
    for diagnostic in resources.root.diagnostics:
        spelling, span = diagnostic.misspelling, diagnostic.span
        if diagnostic.code != code or spelling is None or span is None or not span.is_own:
            continue
        fix = edits.word(resources.files, span, spelling.word, spelling.meant) if spelling.meant else None
        yield WrongWord(spelling.word, spelling.meant, diagnostic.sentence, spelling.address, span, fix)


def misspelt_services(resources: Resources, vpcs: Iterable[Vpc]) -> Iterator[WrongWord]:
    """Services of endpoints in these VPCs."""
    for vpc in vpcs:
        for endpoint in vpc.endpoints:
            meant, word = endpoint.meant_service, endpoint.written_service
            if meant is not None and word is not None:
                span = endpoint.service_name.place
                said = f"there is no service {word}"
                yield WrongWord(
                    word, meant, said, endpoint.address, span, edits.word(resources.files, span, word, meant)
                )
