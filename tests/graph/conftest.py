"""The resource graph of small Terraform projects written in a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fargate_lint.doors.sources import load_root
from fargate_lint.files import Files
from fargate_lint.graph.index import ResourceGraph

Graph = Callable[[dict[str, str] | str], ResourceGraph]


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """``graph({"main.tf": "…", "modules/net/main.tf": "…"})`` gives the graph of the root in main.tf."""

    def load(files: dict[str, str] | str) -> ResourceGraph:
        if isinstance(files, str):
            files = {"main.tf": files}
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        folder = str(tmp_path.resolve())
        return ResourceGraph(load_root(folder, Files(folder)))

    return load
