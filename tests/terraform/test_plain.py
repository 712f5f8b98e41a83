"""Contents over plain data answer as blocks do."""

from __future__ import annotations

import pytest

from fargate_lint.diagnostic import Span
from fargate_lint.terraform.plain import PlainContent, to_value
from fargate_lint.values.value import unknown

HERE = Span("/r/plan.json", 1, 1, 1, 2)


def test_arguments_and_blocks_of_plan_json() -> None:
    content = PlainContent(
        {"name": "x", "count": 2, "none": None, "vpc_config": [{"endpoint": True}], "tags": {"a": "b"}}, HERE
    )
    assert content.span == HERE
    assert set(content.names()) == {"name", "count", "none", "vpc_config", "tags"}
    name = content.written("name")
    assert name is not None
    assert (name.text, name.place) == ("x", HERE)
    assert content.written("absent") is None
    (block,) = content.blocks("vpc_config")
    endpoint = block.written("endpoint")
    assert endpoint is not None
    assert endpoint.flag is True
    assert content.block_types() == ("vpc_config",)
    assert len(content.blocks("absent")) == 0


def test_unknown_blocks_are_not_absent() -> None:
    blocks = PlainContent({"vpc_config": unknown("known after apply")}).blocks("vpc_config")
    assert len(blocks) == 0
    assert not blocks.complete


def test_plain_values() -> None:
    value = to_value({"list": [1, 2.5, "x", None, False]})
    assert value.fields is not None
    items = value.fields["list"].items
    assert items is not None
    assert [item.raw for item in items[2:]] == ["x", None, False]
    assert items[0].raw == 1
    assert float(items[1].raw) == pytest.approx(2.5)
    with pytest.raises(TypeError):
        to_value(object())
