"""A way to an estate from a few lines of Terraform."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from fargate_lint.doors.sources import load_root
from fargate_lint.facts import Facts
from fargate_lint.files import Files
from fargate_lint.model.estate import Estate

MakeEstate = Callable[..., Estate]


@pytest.fixture
def estate(tmp_path: Path) -> MakeEstate:
    """Makes the estate of a root module given as text; other files by path."""

    def make(text: str, **files: str) -> Estate:
        (tmp_path / ".git").mkdir()
        (tmp_path / "main.tf").write_text(text, encoding="utf-8")
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".tf").write_text(content, encoding="utf-8")
        root = load_root(str(tmp_path), Files(str(tmp_path)))
        return Estate(root, Facts(), today=datetime.date(2026, 11, 23))

    return make
