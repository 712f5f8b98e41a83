"""Availability Zones in which EKS, Fargate or an endpoint service is not offered."""

from __future__ import annotations

import functools
import re
from typing import Literal

import msgspec

from fargate_lint.facts.overrides import Overrides, stamp
from fargate_lint.facts.table import Fact, rows


class ZoneFact(Fact, frozen=True, kw_only=True):
    """``zone`` is a zone id (a configured row may hold a name); ``usual_names`` are names that mostly stand for it
    although
    accounts differ; ``services`` (endpoint table) narrows it to these suffixes, empty means all."""

    zone: str
    region: str = ""
    usual_names: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    note: str = ""


class NameFact(Fact, frozen=True, kw_only=True):
    """The name of a zone that is the same in every account, and its id."""

    name: str
    zone: str


class ShuffledFact(Fact, frozen=True, kw_only=True):
    """Regions in which a zone's name depends on the account."""

    regions: tuple[str, ...]


class FormFact(Fact, frozen=True, kw_only=True):
    """What the names and ids of a kind of zone look like (the pattern matches the whole text)."""

    kind: str
    pattern: str


class Refused(msgspec.Struct, frozen=True):
    """A zone that a table refuses. ``by``: "id" (sure), "name" (the name stands for it in every account), "usual"
    (mostly)."""

    fact: ZoneFact
    by: Literal["id", "name", "usual"]


class Zones(msgspec.Struct, frozen=True):
    """All zone tables, with the user's overrides applied."""

    control_plane: tuple[ZoneFact, ...]
    fargate: tuple[ZoneFact, ...]
    endpoint: tuple[ZoneFact, ...]
    names: tuple[NameFact, ...]
    shuffled: frozenset[str]
    special: tuple[FormFact, ...]
    forms: tuple[FormFact, ...]

    def id_of(self, zone: str) -> str | None:
        """The zone id of an id or of a name that is uniform; None where only the account knows."""
        if self.is_id(zone):
            return zone
        return next((row.zone for row in self.names if row.name == zone), None)

    def is_id(self, zone: str) -> bool:
        """Whether this is a zone id ("use1-az3") rather than a name ("us-east-1e")."""
        return self._form("id", zone) is not None

    def region_of(self, zone: str) -> str | None:
        """The region in a zone's name; None for ids and for names of no known form."""
        found = self._form("name", zone)
        return found.group("region") if found else None

    def special_kind(self, zone: str) -> str | None:
        """ "Local Zone" or "Wavelength Zone" for names and ids of these; None for ordinary zones."""
        return next((row.kind for row in self.special if _full(row.pattern, zone)), None)

    def refuses_control_plane(self, zone: str) -> Refused | None:
        """The row that forbids cluster subnets in this zone (name or id)."""
        return self._refused(self.control_plane, zone)

    def refuses_fargate(self, zone: str) -> Refused | None:
        """The row that says Fargate is not offered in this zone (name or id)."""
        return self._refused(self.fargate, zone)

    def refuses_endpoint(self, zone: str, service: str) -> Refused | None:
        """The row that says this endpoint service (suffix, "ecr.api") may be missing in this zone (name or id)."""
        table = tuple(row for row in self.endpoint if not row.services or service in row.services)
        return self._refused(table, zone)

    def control_plane_in(self, region: str) -> tuple[ZoneFact, ...]:
        """The rows that forbid cluster subnets in some zone of this region."""
        return self._in(self.control_plane, region)

    def fargate_in(self, region: str) -> tuple[ZoneFact, ...]:
        """The rows that say Fargate is not offered in some zone of this region."""
        return self._in(self.fargate, region)

    def _in(self, table: tuple[ZoneFact, ...], region: str) -> tuple[ZoneFact, ...]:
        """A configured id, whose region nothing says, may be anywhere."""
        return tuple(row for row in table if (row.region or self.region_of(row.zone) or region) == region)

    def _refused(self, table: tuple[ZoneFact, ...], zone: str) -> Refused | None:
        known = self.id_of(zone)
        for row in table:
            if row.zone == zone:
                return Refused(row, "id")
            if known is not None and known == self.id_of(row.zone):
                return Refused(row, "name")
            if zone in row.usual_names:
                return Refused(row, "usual")
        return None

    def _form(self, kind: str, zone: str) -> re.Match[str] | None:
        return next((m for row in self.forms if row.kind == kind and (m := _full(row.pattern, zone))), None)

    def override(self, overrides: Overrides) -> Zones:
        """These tables with refused zones added and allowed ones taken out. Names in the configuration may be any."""
        tables = {"control-plane": self.control_plane, "fargate": self.fargate, "endpoint": self.endpoint}
        for text in overrides.allow_zones:
            word, zone = _split(text)
            for name in [word] if word else list(tables):
                tables[name] = tuple(row for row in tables[name] if not self._same(row, zone))
        for text in overrides.refuse_zones:
            word, zone = _split(text)
            for name in [word] if word else ["fargate", "endpoint"]:
                row = ZoneFact(zone=zone, note="refused by your configuration", **stamp())
                tables[name] = (row, *tables[name])
        return msgspec.structs.replace(
            self, control_plane=tables["control-plane"], fargate=tables["fargate"], endpoint=tables["endpoint"]
        )

    def _same(self, row: ZoneFact, zone: str) -> bool:
        return zone == row.zone or zone in row.usual_names or self.id_of(zone) == self.id_of(row.zone) is not None


WORDS = ("control-plane", "fargate", "endpoint")
"""The words that may stand before a zone in the configuration."""


def _split(text: str) -> tuple[str, str]:
    word, colon, zone = text.partition(":")
    return (word, zone) if colon and word in WORDS else ("", text)


@functools.lru_cache(maxsize=4096)
def _full(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text)


@functools.cache
def load_zones() -> Zones:
    """The tables as shipped."""
    return Zones(
        control_plane=rows("zones", "control_plane", ZoneFact),
        fargate=rows("zones", "fargate", ZoneFact),
        endpoint=rows("zones", "endpoint", ZoneFact),
        names=rows("zones", "name", NameFact),
        shuffled=frozenset(region for row in rows("zones", "shuffled", ShuffledFact) for region in row.regions),
        special=rows("zones", "special", FormFact),
        forms=rows("zones", "form", FormFact),
    )
