"""What is created after what."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.graph.build import build
from fargate_lint.terraform.instance import Instance, Root

if TYPE_CHECKING:
    import networkx


class Order:
    """The order that references and depends_on give; the graph is built when it is first asked for."""

    def __init__(self, root: Root) -> None:
        self._root = root

    @cached_property
    def _graph(self) -> networkx.MultiDiGraph[str]:
        return build(self._root)

    def depends(self, later: Instance, earlier: Instance) -> bool:
        """Whether a chain of dependencies leads from ``later`` to ``earlier``."""
        import networkx

        if later.address not in self._graph or earlier.address not in self._graph:
            return False
        return bool(networkx.has_path(self._graph, later.address, earlier.address))
