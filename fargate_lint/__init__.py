"""Tells from Terraform alone whether EKS on Fargate in a private VPC will come up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from fargate_lint.diagnostic import Finding, Severity
    from fargate_lint.graph.networks import Network
    from fargate_lint.report.result import Report

__version__ = "0.1.0"
__all__ = ["Finding", "Report", "Severity", "__version__", "lint", "resource_graph"]

_HOMES = {"Finding": "diagnostic", "Severity": "diagnostic", "Report": "report.result"}


def __getattr__(name: str) -> Any:
    """The exported types are loaded when somebody asks for them: a start needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def lint(
    path: str | os.PathLike[str] | None = None,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    var: Sequence[str] = (),
    var_file: Sequence[str] = (),
    environments: Sequence[str] = (),
    workspace: str | None = None,
    region: str | None = None,
    recursive: bool | None = None,
    exclude: Sequence[str] = (),
    manifests: Sequence[str] = (),
    baseline: str | None = None,
    plan: str | None = None,
    config: str | None = None,
    rules: Sequence[str] = (),
    fail_on: str | None = None,
    min_severity: str | None = None,
    undecided: str | None = None,
) -> Report:
    """Lint what is at ``path`` (the current directory, or with ``plan`` that plan alone) and return the report. Nothing
    is printed.

    The options are those of the command line; of ``var`` and ``var_file`` the variables win. Raises
    ``fargate_lint.config.UsageError`` for a wrong option or configuration and ``fargate_lint.catalogue.BrokenRule``
    for a module in ``rules`` that is no rule; what is wrong with the files is in the report.
    """
    from fargate_lint.catalogue import ours, with_rules
    from fargate_lint.config import given
    from fargate_lint.workspace import Workspace

    options = given(
        select=select,
        ignore=ignore,
        var=var,
        var_file=var_file,
        environments=environments,
        workspace=workspace,
        region=region,
        recursive=recursive,
        exclude=exclude,
        manifests=manifests,
        baseline=baseline,
        plan=plan,
        config=config,
        rules=rules,
        fail_on=fail_on,
        min_severity=min_severity,
        undecided=undecided,
    )
    return Workspace(options, with_rules(options.rules) if options.rules else ours()).run(
        [] if path is None else [str(path)]
    )


def resource_graph(
    path: str | os.PathLike[str] | None = None,
    *,
    var: Sequence[str] = (),
    var_file: Sequence[str] = (),
    environments: Sequence[str] = (),
    workspace: str | None = None,
    region: str | None = None,
    config: str | None = None,
    plan: str | None = None,
) -> Network:
    """The resources of the one root module that ``path`` means (the current directory, or with ``plan`` that plan
    alone) and what refers to what, as a networkx.MultiDiGraph.

    A node is the address of a resource instance or data source, with ``mode``, ``type``, ``name``, ``module`` and
    ``indefinite``. An edge says that one refers to another, with ``attribute`` (its key too) and ``place`` (a Span, or
    None). ``graph["unread"]`` says what could not be read. Raises ``fargate_lint.config.UsageError``, and
    ``fargate_lint.workspace.NoRoot`` where there is not exactly one root module.
    """
    from fargate_lint.config import given
    from fargate_lint.graphs import network
    from fargate_lint.workspace import Workspace

    options = given(
        var=var,
        var_file=var_file,
        environments=environments,
        workspace=workspace,
        region=region,
        config=config,
        plan=plan,
    )
    return network(Workspace(options), str(path) if path is not None else None)
