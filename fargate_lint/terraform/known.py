"""What is known of a root besides its sources: a plan of it."""

from __future__ import annotations

from typing import Protocol

from fargate_lint.diagnostic import Span
from fargate_lint.hcl import syntax
from fargate_lint.terraform.instance import Content, Key
from fargate_lint.values.value import Value


class KnownBlock(Protocol):
    """The body of an instance, or a nested block of it, as a plan has it."""

    def filled(self, name: str, value: Value) -> Value:
        """The evaluated argument with what of it is not known taken from the plan; identity and places stay."""
        ...

    def kept(self, name: str) -> Value | None:
        """What nobody writes and what has a value by the state, or by a data source; None where there is none."""
        ...

    def attribute(self, name: str) -> Value | None:
        """An attribute that only the plan knows: of a data source, or the id of what exists."""
        ...

    def only(self, type: str) -> KnownBlock | None:
        """The nested block of this type, where the plan has exactly one."""
        ...

    def blocks(self, type: str, span: Span | None) -> tuple[Content, ...] | None:
        """The nested blocks of this type, with the place of what makes them; None where they are not wholly known."""
        ...


class Known(Protocol):
    """A plan beside the sources. Addresses are those of instances, blocks and calls, as Terraform prints them."""

    def variable(self, name: str, block: syntax.Block, own: Value | None) -> Value | None:
        """The value of a root variable where it is not what the sources give (``own``, else the default)."""
        ...

    def keys(self, address: str) -> tuple[Key, ...] | None:
        """The instance keys of a resource or call; None where the plan does not say."""
        ...

    def instance(self, address: str) -> KnownBlock | None:
        """An instance of a resource or data source."""
        ...

    def output(self, module: str, name: str) -> Value | None:
        """An output of a module instance whose source cannot be seen."""
        ...
