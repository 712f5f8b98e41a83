"""What loading and evaluating a root module gives: resource instances with values, module calls, and what was not read.

This is the contract between the doors (HCL here, plan JSON and manifests elsewhere) and everything behind them: nothing
after ``graph`` knows which door an instance came through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fargate_lint.diagnostic import Diagnostic, Span
from fargate_lint.hcl.syntax import Broken
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value, tuple_of

Key = str | int | None
"""An instance key: for_each text, count index, or None."""

Computed = Callable[[str], Value | None]
"""An attribute that needs no cloud although it is not written (the service_name of data.aws_vpc_endpoint_service)."""


class Content(Protocol):
    """The body of a resource or nested block, evaluated on demand."""

    @property
    def span(self) -> Span | None:
        """Where an absent argument is reported: the header line of the resource block in the user's own code, also for
        its nested blocks (for a stub's resource: the header of the module call). None when there is no source."""
        ...

    @property
    def header(self) -> Span | None:
        """The block's own first line (a nested block's own, where ``span`` is the resource's). Never in a stub."""
        ...

    def names(self) -> tuple[str, ...]:
        """The written arguments, in order; meta-arguments left out."""
        ...

    def written(self, name: str) -> Value | None:
        """The argument as written and evaluated, None if it is absent. A written null is a null Value."""
        ...

    def block_types(self) -> tuple[str, ...]:
        """The types of the nested blocks written (dynamic ones included)."""
        ...

    def blocks(self, type: str) -> Blocks:
        """The nested blocks of this type, dynamic ones expanded; also where the argument form of a block is written
        (``ingress = [{…}]``, JSON syntax)."""
        ...


@dataclass(frozen=True, slots=True)
class Blocks:
    """Nested blocks of one type. ``unknown`` is set when there may be more of them or fewer (a dynamic block over an
    unknown collection): then absence of one must not be reported. Its value says why."""

    items: tuple[Content, ...] = ()
    unknown: Value | None = None

    @property
    def complete(self) -> bool:
        return self.unknown is None

    def __iter__(self) -> Iterator[Content]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


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


class Order(Protocol):
    """What Terraform settles before what, one step at a time; the resource graph follows the steps.

    A declaration goes by its address (without the last instance key). Between declarations a door may have names of
    its own, those of variables, locals, outputs and calls, which are no declaration's address.
    """

    def needs(self, name: str) -> Collection[str]:
        """What is settled right before the thing of this name; empty for a name that nobody knows."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider configuration of an instance: ``region`` is None where none says; ``default_tags`` are put on
    every AWS resource (its own win)."""

    name: str
    alias: str | None = None
    region: Value | None = None
    default_tags: Value | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Instance:
    """One instance of a resource or data source. Identity comparison; ``address`` is unique in a root.

    ``module`` is the address of its module instance ("" for the root, 'module.vpc["a"]' …), ``count_unknown`` marks the
    one instance that stands for an unknown count or for_each (its key is then None and its address has none).
    """

    address: str
    mode: str  # "managed" or "data"
    type: str
    name: str
    module: str = ""
    key: Key = None
    count_unknown: bool = False
    content: Content
    declaration: Declaration
    provider: Provider | None = None
    depends_on: tuple[Reference, ...] = ()
    provisioners: tuple[tuple[str, Content], ...] = ()
    computed: Computed | None = None

    @property
    def ref(self) -> Reference:
        """The identity of the instance itself; ``ref.step("id")`` is that of its id."""
        return Reference(self.mode, self.address)

    @property
    def may_be_absent(self) -> bool:
        """Whether there may be no such instance: how many there are is not known, and may be none."""
        return self.count_unknown and not self.declaration.at_least

    def get(self, name: str) -> Value:
        """The attribute: as written, or an unknown that only apply will know. Every one carries its Reference."""
        return Attributes(self.content, self.ref, self.computed).get(name)

    def written(self, name: str) -> Value | None:
        """The argument as written, None if absent (a written null too is None: Terraform treats it as absent)."""
        value = self.content.written(name)
        return None if value is None or value.is_null else value

    def blocks(self, type: str) -> Blocks:
        return self.content.blocks(type)

    @property
    def span(self) -> Span | None:
        """The header line to point at (see Content.span)."""
        return self.content.span


@dataclass(eq=False, slots=True, kw_only=True)
class Declaration:
    """A resource block in one module instance, with all of its instances (possibly none: count = 0).

    ``repetition`` is the value of count or for_each as evaluated (None if neither is written); its origin says where a
    missing element would be added. ``at_least``: how many instances there surely are where that is not known in full
    (``count = length(…)`` of a list that has two elements or more). ``foreign`` marks what another root of the scan
    manages (its state is read here); its address begins with that of the data source.
    """

    address: str  # without the last instance key: module.vpc.aws_subnet.private
    mode: str
    type: str
    name: str
    module: str = ""
    span: Span | None = None
    repetition: Value | None = None
    repeated_by: str = ""  # "count", "for_each" or ""
    indefinite: bool = False
    foreign: bool = False
    at_least: int = 0
    instances: list[Instance] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleCall:
    """A module block, instance keys left out of ``address``.

    ``resolved`` is "local", "installed", "configured", "stub" or "opaque"; ``detail`` a sentence for people.
    ``arguments`` are the arguments passed, evaluated in the calling module's first instance, with their places;
    ``argument_spans`` the span of each argument's name; spans are None where a door has no source.
    ``package``/``judged_version`` name the registry module and the version it was judged by (also for "installed"
    ones where known).
    """

    address: str
    source: str
    version: str | None = None
    resolved: str
    detail: str = ""
    span: Span | None = None
    parent: str = ""  # address of the calling module, no keys
    folder: str | None = None
    arguments: Mapping[str, Value] = field(default_factory=dict)
    argument_spans: Mapping[str, Span] = field(default_factory=dict)
    package: str | None = None
    judged_version: str | None = None
    source_span: Span | None = None
    version_span: Span | None = None
    in_user_code: bool = True
    is_missing: bool = False  # a local folder that is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another root of the scan that reads a state which is in sight here, and is not itself in sight: it may hang
    things on what it finds there. ``name`` is its folder for people; ``types`` are the resource types that its own
    modules declare, ``sources`` those of its modules that are not its own; ``types`` None: nobody looked. ``reads`` are
    the folders of the roots in sight whose states it reads, or may read."""

    name: str
    types: frozenset[str] | None
    sources: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True, kw_only=True)
class Root:
    """A root module, evaluated. ``declarations`` and ``calls`` are in address order, ``broken`` are the blocks that
    could not be read, ``files`` all that were. ``order`` is None where it is not known. ``linked`` are the roots whose
    states it reads, as far as they are in the scan: address of the data source to folder. ``variables`` are the names
    of those that it declares, ``providers`` those of the providers that it configures. ``incomplete`` says why what is
    not here may be there all the same ("" where all is here): a plan that ended in an error, or is partial."""

    path: str
    environment: str | None = None
    declarations: dict[str, Declaration]
    calls: tuple[ModuleCall, ...] = ()
    outputs: Mapping[str, Value] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    broken: tuple[Broken, ...] = ()
    files: tuple[str, ...] = ()
    order: Order | None = None
    linked: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    incomplete: str = ""

    @property
    def opaque(self) -> tuple[ModuleCall, ...]:
        """The calls of modules that cannot be seen."""
        return tuple(call for call in self.calls if call.resolved == "opaque")

    def keeper(self, address: str) -> str:
        """The address of the linked root that something belongs to; "" for what is this root's own."""
        found = (top for top in self.linked if address == top or address.startswith(top + "."))
        return max(found, key=len, default="")

    def folder_of(self, address: str) -> str:
        """The folder of the root that manages something."""
        return self.linked.get(self.keeper(address), self.path)

    def instances(self, *types: str, mode: str = "managed") -> Iterator[Instance]:
        """All instances of these types (all types if none is named), in address order."""
        for declaration in self.declarations.values():
            if declaration.mode == mode and (not types or declaration.type in types):
                yield from declaration.instances
