"""Diagnostics in, text out: one module a format, each with ``render(report, style) -> str``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fargate_lint.report.result import Report
    from fargate_lint.report.style import Style

FORMATS = ("full", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown", "html")


def render(format: str, report: Report, style: Style) -> str:
    """The report in one of FORMATS."""
    module = import_module(f"fargate_lint.report.{format}")
    text: str = module.render(report, style)
    return text
