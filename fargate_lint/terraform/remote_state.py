"""data.terraform_remote_state: the outputs of another root, evaluated where that root is in the scan."""

from __future__ import annotations

from fargate_lint.terraform.address import without_keys
from fargate_lint.terraform.backend import read_state
from fargate_lint.terraform.instance import Instance
from fargate_lint.terraform.module import Argument, Module
from fargate_lint.terraform.namespace import Unseen
from fargate_lint.terraform.variables import assignments
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value

TYPE = "terraform_remote_state"
MOST_LINKED = 50
"""Roots (in one workspace each) that one root is judged with."""


class LinkedRoots:
    """The roots whose states are read in an evaluation: ``modules`` by the address of the data source that reads them,
    each evaluated as a module of its own; ``files`` are the variable files that were read for them."""

    def __init__(self, root: Module) -> None:
        self.modules: dict[str, Module] = {}
        self.files: list[str] = []
        self._root = root
        self._session = root.session
        self._found: dict[str, Module | str] = {}

    def outputs(self, instance: Instance, folder: str) -> Value:
        """That of the linked root, or one whose every output is unknown with the reason."""
        found = self._link(instance, folder)
        return _unseen(instance.address, found) if isinstance(found, str) else found.as_object()

    def _link(self, instance: Instance, folder: str) -> Module | str:
        """The root whose state is read; else a sentence that says why it is not seen."""
        if instance.address not in self._found:
            self._found[instance.address] = self._look(instance, folder)
        return self._found[instance.address]

    def _look(self, instance: Instance, folder: str) -> Module | str:
        session, states = self._session, self._session.states
        if instance.count_unknown:
            return "how many states it reads is not known"
        state = read_state(instance, folder)
        if isinstance(state, str):
            return state
        keeper = states.keeper(state)
        if keeper is None:
            outside = states.outside(state)
            if outside is None:
                return f"it is in a state that no root here keeps ({state}): pass the value"
            here = states.shown(session.path)
            return f"it is in the state of {outside}: lint both in one run (fargate-lint {outside} {here})"
        for known in (self._root, *self.modules.values()):
            if (known.config.folder, known.workspace) == keeper:
                return known
        if len(self.modules) >= MOST_LINKED:
            return f"it is in the state of {states.shown(keeper[0])}, one root more than are looked at together"
        return self._open(instance.address, *keeper)

    def _open(self, address: str, folder: str, workspace: str) -> Module:
        """The root in a folder, with the inputs that it has in this run."""
        session = self._session
        config = session.config(folder)
        inputs = session.options.inputs_of(folder)
        given = assignments(folder, session.files, config.variables, inputs, session.options.environ)
        arguments = {name: Argument(value=value) for name, value in given.values.items()}
        path = without_keys(address)
        self.modules[address] = Module(config, session, arguments, address=address, path=path, workspace=workspace)
        self.files += given.files
        return self.modules[address]

    def link_all(self) -> None:
        """Link the roots that are read, and those that they read, before anything else is evaluated: in an order that
        does not depend on how the files are arranged, since the first to be linked gives a root its address."""
        waiting = [self._root]
        while waiting:
            module = waiting.pop(0)
            known = set(self.modules)
            for resource in sorted(module.resources(), key=lambda resource: resource.address):
                if (resource.mode, resource.type) == ("data", TYPE):
                    for instance in resource.declaration.instances:
                        self._link(instance, module.config.folder)
            waiting += [linked for address, linked in self.modules.items() if address not in known]


def _unseen(address: str, why: str) -> Value:
    """An ``outputs`` object whose every output is unknown, with the reason."""

    def output(name: str) -> Value:
        reason = f"{address}.outputs.{name} is not known: {why}"
        return Value(
            DYNAMIC, Unknown("state", reason, waits_for=address), Reference("data", address, ("outputs", name))
        )

    return Value(DYNAMIC, Unseen(f"{address}.outputs", output))
