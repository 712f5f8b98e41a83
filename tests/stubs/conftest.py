"""Evaluating calls of registry modules through our stubs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fargate_lint.doors.sources import LoadOptions, load_root
from fargate_lint.files import Files
from fargate_lint.terraform.instance import Instance, Root
from fargate_lint.values.value import Unknown, Value

Evaluate = Callable[[str], Root]


@pytest.fixture
def evaluate(tmp_path: Path) -> Evaluate:
    """The evaluated root module of a text."""

    def evaluator(text: str) -> Root:
        (tmp_path / "main.tf").write_text(text, encoding="utf-8")
        return load_root(str(tmp_path), Files(str(tmp_path)), LoadOptions(region="eu-west-1"))

    return evaluator


def plain(value: Value | None) -> Any:
    """A value as Python data; an unknown is the text of what it refers to."""
    if value is None or value.is_null:
        return None
    raw = value.raw
    if isinstance(raw, Unknown):
        return str(value.ref) if value.ref is not None else f"unknown: {raw.reason}"
    if isinstance(raw, tuple):
        return [plain(item) for item in raw]
    if isinstance(raw, dict):
        return {str(name): plain(item) for name, item in raw.items()}
    return raw


def said(instance: Instance, *names: str) -> dict[str, Any]:
    """What an instance says of these arguments."""
    return {name: plain(instance.content.written(name)) for name in names}


def named(root: Root, type: str) -> dict[str, Instance]:
    """The instances of a type by address."""
    return {instance.address: instance for instance in root.instances(type)}
