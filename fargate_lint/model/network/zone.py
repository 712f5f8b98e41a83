"""An Availability Zone as far as it is named: by name ("us-east-1e"), by id ("use1-az3"), or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.resource_id import Identities, ResourceId
from fargate_lint.model.thing.walk import texts
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer, undecided
from fargate_lint.values.value import Value

ZONE_ID = re.compile(r"-az\d+$")


PICKED = undecided("no zone is written, so AWS picks one", code="cloud")


@dataclass(frozen=True, slots=True)
class Zone:
    """``name`` and ``id`` are None where they are not known; ``thing`` is what an unknown zone is a reference to
    (``data.aws_availability_zones.x.names.0``). What a zone offers is asked of ``facts.zones`` with ``text``."""

    name: str | None = None
    id: str | None = None
    thing: ResourceId | None = None
    value: Value | None = None
    place: Span | None = None
    nowhere: Answer = PICKED

    @property
    def doubt(self) -> Answer:
        """Unknown, as is which zone this is."""
        if self.value is not None and self.value.is_unknown:
            return undecided_by(self.value).at(self.place)
        return self.nowhere.at(self.place)

    @property
    def text(self) -> str | None:
        """Its id or name, None if neither is known."""
        return self.id or self.name

    @property
    def key(self) -> str | None:
        """What two subnets of one zone have in common; None where nothing says which zone it is."""
        return self.text or (str(self.thing) if self.thing is not None else None)

    @property
    def family(self) -> str | None:
        """What it is one of (a list, a region): two different ones of it are two zones. None where it stands alone."""
        return str(self.thing).rpartition(".")[0] if self.thing is not None and self.thing.part else None

    def __str__(self) -> str:
        return self.key or "an unknown zone"


def read_zone(name: Value | None, id: Value | None, identities: Identities) -> Zone:
    """A zone from the arguments ``availability_zone`` and ``availability_zone_id`` of a subnet."""
    name, id = (_if_set(value) for value in (name, id))
    value = id if id is not None and not id.is_null else name
    if value is None or value.is_null:
        return Zone()
    text = value.text
    if text is not None:
        is_id = value is id or ZONE_ID.search(text) is not None
        return Zone(None if is_id else text, text if is_id else None, None, value, value.place)
    thing = identities.thing(value) if value.ref is not None else _lettered(value)
    return Zone(None, None, thing, value, value.place)


def _lettered(value: Value) -> ResourceId | None:
    """A zone of a region that nothing names (``"${var.region}a"``): not the zone of another letter."""
    parts = value.unknown.parts if value.unknown is not None else ()
    if len(parts) != 2 or not isinstance(parts[0], Value) or parts[0].ref is None or not isinstance(parts[1], str):
        return None
    return ResourceId("other", str(parts[0].ref), parts[1])


def _if_set(value: Value | None) -> Value | None:
    """What an argument is if it is not null: a subnet has its zone by name or by id, and in either case one zone."""
    why = value.unknown if value is not None else None
    return why.if_set if why is not None and why.if_set is not None else value


def left_out(value: Value | None, instances: Mapping[str, Instance]) -> frozenset[str]:
    """The zones, by id or name, that the data source which a zone is taken from leaves out."""
    source = instances.get(value.ref.address) if value is not None and value.ref is not None else None
    if source is None or source.type != "aws_availability_zones":
        return frozenset()
    lists = (source.written("exclude_zone_ids"), source.written("exclude_names"))
    return frozenset(text for written in lists if written is not None for text in texts(written))
