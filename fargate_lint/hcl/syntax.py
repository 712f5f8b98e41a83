"""The syntax of Terraform's language as frozen nodes, each with its exact span. No library shows through.

Both native syntax and JSON syntax become these nodes. ``msgspec.Struct`` with tags, so that a document can be cached as
data.
"""

from __future__ import annotations

import msgspec

from fargate_lint.diagnostic import Diagnostic, Span


class Node(msgspec.Struct, frozen=True, array_like=True, tag=True, tag_field="node", gc=False):
    """Anything that stands in a file."""

    span: Span


class Literal(Node, frozen=True, tag="lit", gc=False):
    """A string (escapes resolved), a boolean or null. Object keys written bare are string literals too."""

    value: str | bool | None


class Number(Node, frozen=True, tag="num", gc=False):
    """A number as written ("5", "4e-06"); ``values.number.parse`` gives it 512 bits."""

    text: str


class Template(Node, frozen=True, tag="tpl", gc=False):
    """A quoted or heredoc template: string literals and interpolated expressions, joined to a string."""

    parts: tuple[Expression, ...]
    heredoc: bool = False


class TemplateWrap(Node, frozen=True, tag="wrap", gc=False):
    """``"${x}"`` and nothing else: the value of x itself, its type kept."""

    inner: Expression


class TemplateIf(Node, frozen=True, tag="tif", gc=False):
    """``%{ if c }…%{ else }…%{ endif }`` inside a template; ``~`` markers have been applied to the text around them."""

    condition: Expression
    then: tuple[Expression, ...]
    otherwise: tuple[Expression, ...]


class TemplateFor(Node, frozen=True, tag="tfor", gc=False):
    """``%{ for k, v in c }…%{ endfor }`` inside a template."""

    key: str | None
    value: str
    collection: Expression
    body: tuple[Expression, ...]


class Variable(Node, frozen=True, tag="var", gc=False):
    """The first name of a traversal: ``var``, ``local``, ``module``, ``aws_vpc``, ``each``, a for variable …"""

    name: str


class GetAttr(Node, frozen=True, tag="attr", gc=False):
    """``source.name``. The span covers source and name."""

    source: Expression
    name: str


class Index(Node, frozen=True, tag="idx", gc=False):
    """``source[key]``, or the legacy ``source.0`` (then key is a Number)."""

    source: Expression
    key: Expression


class Splat(Node, frozen=True, tag="splat", gc=False):
    """``source[*]…`` (full) or ``source.*…`` (attribute-only, legacy). ``each`` is what is done to one element, with
    ``SplatItem`` in the element's place; steps that HCL applies to the whole result stand outside of this node."""

    source: Expression
    each: Expression
    full: bool


class SplatItem(Node, frozen=True, tag="item", gc=False):
    """The element at hand inside ``Splat.each``."""


class Call(Node, frozen=True, tag="call", gc=False):
    """``name(arguments)``; ``expand`` when the last ends in ``...``. Names keep their "core::" or "provider::x::"."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool = False


class Conditional(Node, frozen=True, tag="cond", gc=False):
    condition: Expression
    yes: Expression
    no: Expression


class Binary(Node, frozen=True, tag="bin", gc=False):
    """operator is one of ``|| && == != < > <= >= + - * / %``."""

    operator: str
    left: Expression
    right: Expression


class Unary(Node, frozen=True, tag="un", gc=False):
    """operator is ``-`` or ``!``."""

    operator: str
    operand: Expression


class Tuple(Node, frozen=True, tag="tup", gc=False):
    items: tuple[Expression, ...]


class ObjectItem(Node, frozen=True, tag="oi", gc=False):
    key: Expression
    value: Expression


class Object(Node, frozen=True, tag="obj", gc=False):
    items: tuple[ObjectItem, ...]


class For(Node, frozen=True, tag="for", gc=False):
    """``[for k, v in c : result if condition]`` when ``result_key`` is None, else ``{… : result_key => result}``;
    ``grouped`` when the object form ends in ``...``."""

    key: str | None
    value: str
    collection: Expression
    result_key: Expression | None
    result: Expression
    condition: Expression | None
    grouped: bool = False


class Parens(Node, frozen=True, tag="par", gc=False):
    inner: Expression


Expression = (
    Literal
    | Number
    | Template
    | TemplateWrap
    | TemplateIf
    | TemplateFor
    | Variable
    | GetAttr
    | Index
    | Splat
    | SplatItem
    | Call
    | Conditional
    | Binary
    | Unary
    | Tuple
    | Object
    | For
    | Parens
)


class Attribute(Node, frozen=True, tag="arg", gc=False):
    """``name = value``; Terraform's word is argument. The span covers all of it, ``name_span`` the name."""

    name: str
    name_span: Span
    value: Expression


class Label(Node, frozen=True, tag="lab", gc=False):
    text: str


class Block(Node, frozen=True, tag="blk", gc=False):
    """``header`` is the span of type and labels (first line of the block), ``span`` all of it to the closing brace."""

    type: str
    labels: tuple[Label, ...]
    body: Body
    header: Span

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' texts."""
        return tuple(label.text for label in self.labels)


class Body(Node, frozen=True, tag="body", gc=False):
    attributes: dict[str, Attribute]
    blocks: tuple[Block, ...]

    def all(self, *types: str) -> tuple[Block, ...]:
        """The nested blocks of these types, in order."""
        return tuple(block for block in self.blocks if block.type in types)


class Comment(Node, frozen=True, tag="com", gc=False):
    """``text`` without its marker. ``own_line`` when nothing but blanks stands before it on its line."""

    text: str
    own_line: bool


class Broken(Node, frozen=True, tag="bad", gc=False):
    """A stretch that could not be read. Where its header could be, type and labels are there: an unread
    ``resource "aws_vpc_endpoint"`` may be the endpoint that a rule would else call missing.

    A block is lost as a whole, so that nothing is concluded from half of it; only ``locals`` lose no more than the
    broken argument: then type is "locals" and the label its name. Of an argument outside of blocks (.tfvars), type is
    None and the label its name. Type None without labels: nothing is known of what stood there.
    """

    type: str | None
    labels: tuple[str, ...]


class Document(msgspec.Struct, frozen=True, array_like=True):
    """One file. ``diagnostics`` are its syntax errors (code "syntax"), ``broken`` what was lost to them."""

    path: str
    body: Body
    comments: tuple[Comment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: tuple[Broken, ...] = ()
