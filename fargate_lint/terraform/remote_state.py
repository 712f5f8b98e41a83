"""data.terraform_remote_state: the outputs of another root, evaluated where that root is in the scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fargate_lint.terraform.address import without_keys
from fargate_lint.terraform.backend import read_state
from fargate_lint.terraform.instance import Instance
from fargate_lint.terraform.namespace import Unseen
from fargate_lint.terraform.variables import assignments
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value

if TYPE_CHECKING:
    from fargate_lint.terraform.module import Module

TYPE = "terraform_remote_state"
MOST_LINKED = 50
"""Roots (in one workspace each) that one root is judged with."""


def outputs(instance: Instance, module: Module) -> Value | None:
    """The ``outputs`` object: that of the linked root, or one whose every output is unknown with the reason."""
    found = link(instance, module)
    return _unseen(instance.address, found) if isinstance(found, str) else found.as_object()


def link(instance: Instance, module: Module) -> Module | str:
    """The root whose state is read, as a module of this session; else a sentence that says why it is not seen."""
    session = module.session
    if instance.address not in session.links:
        session.links[instance.address] = _linked(instance, module)
    return session.links[instance.address]


def _linked(instance: Instance, module: Module) -> Module | str:
    from fargate_lint.terraform.module import Argument, Module

    session, states = module.session, module.session.states
    top = module
    while top.parent is not None:
        top = top.parent
    if instance.indefinite:
        return "how many states it reads is not known"
    state = read_state(instance, top.config.folder)
    if isinstance(state, str):
        return state
    keeper = states.keeper(state)
    if keeper is None:
        folder = states.outside(state)
        if folder is None:
            return f"it is in a state that no root here keeps ({state}): pass the value"
        here = states.shown(session.path)
        return f"it is in the state of {folder}: lint both in one run (fargate-lint {folder} {here})"
    for known in session.linked.values():
        if (known.config.folder, known.workspace) == keeper:
            return known
    if len(session.linked) > MOST_LINKED:
        return f"it is in the state of {states.shown(keeper[0])}, one root more than are looked at together"
    config = session.config(keeper[0])
    inputs = session.options.inputs_of(keeper[0])
    given = assignments(keeper[0], session.files, config.variables, inputs, session.options.environ)
    arguments = {name: Argument(value=value) for name, value in given.values.items()}
    path = without_keys(instance.address)
    linked = Module(config, session, arguments, address=instance.address, path=path, workspace=keeper[1])
    session.linked[instance.address] = linked
    session.linked_files += given.files
    return linked


def link_all(root: Module) -> None:
    """Link the roots that ``root`` reads, and those that they read, before anything else is evaluated: in an order that
    does not depend on how the files are arranged, since the first to be linked gives a root its address."""
    waiting = [root]
    while waiting:
        module = waiting.pop(0)
        known = set(module.session.linked)
        for resource in sorted(module.resources(), key=lambda resource: resource.address):
            if (resource.mode, resource.type) == ("data", TYPE):
                for instance in resource.declaration.instances:
                    link(instance, module)
        waiting += [linked for address, linked in module.session.linked.items() if address not in known]


def _unseen(address: str, why: str) -> Value:
    """An ``outputs`` object whose every output is unknown, with the reason."""

    def output(name: str) -> Value:
        reason = f"{address}.outputs.{name} is not known: {why}"
        return Value(
            DYNAMIC, Unknown("state", reason, waits_for=address), Reference("data", address, ("outputs", name))
        )

    return Value(DYNAMIC, Unseen(f"{address}.outputs", output))
