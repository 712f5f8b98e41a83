"""Kubernetes quantities, and the Fargate size that a pod with them gets.

Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ and, for the sizes,
facts/limits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

import msgspec

from fargate_lint.facts.limits import Limits

_QUANTITY = re.compile(
    r"([+-]?)(\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d{1,2}))?"
)
_SUFFIX: dict[str, Fraction] = {
    "n": Fraction(1, 10**9),
    "u": Fraction(1, 10**6),
    "m": Fraction(1, 1000),
    **{letter: Fraction(1000 ** (i + 1)) for i, letter in enumerate("kMGTPE")},
    **{f"{letter}i": Fraction(1024 ** (i + 1)) for i, letter in enumerate("KMGTPE")},
}
_MIB = 1024 * 1024


def parse(text: str | int | float) -> Fraction | None:
    """The number that a quantity names (bytes, cores …); None if it is none."""
    if isinstance(text, int):
        return Fraction(text)
    found = _QUANTITY.fullmatch(str(text).strip())
    if found is None:
        return None
    sign, digits, suffix, power = found.groups()
    amount = Fraction(digits if not digits.endswith(".") else digits[:-1])
    if suffix:
        amount *= _SUFFIX[suffix]
    elif power:
        amount *= Fraction(10) ** int(power)
    return -amount if sign == "-" else amount


def thousandths(text: str | int | float) -> int | None:
    """A cpu quantity in thousandths of a vCPU, rounded up; None if it is none."""
    amount = parse(text)
    return None if amount is None else _up(amount * 1000)


def mebibytes(text: str | int | float) -> int | None:
    """A memory quantity in MiB, rounded up; None if it is none."""
    amount = parse(text)
    return None if amount is None else _up(amount / _MIB)


def _up(amount: Fraction) -> int:
    return -((-amount.numerator) // amount.denominator)


class Request(msgspec.Struct, frozen=True):
    """What one container asks for: thousandths of a vCPU and MiB."""

    cpu: int = 0
    memory: int = 0


def total(containers: Iterable[Request], init: Iterable[Request] = ()) -> Request:
    """What a pod asks for: the sum of its containers, or the largest init container where that is more."""
    cpu = memory = 0
    for each in containers:
        cpu += each.cpu
        memory += each.memory
    for each in init:
        cpu = max(cpu, each.cpu)
        memory = max(memory, each.memory)
    return Request(cpu, memory)


def fargate_size(request: Request, limits: Limits) -> Request | None:
    """The size that Fargate gives a pod: its request and the overhead, rounded up to a size there is; None if there is
    none so large. A pod without requests gets the smallest."""
    needed = request.memory + (limits.node.overhead_mib if request.memory else 0)
    for size in limits.sizes:
        if size.cpu < request.cpu:
            continue
        for memory in size.memories():
            if memory >= needed:
                return Request(size.cpu, memory)
    return None
