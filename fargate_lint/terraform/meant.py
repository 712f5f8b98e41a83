"""Arguments of AWS resources that are written one or two letters wrong: what is meant is read, and the word is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from fargate_lint.diagnostic import Diagnostic, Misspelling, Severity, Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.facts.arguments import FIRST_JUDGED, Schema, load_arguments
from fargate_lint.hcl import syntax
from fargate_lint.spelling import misspelt
from fargate_lint.terraform.version import parse_constraint

CODE = "misspelt"
"""The code of these diagnostics."""
OPEN = ("timeouts", "lifecycle", "provisioner", "connection")
"""Blocks of Terraform's own, which schemas leave out."""
OWN = ("count", "for_each", "provider", "depends_on")


class Reader:
    """Reads the blocks of one type as they are meant. ``report`` takes a diagnostic for each wrong word."""

    def __init__(self, schema: Schema, address: str, type: str, report: Callable[[Diagnostic], None]) -> None:
        self._schema = schema
        self._address = address
        self._type = type
        self._report = report

    def body(self, body: syntax.Body, path: tuple[str, ...] = ()) -> syntax.Body:
        """A body with the names that are meant."""
        known = self._schema.names(path)
        if known is None:
            return body
        names = known if path else known | {*OWN, *OPEN}
        attributes = {}
        for name, attribute in body.attributes.items():
            meant = self._meant(name, attribute.name_span, names, body, path)
            attributes[meant] = attribute if meant == name else msgspec.structs.replace(attribute, name=meant)
        blocks = tuple(self._block(block, names, body, path) for block in body.blocks)
        if attributes == body.attributes and blocks == body.blocks:
            return body
        return msgspec.structs.replace(body, attributes=attributes, blocks=blocks)

    def _block(
        self, block: syntax.Block, names: frozenset[str], body: syntax.Body, path: tuple[str, ...]
    ) -> syntax.Block:
        if block.type == "dynamic" and block.labels:
            inner = (*path, block.labels[0].text)
            contents = tuple(
                msgspec.structs.replace(one, body=self.body(one.body, inner)) if one.type == "content" else one
                for one in block.body.blocks
            )
            return msgspec.structs.replace(block, body=msgspec.structs.replace(block.body, blocks=contents))
        if block.type in OPEN or block.type == "dynamic":
            return block
        span = msgspec.structs.replace(
            block.header, end_line=block.header.line, end_column=block.header.column + len(block.type)
        )
        meant = self._meant(block.type, span, names, body, path)
        inner_body = self.body(block.body, (*path, meant))
        if meant == block.type and inner_body is block.body:
            return block
        return msgspec.structs.replace(block, type=meant, body=inner_body)

    def _meant(self, name: str, span: Span, names: frozenset[str], body: syntax.Body, path: tuple[str, ...]) -> str:
        if name in names:
            return name
        meant = misspelt(name, names)
        if meant is None:
            return name
        where = f" in {'.'.join(path)}" if path else ""
        message = f'{self._type} has no argument "{name}"{where}'
        spelling = Misspelling(name, meant, self._address)
        self._report(Diagnostic(CODE, Severity.WARNING, message, span, misspelling=spelling))
        taken = meant in body.attributes or any(block.type == meant for block in body.blocks)
        return name if taken else meant


def as_meant(
    block: syntax.Block, mode: str, type: str, address: str, report: Callable[[Diagnostic], None]
) -> syntax.Block:
    """A resource or data source with the names of arguments and nested blocks that are meant."""
    schema = load_arguments().schema(mode, type) if type.startswith("aws_") else None
    if schema is None:
        return block
    body = Reader(schema, address, type, report).body(block.body)
    return block if body is block.body else msgspec.structs.replace(block, body=body)


def is_of_old_provider(settings: Iterable[syntax.Block]) -> bool:
    """Whether ``required_providers`` holds the AWS provider to a release that had arguments which nobody knows here."""
    for block in settings:
        for required in block.body.all("required_providers"):
            attribute = required.body.attributes.get("aws")
            if attribute is not None and _is_old(attribute.value):
                return True
    return False


def _is_old(node: syntax.Expression) -> bool:
    try:
        value = evaluate(node, Scope({}))
        version = (value.fields or {}).get("version")
        text = value.text or (version.text if version is not None else None)
        constraint = parse_constraint(text) if text else None
    except (EvaluationError, ValueError):
        return True  # nobody knows which
    terms = constraint.terms if constraint is not None else ()
    return any(term.operator not in (">=", ">", "!=") and term.version.major < FIRST_JUDGED for term in terms)
