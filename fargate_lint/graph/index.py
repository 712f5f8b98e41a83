"""The resource graph of a root: made once, asked by everything that wants to know what refers to what."""

from __future__ import annotations

from fargate_lint.terraform.instance import Root


class ResourceGraph:
    """``before`` is found when asked for."""

    def __init__(self, root: Root) -> None:
        self._order = root.order
        self._declared = root.declarations
        self._before: dict[str, frozenset[str]] = {}

    def before(self, address: str) -> frozenset[str]:
        """The declarations (addresses without the last instance key) that Terraform settles before the one at
        ``address``; empty where the order is not known."""
        if address not in self._before:
            self._before[address] = self._reach(address)
        return self._before[address]

    def _reach(self, address: str) -> frozenset[str]:
        if self._order is None:
            return frozenset()
        seen, waiting = {address}, [address]
        while waiting:
            for name in self._order.needs(waiting.pop()):
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return frozenset(name for name in seen if name in self._declared and name != address)
