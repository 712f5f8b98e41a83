"""Text to syntax: the only door to python-hcl2 and lark.

The grammar is python-hcl2's, extended and compiled (grammar.py); lexing, error recovery and nodes are ours. Importing
this package is cheap: the machinery is loaded by the first parse.
"""

from __future__ import annotations

from fargate_lint.hcl.fault import SyntaxProblem
from fargate_lint.hcl.syntax import Document, Expression

__all__ = ["SyntaxProblem", "parse", "parse_expression", "parse_json", "parse_template"]


def parse(text: str, path: str) -> Document:
    """Read native syntax (.tf, .tofu, .tfvars, .hcl).

    Never raises on what a person wrote: its syntax errors are in ``diagnostics``, what they cost in ``broken``.
    """
    from fargate_lint.hcl import native

    return native.parse(text, path)


def parse_json(text: str, path: str) -> Document:
    """Read JSON syntax (.tf.json, .tofu.json, .tfvars.json; the last holds values only, without templates).

    Never raises on what a person wrote, as ``parse``.
    """
    from fargate_lint.hcl import json_syntax

    return json_syntax.parse(text, path)


def parse_expression(text: str, path: str, line: int = 1, column: int = 1) -> Expression:
    """Read one expression that begins at this line and column; line breaks do not matter. Raises SyntaxProblem."""
    from fargate_lint.hcl import native

    return native.parse_expression(text, path, line, column)


def parse_template(text: str, path: str, line: int = 1, column: int = 1) -> Expression:
    """Read the text of a template file or of templatestring(): no quotes around it, backslashes are plain text.

    Raises SyntaxProblem.
    """
    from fargate_lint.hcl import native

    return native.parse_template(text, path, line, column)
