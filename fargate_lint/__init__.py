"""Tells from Terraform alone whether EKS on Fargate in a private VPC will come up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fargate_lint.report.result import Report

__version__ = "0.1.0"
__all__ = ["__version__", "lint"]


def lint(path: str = ".", **options: Any) -> Report:
    """Lint what is at ``path`` and return the report.

    ``options`` are those of the command line with underscores (``select=("FGL2",)``, ``var=("azs=[]",)``,
    ``recursive=True`` …). Raises ``fargate_lint.config.UsageError`` for a wrong option or configuration; what is
    wrong with the files is in the report. Nothing is printed.
    """
    from fargate_lint.linter import lint as run

    return run([path], options)
