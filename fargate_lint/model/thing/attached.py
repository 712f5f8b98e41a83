"""Resources that one argument attaches to a thing: the associations of a subnet, the rules of a group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from itertools import islice
from operator import attrgetter, itemgetter

from fargate_lint.graph.naming import NamedBy, Naming
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.resource_id import ResourceId, same_thing
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer

_Candidate = tuple[int, Naming, ResourceId | None]


def _all(instance: Instance) -> bool:
    return True


class Attached:
    """Answers from the graph's index, in the order of the configuration; what it takes to find those of one thing does
    not grow with the number of things."""

    def __init__(self, named: NamedBy[ResourceId]) -> None:
        self._named = named
        self._of_kind: dict[str, list[_Candidate]] = {}
        for thing, namings in named.by_thing.items():
            group = self._of_kind.setdefault(thing.kind, [])
            group += [(naming.number, naming, thing) for naming in namings]
        for group in self._of_kind.values():
            group.sort(key=itemgetter(0))
        self._unknown: list[_Candidate] = [(naming.number, naming, None) for naming in named.unidentified]

    def to(self, thing: ResourceId) -> tuple[Instance, ...]:
        """Those that are surely attached to the thing."""
        return tuple(naming.instance for naming in self._named.by_thing.get(thing, ()))

    def perhaps_to(self, thing: ResourceId, *, last_first: bool = False) -> Iterator[tuple[Instance, Answer]]:
        """Those that may be attached to it, with why that is not known. Found one by one."""
        for naming, other in self._candidates(thing, last_first):
            yield naming.instance, undecided_by(naming.value) if other is None else same_thing(other, thing)

    def _candidates(self, thing: ResourceId, last_first: bool = False) -> Iterator[tuple[Naming, ResourceId | None]]:
        groups = [group for kind, group in self._of_kind.items() if not _tells_apart(kind, thing)]
        ordered = [reversed(group) if last_first else iter(group) for group in (*groups, self._unknown)]
        for _, naming, other in merge(*ordered, key=itemgetter(0), reverse=last_first):
            if other != thing:
                yield naming, other

    def first(self, thing: ResourceId) -> Instance | None:
        """The first that is or may be attached to it."""
        sure = self._named.by_thing.get(thing, [])[:1]
        perhaps = [naming for naming, _ in islice(self._candidates(thing), 1)]
        found = min((*sure, *perhaps), default=None, key=attrgetter("number"))
        return found.instance if found is not None else None

    def doubt(
        self, thing: ResourceId, what: str, *, of_last: bool = False, only: Callable[[Instance], bool] = _all
    ) -> Answer:
        """Unknown, as the first (or the last) says of those that may be attached and pass ``only``; no if there are
        none. ``what`` is what it may be or do then: "may be a route of it"."""
        for instance, answer in self.perhaps_to(thing, last_first=of_last):
            if only(instance):
                return answer.because(f"{instance.address} {what}: {answer.reason}", instance.span)
        return NO


def _tells_apart(kind: str, thing: ResourceId) -> bool:
    """Whether no other thing of this kind can be this one (see same_thing)."""
    return kind == thing.kind and same_thing(ResourceId(kind, f"{thing.name}?"), thing).no
