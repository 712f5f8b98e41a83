"""Small Terraform projects written in a test, and views of what is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fargate_lint.doors.sources import load_root
from fargate_lint.files import Files
from fargate_lint.kubernetes.helm import HelmRelease
from fargate_lint.terraform.instance import Root

Load = Callable[..., Root]
Release = Callable[..., HelmRelease]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """``load("…HCL…", {"values.yaml": "…"})`` gives the evaluated root."""

    def loader(text: str, files: dict[str, str] | None = None) -> Root:
        for name, content in {"main.tf": text, **(files or {})}.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        return load_root(str(tmp_path.resolve()), Files(str(tmp_path.resolve())))

    return loader


@pytest.fixture
def release(load: Load) -> Release:
    """The one helm_release of a project; ``arguments`` alone stand for the body of its block."""

    def loader(arguments: str, files: dict[str, str] | None = None, beside: str = "") -> HelmRelease:
        root = load(f'resource "helm_release" "this" {{\n  name = "this"\n{arguments}\n}}\n{beside}', files)
        (instance,) = root.instances("helm_release")
        return HelmRelease(instance)

    return loader
