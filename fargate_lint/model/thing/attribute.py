"""One argument of a resource, with the provider's default, its place, and the verdict a rule wants of it."""

from __future__ import annotations

from dataclasses import dataclass

from fargate_lint.diagnostic import Fix, Note, Span
from fargate_lint.model.thing import edits, place
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.walk import elements
from fargate_lint.terraform.instance import Instance, ModuleCall
from fargate_lint.values import number as numbers
from fargate_lint.values.answer import NO, Answer, flag, no, undecided, unknown_by, yes
from fargate_lint.values.judgeable import Judgeable
from fargate_lint.values.types import NUMBER
from fargate_lint.values.value import Value, boolean


@dataclass(frozen=True, slots=True)
class Attribute(Judgeable):
    """``value`` is what is written, or the provider's default (``is_default``), or None (absent, no default).

    ``place`` is the span a person would change (Resources.place). ``by_module`` is the call of the registry module
    whose default the value is, when its caller wrote nothing."""

    address: str
    name: str
    value: Value | None
    place: Span | None
    is_default: bool = False
    by_module: ModuleCall | None = None

    @property
    def written(self) -> bool:
        """Whether a person wrote it: neither the provider's default nor a module's."""
        return self.value is not None and not self.is_default and self.by_module is None

    @property
    def is_known(self) -> bool:
        """Whether its value, written or by default, is known (absent without a default is known: null)."""
        return self.value is None or self.value.is_known

    @property
    def is_absent(self) -> bool:
        """Surely not set: absent or null, and without a default."""
        return self.value is None or self.value.is_null

    @property
    def text(self) -> str | None:
        """The text, if it is known; numbers and booleans as Terraform writes them."""
        if self.value is None or self.value.is_null or self.value.is_unknown:
            return None
        raw = self.value.raw
        if isinstance(raw, bool):
            return "true" if raw else "false"
        if isinstance(raw, str):
            return raw
        return numbers.text(raw) if self.value.type == NUMBER else None

    @property
    def doubt(self) -> Answer:
        """Unknown, because the value is."""
        if self.value is None:
            return undecided(f"{self.name} is not set", self.place)
        return undecided_by(self.value, self.place)

    @property
    def texts(self) -> tuple[tuple[str, ...], Answer]:
        """The known texts of a list, and whether it may hold others."""
        if self.value is None or self.value.is_null:
            return (), NO
        found, rest = elements(self.value)
        loose = rest if rest is not None else next((item for item in found if item.is_unknown), None)
        incomplete = undecided_by(loose) if loose is not None else NO
        return tuple(item.text for item in found if item.text is not None), incomplete

    @property
    def number(self) -> int | None:
        """The whole number, if it is known; "3" counts."""
        return whole_number(self.value)

    @property
    def related(self) -> tuple[Note, ...]:
        """The way of the value, and the resource that has it where that is elsewhere."""
        return place.value_trail(self.value)

    @property
    def origin(self) -> str:
        """Whose value it is, for a message: "" when a person wrote it, else whose default."""
        if self.by_module is not None:
            version = f" {self.by_module.judged_version}" if self.by_module.judged_version else ""
            name = (self.by_module.package or self.by_module.source).removesuffix("/aws").split("/")[-1]
            return f"the default of the {name} module{version}"
        return "the provider's default" if self.is_default else ""

    def equals(self, wanted: bool | str) -> Answer:
        """Whether the value is this one. A flag also counts as text ("true"), as the provider converts it."""
        if isinstance(wanted, bool):
            if self.value is None:
                return undecided(f"{self.name} is not set")
            answer = flag(self.value, False)
            if answer.unknown:
                return undecided_by(self.value, self.place)
            state = answer.yes is wanted
            return Answer("yes" if state else "no", self.origin, self.place)
        if self.value is None or self.value.is_null:
            return no("not set", self.place)
        if self.value.is_unknown:
            return undecided_by(self.value, self.place)
        return yes("", self.place) if self.text == wanted else no("", self.place)

    @property
    def is_true(self) -> Answer:
        """Whether a flag is true."""
        return self.equals(True)

    def edit_to(self, wanted: bool | str) -> Fix | None:
        """The edit that gives it this value, where one is all that it takes."""
        if not self.written:
            return edits.argument(self.name, self.place, wanted)
        return edits.setting(self.name, self.value, wanted)


def whole_number(value: Value | None) -> int | None:
    """A whole number, if it is known; "3" counts."""
    raw = value.raw if value is not None else None
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        return int(raw) if raw.lstrip("-").isdigit() else None
    return raw if isinstance(raw, int) else None


def known(instance: Instance, name: str, raw: bool) -> Attribute:
    """An attribute that is so by its nature (a default VPC has DNS hostnames)."""
    return Attribute(instance.address, name, boolean(raw), instance.span, is_default=True)


def unknown_argument(address: str, name: str, doubt: Answer, place: Span | None = None) -> Attribute:
    """An argument of something that is not declared here: every question about it is undecided, for this reason."""
    return Attribute(address, name, unknown_by(doubt), place)
