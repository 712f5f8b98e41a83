"""YAML that Terraform holds as a text, known or known in part: what it says, with unknowns where pieces are unknown."""

from __future__ import annotations

from fargate_lint.evaluate.functions.placeholders import Placeholders
from fargate_lint.kubernetes.document import DocumentError, read_documents
from fargate_lint.values import partial
from fargate_lint.values.origin import Origin
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Value, like_unknown, unknown


def documents_of(text: Value) -> tuple[Value, ...]:
    """The YAML documents of a text, each with the text's place; a text that cannot be read is one unknown that says
    why.

    A null text has no documents. Never raises.
    """
    if text.is_null:
        return ()
    if text.text is not None:
        try:
            return tuple(read_documents(text.text, origin=text.origin))
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
        return tuple(read_documents(written, origin=text.origin, fill=fill))
    except DocumentError:
        # A piece may be whole lines: without it the rest need not be YAML.
        return (like_unknown(text),)
