"""Loading small Terraform projects written in a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fargate_lint.doors.sources import LoadOptions, load_root
from fargate_lint.files import Files
from fargate_lint.terraform.instance import Root

Load = Callable[..., Root]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """``load({"main.tf": "…", "modules/net/main.tf": "…"}, root="live", options=…)`` gives the evaluated root."""

    def loader(files: dict[str, str] | str, root: str = ".", options: LoadOptions | None = None) -> Root:
        if isinstance(files, str):
            files = {"main.tf": files}
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_root(str((tmp_path / root).resolve()), Files(str(tmp_path.resolve())), options)

    return loader
