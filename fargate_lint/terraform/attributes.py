"""The attributes of a resource instance or nested block as other expressions see them."""

from __future__ import annotations

from fargate_lint.terraform.instance import Computed, Content
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value, tuple_of


class Attributes:
    """A lazy object (values.value.Lazy) over a Content. Open: the provider has attributes that nobody wrote.

    Every value carries the reference of its attribute, known or not.
    """

    __slots__ = ("_computed", "_content", "_ref")

    def __init__(self, content: Content, ref: Reference, computed: Computed | None = None) -> None:
        self._content = content
        self._ref = ref
        self._computed = computed

    @property
    def address(self) -> str:
        return str(self._ref)

    @property
    def closed(self) -> bool:
        return False

    def names(self) -> tuple[str, ...]:
        return (*self._content.names(), *self._content.block_types())

    def missing(self, name: str) -> str:
        return f'{self.address} has no attribute "{name}".'

    def get(self, name: str) -> Value:
        """As written, else computed without a cloud, else nested blocks as a list, else unknown until apply."""
        ref = self._ref.step(name)
        value = self._content.written(name)
        if value is not None and not value.is_null:
            return value if value.is_lazy else value.with_ref(value.ref if _is_link(value) else ref)
        if self._computed is not None:
            computed = self._computed(name)
            if computed is not None:
                return computed if computed.ref is not None else computed.with_ref(ref)
        if name in self._content.block_types():
            blocks = self._content.blocks(name)
            if blocks.unknown is not None:
                cause = blocks.unknown.unknown
                reason = f"{ref} depends on {blocks.unknown.ref or name}"
                return Value(DYNAMIC, Unknown("derived", reason, waits_for=cause.waits_for if cause else ""), ref)
            return tuple_of(
                Value(DYNAMIC, Attributes(block, ref.step(position)), ref.step(position))
                for position, block in enumerate(blocks)
            ).with_ref(ref)
        if ref.kind == "data":
            return Value(DYNAMIC, Unknown("data", f"{ref} is read from the cloud", waits_for=ref.address), ref)
        return Value(DYNAMIC, Unknown("apply", f"{ref} is known after apply", waits_for=str(ref)), ref)


def _is_link(value: Value) -> bool:
    """Whether the written value is itself an attribute of another resource: then that identity counts.

    ``aws_subnet.a.vpc_id`` written as ``aws_vpc.this.id`` *is* the VPC's id; a known string, or one that a variable
    without a value would give, is the subnet's own.
    """
    return value.ref is not None and value.is_unknown and value.ref.kind != "variable"
