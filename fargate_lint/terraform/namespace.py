"""Lazy objects behind ``var``, ``local``, ``module``, ``aws_vpc``, ``data``, ``each`` and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value


class Namespace:
    """A closed lazy object (values.value.Lazy): names known beforehand, values made on demand by ``lookup``.

    ``describe`` words the sentence for a name that is not there. ``unread`` is set where a file or block could not be
    read: then a missing name may stand there, and is unknown instead of missing. ``refusal``: what Terraform says where
    it stands alone ("" where it may).
    """

    __slots__ = ("_address", "_describe", "_lookup", "_names", "_unread", "refusal")

    def __init__(
        self,
        address: str,
        names: Iterable[str],
        lookup: Callable[[str], Value | None],
        describe: Callable[[str], str] | None = None,
        unread: Callable[[], bool] | None = None,
        refusal: str = "",
    ) -> None:
        self._address = address
        self._names = dict.fromkeys(names)
        self._lookup = lookup
        self._describe = describe
        self._unread = unread
        self.refusal = refusal

    @property
    def address(self) -> str:
        return self._address

    @property
    def closed(self) -> bool:
        return True

    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def get(self, name: str) -> Value | None:
        found = self._lookup(name)
        if found is None and self._unread is not None and self._unread():
            reason = f"{self._address}.{name} is not declared in what could be read, and some files could not be read"
            return Value(DYNAMIC, Unknown("unread", reason, waits_for=f"{self._address}.{name}"))
        return found

    def missing(self, name: str) -> str:
        if self._describe is not None:
            return self._describe(name)
        return f'{self._address} has no attribute named "{name}".'


class Unseen:
    """An open lazy object (values.value.Lazy): outputs of something that cannot be seen; ``output`` makes the unknown
    that stands for one of them."""

    __slots__ = ("_address", "_output")

    def __init__(self, address: str, output: Callable[[str], Value]) -> None:
        self._address = address
        self._output = output

    @property
    def address(self) -> str:
        return self._address

    @property
    def closed(self) -> bool:
        return False

    def names(self) -> tuple[str, ...]:
        return ()

    def missing(self, name: str) -> str:
        return f"{self._address} has no output {name}."

    def get(self, name: str) -> Value:
        return self._output(name)


def fixed(address: str, values: Mapping[str, Value], describe: Callable[[str], str] | None = None) -> Value:
    """A namespace with values that are there already (``path``, ``terraform``, ``each``, ``count``)."""
    return Value(DYNAMIC, Namespace(address, values, values.get, describe))


class ModuleNames(Mapping[str, Value]):
    """The root names of a module's scope: the fixed ones, and every other name as a managed resource type."""

    def __init__(self, names: Mapping[str, Value], resource_type: Callable[[str], Value | None]) -> None:
        self._names = names
        self._resource_type = resource_type

    def __getitem__(self, name: str) -> Value:
        found = self._names.get(name)
        if found is None:
            found = self._resource_type(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
