"""What one evaluation of one root module shares: files, options, limits, diagnostics, and what is being evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.evaluate.budget import Budget
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.files import Files
from fargate_lint.terraform.backend import States
from fargate_lint.terraform.config import ModuleConfig, read_module, read_stub
from fargate_lint.terraform.instance import Instance
from fargate_lint.terraform.known import Known
from fargate_lint.terraform.stack import Stacks
from fargate_lint.terraform.variables import Input
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value

_T = TypeVar("_T")

MOST_INSTANCES = 2_000
"""Instances of one count or for_each. AWS's own quotas per VPC are far below."""
DEEPEST_MODULE = 24
"""Levels of module calls."""
LONGEST_WAY = 400
"""Values that are being evaluated at a time, each because the one before refers to it."""
INSTANCE_STEPS = 20
"""What a resource instance costs of the budget, before its arguments are looked at."""
MODULE_STEPS = 100
"""What a module instance costs of the budget."""


@dataclass(frozen=True, kw_only=True)
class LoadOptions:
    """What the user chose. ``inputs`` are --var and --var-file in the order given; ``modules`` maps sources to folders;
    ``environ`` is looked up for TF_VAR_* only; ``data_dir`` is Terraform's own folder (TF_DATA_DIR), seen from the
    root. ``roots`` are the folders of all root modules in the scan, for
    data.terraform_remote_state; ``states`` knows more of them (it is made of ``roots`` where it is not given), and
    ``inputs_of`` gives the inputs of another root, ``offered``
    names for a variable a file that has a value and is not read. ``known`` is a plan of this root."""

    inputs: tuple[Input, ...] = ()
    workspace: str = "default"
    region: str | None = None
    environment: str | None = None
    modules: Mapping[str, str] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)
    data_dir: str = ".terraform"
    roots: tuple[str, ...] = ()
    states: States | None = None
    known: Known | None = None
    inputs_of: Callable[[str], tuple[Input, ...]] = lambda folder: ()
    offered: Mapping[str, str] = field(default_factory=dict)


class RemoteStates(Protocol):
    """What data.terraform_remote_state gives (terraform.remote_state)."""

    def outputs(self, instance: Instance, folder: str) -> Value | None:
        """The ``outputs`` object of an instance in the root in ``folder``; None where it is not looked for."""
        ...


class Unlinked:
    """RemoteStates of a session that reads none."""

    def outputs(self, instance: Instance, folder: str) -> Value | None:
        return None


class Session:
    """Shared by all module instances of a root."""

    def __init__(self, path: str, files: Files, options: LoadOptions) -> None:
        self.path = path
        self.files = files
        self.options = options
        self._diagnostics: dict[tuple[str, str, Span | None], Diagnostic] = {}
        self._configs: dict[str, ModuleConfig] = {}
        self._active: dict[object, str] = {}
        self._stacks = Stacks()
        self.budget = Budget()
        self.manifests: dict[str, Mapping[str, tuple[str, str | None]]] = {}
        self.states = options.states or States(files, options.roots)
        self.remote: RemoteStates = Unlinked()

    # Diagnostics: each only once, however often its expression is evaluated

    def report(self, diagnostic: Diagnostic) -> None:
        self._diagnostics.setdefault((diagnostic.code, diagnostic.message, diagnostic.span), diagnostic)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return list(self._diagnostics.values())

    # Module folders, each read once

    def config(self, folder: str) -> ModuleConfig:
        if folder not in self._configs:
            self._configs[folder] = read_module(folder, self.files)
        return self._configs[folder]

    def stub(self, folder: Path, name: str) -> ModuleConfig:
        key = f"stub:{folder}"
        if key not in self._configs:
            self._configs[key] = read_stub(folder, name)
        return self._configs[key]

    @property
    def configs(self) -> list[ModuleConfig]:
        """Every folder read so far."""
        return list(self._configs.values())

    # Evaluation

    def guarded(self, key: object, label: str, span: Span, compute: Callable[[], _T]) -> _T:
        """Run ``compute``; if it is running already the references go in a circle: an EvaluationError with the way."""
        if key in self._active:
            way = list(self._active.values())
            way = [*way[list(self._active).index(key) :], label]
            raise EvaluationError("Cycle: " + " → ".join(way), span, "cycle")
        if len(self._active) >= LONGEST_WAY:
            message = f"{label} is reached by a way of more than {LONGEST_WAY} references, which is not followed."
            raise EvaluationError(message, span, "limit")
        self._active[key] = label
        try:
            return self._stacks.run(compute)
        finally:
            del self._active[key]

    def settle(
        self, key: object, label: str, span: Span, compute: Callable[[], Value], indefinite: bool = False
    ) -> Value:
        """The value that ``compute`` gives; an error is reported and becomes an unknown that says so. What belongs to
        an ``indefinite`` instance may never be evaluated, so that what is wrong with its values is not reported."""
        try:
            value = self.guarded(key, label, span, compute)
            self.budget.keep(value, span)
            return value
        except EvaluationError as error:
            if not (indefinite and error.diagnostic.code == "evaluation"):
                self.report(error.diagnostic)
            return failed(label, error.diagnostic)
        except (RecursionError, MemoryError) as error:
            what = "memory" if isinstance(error, MemoryError) else "depth of calls"
            diagnostic = Diagnostic("limit", Severity.ERROR, f"{label} takes more {what} than there is.", span)
            self.report(diagnostic)
            return failed(label, diagnostic)
        except Exception as error:  # a defect of ours costs one value and is reported, never the run
            message = f"internal error while evaluating {label}: {type(error).__name__}: {error}"
            diagnostic = Diagnostic("internal", Severity.ERROR, message, span if span.is_file else None)
            self.report(diagnostic)
            return failed(label, diagnostic)


def failed(label: str, diagnostic: Diagnostic) -> Value:
    """What stands for a value whose expression is in error."""
    return Value(DYNAMIC, Unknown("error", f"{label} is in error: {diagnostic.message}", waits_for=label))
