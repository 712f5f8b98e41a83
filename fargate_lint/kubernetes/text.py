"""YAML that Terraform holds as a text, known or known in part: what it says, with unknowns where pieces are unknown."""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions.placeholders import Placeholders
from fargate_lint.kubernetes.document import DocumentError, Fill, read_documents
from fargate_lint.values import partial
from fargate_lint.values.origin import Kind, Origin
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Value, like_unknown, unknown


def documents_of(text: Value) -> tuple[Value, ...]:
    """The YAML documents of a text; one that cannot be read is one unknown that says why.

    What stands in a heredoc has the place of its line there, all else the text's place. A null text has no documents.
    Never raises.
    """
    if text.is_null:
        return ()
    if text.text is not None:
        try:
            return tuple(_read(text.text, text.origin, None))
        except DocumentError as error:
            where = f" (line {error.line} of it)" if error.line else ""
            return (unknown(f"it is not YAML: {error.reason}{where}", code="error", origin=text.origin),)
    if not text.is_unknown:
        return (unknown("it is not a text", code="error", origin=text.origin),)
    return _half_known(text)


def _half_known(text: Value) -> tuple[Value, ...]:
    parts = partial.pieces(text)
    if len(parts) == 1 and isinstance(parts[0], Value):
        return (like_unknown(parts[0], DYNAMIC, text.origin),)
    holes = Placeholders(parts)
    if not holes.possible:
        return (like_unknown(text),)

    def fill(found: str, origin: Origin | None, quoted: bool) -> Value | None:
        if not holes.has_hole(found):
            return None
        piece = holes.piece(found)
        if piece is not None and not quoted:
            # Bare in YAML it may become a boolean or a number; what it refers to stays true.
            return Value(DYNAMIC, piece.raw, piece.ref, piece.origin or origin, piece.sensitive)
        filled = holes.filled(found)
        return filled.with_origin(filled.origin or origin)

    written = "".join(part if isinstance(part, str) else holes.inner(i) for i, part in enumerate(parts))
    try:
        return tuple(_read(written, text.origin, fill))
    except DocumentError:
        # A piece may be whole lines: without it the rest need not be YAML.
        return (like_unknown(text),)


def _read(written: str, origin: Origin | None, fill: Fill | None) -> list[Value]:
    heredoc = _heredoc(written, origin)
    if heredoc is None:
        return read_documents(written, origin=origin, fill=fill)
    # "<<-" takes indentation away, so that columns are sure only where some is left.
    indented = all(line.startswith(" ") for line in written.splitlines() if line.strip())
    return read_documents(written, heredoc.path, origin, fill, line=heredoc.line, whole_lines=not indented)


def _heredoc(written: str, origin: Origin | None) -> Span | None:
    """The span of the heredoc that the text stands in, line for line; None if it stands in none, or may not.

    A heredoc has one line more than its text at either end. A function call of as many lines begins with an argument on
    its first line, which no interpolation of a heredoc does.
    """
    while origin is not None and origin.kind is Kind.PASSED:
        origin = origin.previous
    if origin is None or not origin.span.is_file:
        return None
    span, inner = origin.span, origin.previous
    if not written.endswith("\n") or span.end_line - span.line != written.count("\n") + 1:
        return None
    if origin.kind is Kind.WRITTEN:
        return span
    return span if inner is not None and span.line < inner.span.line < span.end_line else None
