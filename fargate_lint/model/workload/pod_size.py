"""How large the pods of a workload are, beside the sizes that Fargate has."""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.diagnostic import Severity
from fargate_lint.kubernetes.pod import Container
from fargate_lint.kubernetes.quantity import Request, fargate_size, mebibytes, thousandths, total
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.workload.fargate_pod import FargatePod, PodFault
from fargate_lint.values.answer import YES
from fargate_lint.values.value import Value

GIB = 1024


def size_traits(view: FargatePod) -> Iterator[PodFault]:
    """Requests that no size can hold; none at all; more ephemeral storage than there is."""
    containers = view.pod.containers
    requests = {container: _request(container) for container in containers}
    unknown = next((value for container in containers for value in _asked(container) if value.is_unknown), None)
    hidden = view.pod.hidden_containers
    size = total(
        (request for container, request in requests.items() if not container.init),
        (request for container, request in requests.items() if container.init),
    )
    limits = view.estate.facts.limits
    largest = max(limits.sizes, key=lambda each: each.cpu)
    if fargate_size(size, limits) is None:
        most = f"{largest.cpu // 1000} vCPU and {max(largest.memories()) // GIB} GB"
        message = f"{view.what} asks for {_shown(size)}; Fargate's largest pod has {most}: its pods stay Pending"
        lead = max(containers, key=lambda container: (requests[container].cpu, requests[container].memory))
        value = next(iter(_asked(lead)), None)
        yield PodFault("size", YES, message, view.place(value, "requests"), Severity.ERROR)
    elif unknown is not None:
        yield PodFault("size", undecided_by(unknown), "", unknown.place)
    elif hidden.unknown:
        yield PodFault("size", hidden, "", hidden.span)
    elif containers and not any(any(True for _ in _asked(container)) for container in containers):
        smallest = min(limits.sizes, key=lambda each: each.cpu)
        memory = min(smallest.memories())
        message = f"{view.what} requests nothing: Fargate gives its pods {smallest.cpu / 1000} vCPU and {memory} MiB"
        yield PodFault("requests", YES, message, None, Severity.INFO)
    for container in containers:
        storage = container.request("ephemeral-storage")
        amount = mebibytes(str(storage.raw)) if storage is not None and not storage.is_unknown else None
        if storage is not None and amount is not None and amount > limits.node.largest_ephemeral_gib * GIB:
            most = f"{limits.node.largest_ephemeral_gib} GiB"
            message = (
                f"{view.what} asks for {storage.raw} of ephemeral storage; Fargate has {most}: its pods stay Pending"
            )
            yield PodFault("storage", YES, message, view.place(storage, "ephemeral-storage"), Severity.ERROR)


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


def _shown(size: Request) -> str:
    cpu = f"{size.cpu / 1000:g} vCPU" if size.cpu else ""
    memory = f"{size.memory / GIB:g} GiB" if size.memory else ""
    return " and ".join(part for part in (cpu, memory) if part)
