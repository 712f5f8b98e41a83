"""How large the pods of a workload are, beside the sizes that Fargate has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fargate_lint.kubernetes.pod import Container
from fargate_lint.kubernetes.quantity import Request, fargate_size, mebibytes, thousandths, total
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.workload.fargate_pod import FargatePod, PodFault
from fargate_lint.values.answer import YES
from fargate_lint.values.value import Value

GIB = 1024
NOTHING = Request(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeFault(PodFault):
    """``kind``: the pod asks for more than any size holds ("size": ``request`` is what it asks for), for more ephemeral
    storage than there is ("storage": ``storage`` as written), or for nothing ("requests")."""

    kind: Literal["size", "requests", "storage"] = "size"
    request: Request = NOTHING
    storage: str = ""


def size_traits(view: FargatePod) -> Iterator[SizeFault]:
    """Requests that no size can hold; none at all; more ephemeral storage than there is."""
    containers = view.pod.containers
    requests = {container: _request(container) for container in containers}
    unknown = next((value for container in containers for value in _asked(container) if value.is_unknown), None)
    incomplete = view.pod.containers_incomplete
    size = total(
        (request for container, request in requests.items() if not container.init),
        (request for container, request in requests.items() if container.init),
    )
    limits = view.resources.facts.limits
    if fargate_size(size, limits) is None:
        lead = max(containers, key=lambda container: (requests[container].cpu, requests[container].memory))
        place = view.place(next(iter(_asked(lead)), None), "requests")
        yield SizeFault(about="size", state=YES, place=place, request=size)
    elif unknown is not None:
        yield SizeFault(about="size", state=undecided_by(unknown), place=unknown.place)
    elif incomplete.unknown:
        yield SizeFault(about="size", state=incomplete, place=incomplete.span)
    elif containers and not any(any(True for _ in _asked(container)) for container in containers):
        yield SizeFault(about="requests", state=YES, place=None, kind="requests")
    for container in containers:
        storage = container.request("ephemeral-storage")
        amount = mebibytes(str(storage.raw)) if storage is not None and not storage.is_unknown else None
        if storage is not None and amount is not None and amount > limits.node.largest_ephemeral_gib * GIB:
            place = view.place(storage, "ephemeral-storage")
            yield SizeFault(about="storage", state=YES, place=place, kind="storage", storage=str(storage.raw))


def _asked(container: Container) -> Iterator[Value]:
    for name in ("cpu", "memory"):
        value = container.request(name)
        if value is not None:
            yield value


def _request(container: Container) -> Request:
    cpu, memory = container.request("cpu"), container.request("memory")
    return Request(
        (thousandths(str(cpu.raw)) or 0) if cpu is not None and not cpu.is_unknown else 0,
        (mebibytes(str(memory.raw)) or 0) if memory is not None and not memory.is_unknown else 0,
    )
