"""Resources by the thing that one of their arguments names: the associations of a subnet, the rules of a group."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from fargate_lint.terraform.instance import Instance
from fargate_lint.values.value import Value

Thing = TypeVar("Thing", bound=Hashable)


class Naming(NamedTuple):
    """``instance`` names something by ``value``. ``number`` says where it stands among the others."""

    number: int
    instance: Instance
    value: Value


class NamedBy(Generic[Thing]):
    """``by_thing`` are the resources that name each thing, ``unidentified`` those that lead to nothing known, in order.

    ``identify`` says what a value names. It is asked once for each instance, so that finding what refers to each of
    many things is work in proportion to the instances, not to instances times things.
    """

    def __init__(
        self,
        instances: Iterable[Instance],
        read: Callable[[Instance], Value | None],
        identify: Callable[[Value], Thing | None],
    ) -> None:
        self.by_thing: dict[Thing, list[Naming]] = {}
        self.unidentified: list[Naming] = []
        for number, instance in enumerate(instances):
            value = read(instance)
            if value is None:
                continue
            thing = identify(value)
            group = self.unidentified if thing is None else self.by_thing.setdefault(thing, [])
            group.append(Naming(number, instance, value))
