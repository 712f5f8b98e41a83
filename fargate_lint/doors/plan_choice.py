"""Which of several things an argument means, where the plan does not say: one choice for each reading of the plan.

A plan alone often says no more than "one or some of these". Then the whole root is read several times: once as it is
most likely meant, and once for each other thing that could be meant. What all readings say is so; what they differ in
is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MOST_READINGS = 48
"""Readings of one plan."""
EVERYWHERE = "*"
"""The place that stands for all of them."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a choice is made: an argument of a block, for all of its instances. ``origins`` are the references that
    leave it open: what one of them leaves open in several arguments is probably meant alike in all."""

    place: str
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """``place`` is where (a site, an origin or EVERYWHERE) it is not the likely one, ``way`` how."""

    place: str = ""
    way: int = 0
    waits_for: str = ""

    @property
    def sentence(self) -> str:
        """Why what it decides is not decided."""
        return f"the plan does not say what {self.waits_for} refers to: give the folder of the sources too"


@dataclass(slots=True)
class Choices:
    """The choices of one reading. ``open`` collects the places and in how many ways each can be read. ``strict``:
    nothing is chosen, and what is open is not known."""

    reading: Reading = field(default_factory=Reading)
    strict: bool = False
    open: dict[str, int] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def _way(self, site: Site, ways: int) -> int:
        for place in (site.place, *site.origins):
            self.open[place] = max(ways, self.open.get(place, 1))
            self.named.setdefault(place, site.place)
        place = self.reading.place
        applies = place == EVERYWHERE or place == site.place or place in site.origins
        return self.reading.way if applies and self.reading.way < ways else 0

    def one(self, site: Site, count: int, likely: int = 0) -> int:
        """Which of ``count`` things; ``likely`` is the one that is most likely meant."""
        return (likely + self._way(site, count)) % count

    def some(self, site: Site, count: int, likely: Sequence[int] = (), least: int = 1) -> tuple[int, ...]:
        """Which ones of ``count`` things, ``least`` of them or more: the likely ones (else all), as few as may be,
        or all."""
        every = tuple(range(count))
        if count <= least:
            return every
        narrowed = least <= len(likely) < count
        way = self._way(site, count + 1 + narrowed)
        if way == 0:
            return tuple(likely) if narrowed else every
        return tuple(sorted((way - 1 + index) % count for index in range(least))) if way <= count else every

    def others(self, most: int = MOST_READINGS) -> Iterator[Reading]:
        """The other readings: one place varied at a time, then all at once. Where those are too many, each place in two
        ways only; where those are too many still, all at once only."""
        few = sum(ways - 1 for ways in self.open.values()) > most
        if not few or 2 * len(self.open) <= most:
            for place, ways in self.open.items():
                yield from (Reading(place, way, self.named[place]) for way in _ways(ways, few))
        if len(self.open) > 1:
            first = self.named[next(iter(self.open))]
            at_once = list(_ways(max(self.open.values()), few and 2 * len(self.open) <= most))
            yield from (Reading(EVERYWHERE, way, first) for way in at_once[:most])


def _ways(ways: int, few: bool) -> Sequence[int]:
    every = range(1, ways)
    return sorted({every[0], every[-1]}) if few and every else every
