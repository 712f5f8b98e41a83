"""Quantities and the sizes that Fargate makes of them."""

from __future__ import annotations

import pytest

from fargate_lint.facts import Facts
from fargate_lint.kubernetes.quantity import Request, fargate_size, mebibytes, thousandths, total

LIMITS = Facts().limits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("250m", 250),
        ("0.5", 500),
        (2, 2000),
        ("1", 1000),
        ("1e3", 1_000_000),
        ("100u", 1),
        (".25", 250),
        ("x", None),
        ("", None),
        ("1Q", None),
    ],
)
def test_cpu(text: str | int, value: int | None) -> None:
    assert thousandths(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1Gi", 1024),
        ("512Mi", 512),
        ("500M", 477),
        ("1048576", 1),
        (1048577, 2),
        ("120Gi", 122880),
        ("1.5Gi", 1536),
        ("a", None),
    ],
)
def test_memory(text: str | int, value: int | None) -> None:
    assert mebibytes(text) == value


@pytest.mark.parametrize(
    ("cpu", "memory", "size"),
    [
        (0, 0, (250, 512)),
        (250, 256, (250, 512)),
        (250, 512, (250, 1024)),
        (1000, 8192, (2000, 9216)),  # AWS's own example: 8 GB and the overhead do not fit 1 vCPU
        (16000, 122880 - 256, (16000, 122880)),
        (16000, 122880, None),
        (16001, 512, None),
        (100, 40000, (8000, 40960)),
    ],
)
def test_sizes(cpu: int, memory: int, size: tuple[int, int] | None) -> None:
    found = fargate_size(Request(cpu, memory), LIMITS)
    assert (found and (found.cpu, found.memory)) == size


def test_init_containers_count_by_the_largest() -> None:
    assert total([Request(100, 10), Request(200, 20)], [Request(250, 500), Request(10, 5)]) == Request(300, 500)
