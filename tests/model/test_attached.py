"""What is attached to a thing is the same as looking at all that is attached to anything, one after the other."""

from __future__ import annotations

import random

import pytest

from fargate_lint.model.thing.resource_id import ResourceId, same_thing

DECLARED = "".join(f'resource "aws_subnet" "s{n}" {{}}\ndata "aws_subnet" "d{n}" {{}}\n' for n in range(3))
NAMES = [
    *(f"aws_subnet.s{n}.id" for n in range(3)),
    *(f"data.aws_subnet.d{n}.id" for n in range(3)),
    '"subnet-1"',
    '"subnet-2"',
    "var.x",
    "var.y",
    "module.gone.id",
    "[for x in var.x : x][0]",
    "coalesce(var.x, var.y)",
]


@pytest.mark.parametrize("seed", range(8))
def test_the_index_says_what_comparing_one_by_one_says(estate, seed: int) -> None:
    chance = random.Random(seed)
    tags = [chance.choice([*NAMES, None]) for _ in range(12)]
    blocks = "".join(
        f'resource "aws_ec2_tag" "t{n:02}" {{\n  key = "k"\n{f"  resource_id = {name}" if name else ""}\n}}\n'
        for n, name in enumerate(tags)
    )
    more = 'variable "x" {}\nvariable "y" {}\nmodule "gone" {\n  source = "a/b/c"\n}\n'
    resources = estate(DECLARED + blocks + more).network.resources
    attached = resources.attached("resource_id", "aws_ec2_tag")
    instances = resources.managed("aws_ec2_tag")
    things = [resources.thing(instance.get("resource_id")) for instance in instances]
    asked = {thing for thing in things if thing is not None} | {ResourceId("managed", "aws_subnet.s9")}
    for wanted in asked:
        answers = [None if thing is None else same_thing(thing, wanted) for thing in things]
        pairs = list(zip(instances, answers, strict=True))
        sure = [instance for instance, answer in pairs if answer is not None and answer.yes]
        perhaps = [instance for instance, answer in pairs if answer is None or answer.unknown]
        assert list(attached.to(wanted)) == sure
        assert [instance for instance, _ in attached.perhaps_to(wanted)] == perhaps
        assert [instance for instance, _ in attached.perhaps_to(wanted, last_first=True)] == perhaps[::-1]
        either = [instance for instance in instances if instance in sure or instance in perhaps]
        assert attached.first(wanted) is (either[0] if either else None)
        doubts = [attached.doubt(wanted, "may tag it", of_last=last) for last in (False, True)]
        assert all(doubt.unknown for doubt in doubts) == bool(perhaps)
        if perhaps:
            assert [doubt.reason.split()[0] for doubt in doubts] == [perhaps[0].address, perhaps[-1].address]


def test_what_does_not_have_the_argument_may_be_left_out(estate) -> None:
    resources = estate('resource "aws_route_table_association" "a" {\n  gateway_id = "igw-1"\n}\n').network.resources
    looked_up = ResourceId("data", "data.aws_subnet.d")
    with_it = resources.attached("subnet_id", "aws_route_table_association", optional=True)
    assert list(with_it.perhaps_to(looked_up)) == []
