"""Bodies of resources and nested blocks, evaluated on demand; dynamic blocks expanded."""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate, pairs
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.terraform.instance import Blocks, Content
from fargate_lint.terraform.known import KnownBlock
from fargate_lint.terraform.session import INSTANCE_STEPS, Session, failed
from fargate_lint.values.value import Value, object_of

META = frozenset({"count", "for_each", "provider", "depends_on"})
"""Arguments of a resource that speak to Terraform, not to the provider."""
META_BLOCKS = frozenset({"lifecycle", "provisioner", "connection", "dynamic"})


class BlockContent:
    """A Content (see terraform.instance) over a block in the files.

    ``owner`` is the resource's address for messages, ``span`` where an absent argument is reported. ``indefinite``: the
    instance may not exist. ``known`` is the same body in a plan.
    """

    def __init__(
        self,
        body: syntax.Body,
        scope: Scope,
        session: Session,
        owner: str,
        span: Span | None,
        header: Span | None,
        *,
        top: bool = False,
        indefinite: bool = False,
        known: KnownBlock | None = None,
    ) -> None:
        self._body = body
        self._scope = scope
        self._session = session
        self._owner = owner
        self._span = span
        self._header = header
        self._top = top
        self._indefinite = indefinite
        self._known = known
        self._values: dict[str, Value | None] = {}
        self._blocks: dict[str, Blocks] = {}

    @property
    def span(self) -> Span | None:
        return self._span

    @property
    def header(self) -> Span | None:
        return self._header

    def names(self) -> tuple[str, ...]:
        names = self._body.attributes
        return tuple(name for name in names if not (self._top and name in META))

    def written(self, name: str) -> Value | None:
        if name in self._values:
            return self._values[name]
        attribute = self._body.attributes.get(name)
        if attribute is None:
            kept = self._known is not None and name not in self.block_types()
            return self._known.kept(name) if self._known is not None and kept else None
        value = self._session.settle(
            (id(self), name),
            f"{self._owner}.{name}",
            attribute.span,
            lambda: evaluate(attribute.value, self._scope),
            self._indefinite,
        )
        if self._known is not None:
            value = self._known.filled(name, value)
        self._values[name] = value
        return value

    def block_types(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for block in self._body.blocks:
            if block.type == "dynamic" and block.labels:
                found[block.labels[0].text] = None
            elif not (self._top and block.type in META_BLOCKS):
                found[block.type] = None
        return tuple(found)

    def blocks(self, type: str) -> Blocks:
        if type not in self._blocks:
            self._blocks[type] = self._expand(type)
        return self._blocks[type]

    def _expand(self, type: str) -> Blocks:
        items: list[Content] = []
        unknown: Value | None = None
        for block in self._body.blocks:
            if block.type == type:
                items.append(self._nested(block.body, self._scope, block.header, type))
            elif block.type == "dynamic" and block.labels and block.labels[0].text == type:
                made, why = self._dynamic(block, type)
                items.extend(made)
                unknown = unknown or why
        attribute = self.written(type) if type in self._body.attributes else None
        if attribute is not None and not attribute.is_null:
            if attribute.is_unknown:
                unknown = unknown or attribute
            else:
                found = block_values(attribute)
                items.extend(ValueContent(value, self._span) for value in found if value.is_known)
                unknown = unknown or next((value for value in found if value.is_unknown), None)
        planned = self._known.blocks(type, self._span) if unknown is not None and self._known is not None else None
        return Blocks(planned) if planned is not None else Blocks(tuple(items), unknown)

    def _nested(self, body: syntax.Body, scope: Scope, header: Span, type: str) -> BlockContent:
        place = header if header.is_own else self._header
        known = self._known.only(type) if self._known is not None else None
        return BlockContent(
            body, scope, self._session, self._owner, self._span, place, indefinite=self._indefinite, known=known
        )

    def _dynamic(self, block: syntax.Block, type: str) -> tuple[list[Content], Value | None]:
        content = next((inner for inner in block.body.blocks if inner.type == "content"), None)
        repeated = block.body.attributes.get("for_each")
        if content is None or repeated is None:
            raise_for = "content block" if content is None else "for_each argument"
            error = EvaluationError(f'A dynamic "{type}" block needs a {raise_for}.', block.header)
            self._session.report(error.diagnostic)
            return [], failed(self._owner, error.diagnostic)
        collection = self._session.settle(
            (id(self), id(block)),
            f"{self._owner}.{type}",
            repeated.span,
            lambda: evaluate(repeated.value, self._scope),
            self._indefinite,
        )
        try:
            found = pairs(collection, repeated.value.span)
            self._session.budget.spend(INSTANCE_STEPS * len(found or ()), repeated.value.span)
        except EvaluationError as error:
            self._session.report(error.diagnostic)
            return [], failed(self._owner, error.diagnostic)
        if found is None:
            return [], collection
        iterator = block.body.attributes.get("iterator")
        name = type
        if iterator is not None and isinstance(iterator.value, syntax.Variable):
            name = iterator.value.name
        made: list[Content] = []
        for key, value in found:
            scope = self._scope.child({name: object_of({"key": key, "value": value})})
            made.append(self._nested(content.body, scope, block.header, type))
        return made, None


class ValueContent:
    """A Content over an object value: blocks written as an argument (``ingress = [{…}]``), JSON syntax."""

    def __init__(self, value: Value, span: Span | None) -> None:
        self._value = value
        self._span = span

    @property
    def span(self) -> Span | None:
        return self._span

    @property
    def header(self) -> Span | None:
        return self._value.place or self._span

    def names(self) -> tuple[str, ...]:
        if self._value.is_lazy:
            names: tuple[str, ...] = self._value.raw.names()
            return names
        return tuple(self._value.fields or ())

    def written(self, name: str) -> Value | None:
        if self._value.is_lazy:
            return self._value.raw.get(name) if name in self._value.raw.names() else None
        return (self._value.fields or {}).get(name)

    def block_types(self) -> tuple[str, ...]:
        return ()

    def blocks(self, type: str) -> Blocks:
        value = self.written(type)
        if value is None or value.is_null:
            return Blocks()
        if value.is_unknown:
            return Blocks((), value)
        found = block_values(value)
        return Blocks(
            tuple(ValueContent(item, self._span) for item in found if item.is_known),
            next((item for item in found if item.is_unknown), None),
        )


def block_values(value: Value) -> tuple[Value, ...]:
    """The objects that an argument holds where blocks are meant: a list of objects, or one object."""
    if value.is_lazy or value.fields is not None:
        return (value,)
    return tuple(item for item in value.items or () if item.is_unknown or item.is_lazy or item.fields is not None)
