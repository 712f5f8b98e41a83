"""data.terraform_remote_state: the outputs of another root, evaluated where that root is in the scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fargate_lint.terraform.backend import read_place, state_place
from fargate_lint.terraform.instance import Instance
from fargate_lint.terraform.variables import assignments
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value

if TYPE_CHECKING:
    from fargate_lint.terraform.module import Module


def outputs(instance: Instance, module: Module) -> Value | None:
    """The ``outputs`` object: that of the linked root, or one whose every output is unknown with the reason."""
    linked = _linked(instance, module)
    if linked is not None:
        return linked.as_object()
    return Value(DYNAMIC, _Unseen(instance.address))


def _linked(instance: Instance, module: Module) -> Module | None:
    from fargate_lint.terraform.module import Argument, Module

    session = module.session
    if instance.address in session.linked:
        return session.linked[instance.address]
    top = module
    while top.parent is not None:
        top = top.parent
    place = read_place(instance, top.config.folder)
    if place is None or len(session.linked) >= len(session.options.roots):
        return None
    for folder in session.options.roots:
        if folder == top.config.folder or any(folder == other.config.folder for other in session.linked.values()):
            continue
        config = session.config(folder)
        if state_place(config) != place:
            continue
        given = assignments(folder, session.files, config.variables, (), session.options.environ)
        arguments = {name: Argument(value=value) for name, value in given.values.items()}
        session.linked[instance.address] = Module(
            config, session, arguments, address=instance.address, path=instance.address
        )
        return session.linked[instance.address]
    return None


class _Unseen:
    """A lazy object (values.value.Lazy): outputs of a state that is not in the scan."""

    def __init__(self, address: str) -> None:
        self._address = address

    @property
    def address(self) -> str:
        return f"{self._address}.outputs"

    @property
    def closed(self) -> bool:
        return False

    def names(self) -> tuple[str, ...]:
        return ()

    def missing(self, name: str) -> str:
        return f"{self.address} has no {name}."

    def get(self, name: str) -> Value:
        reason = f"{self.address}.{name} is in another root's state: lint both roots in one run, or pass the value"
        return Value(DYNAMIC, Unknown("data", reason), Reference("data", self._address, ("outputs", name)))
