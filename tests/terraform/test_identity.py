"""A reference to a resource attribute stays that attribute, whatever way it goes."""

from __future__ import annotations

import pytest

NETWORK = """
variable "cidrs" { type = list(string) }
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "private" {
  count      = length(var.cidrs)
  vpc_id     = aws_vpc.this.id
  cidr_block = var.cidrs[count.index]
}
output "vpc_id" { value = one(aws_vpc.this[*].id) }
output "private" { value = aws_subnet.private[*].id }
output "by_key" { value = { for i, s in aws_subnet.private : "s${i}" => s.id } }
"""

MAIN = """
module "net" {
  source = "./net"
  cidrs  = ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]
}
locals {
  ids   = module.net.private
  first = element(local.ids, 0)
}
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("module.net.private[0]", "module.net.aws_subnet.private[0].id"),
        ("local.first", "module.net.aws_subnet.private[0].id"),
        ("element(module.net.private, 4)", "module.net.aws_subnet.private[1].id"),
        ("slice(module.net.private, 1, 3)[1]", "module.net.aws_subnet.private[2].id"),
        ('concat(module.net.private, ["x"])[2]', "module.net.aws_subnet.private[2].id"),
        ("one([module.net.vpc_id])", "module.net.aws_vpc.this.id"),
        ("try(module.net.nothing, module.net.vpc_id)", "module.net.aws_vpc.this.id"),
        ("coalescelist([], module.net.private)[0]", "module.net.aws_subnet.private[0].id"),
        ("[for id in module.net.private : id][1]", "module.net.aws_subnet.private[1].id"),
        ("flatten([[module.net.private], [module.net.vpc_id]])[3]", "module.net.aws_vpc.this.id"),
        ('module.net.by_key["s1"]', "module.net.aws_subnet.private[1].id"),
        ("values(module.net.by_key)[2]", "module.net.aws_subnet.private[2].id"),
        ('lookup(module.net.by_key, "s0", null)', "module.net.aws_subnet.private[0].id"),
        ("tolist(module.net.private)[0]", "module.net.aws_subnet.private[0].id"),
        ("true ? module.net.vpc_id : null", "module.net.aws_vpc.this.id"),
        ('"${module.net.vpc_id}"', "module.net.aws_vpc.this.id"),
        ("merge({ a = 1 }, { b = module.net.vpc_id }).b", "module.net.aws_vpc.this.id"),
        ("reverse(module.net.private)[0]", "module.net.aws_subnet.private[2].id"),
        ('zipmap(["a", "b", "c"], module.net.private)["b"]', "module.net.aws_subnet.private[1].id"),
        ("compact(module.net.private)[1]", "module.net.aws_subnet.private[1].id"),
        ("distinct(module.net.private)[2]", "module.net.aws_subnet.private[2].id"),
    ],
)
def test_identity_survives(load, expression: str, expected: str) -> None:
    root = load({"main.tf": MAIN + f'output "it" {{ value = {expression} }}', "net/main.tf": NETWORK})
    assert root.diagnostics == [] or "nothing" in expression
    assert str(root.outputs["it"].ref) == expected


def test_known_attribute_keeps_its_identity(load) -> None:
    root = load(
        'resource "aws_subnet" "a" { cidr_block = "10.0.0.0/24" }\noutput "o" { value = aws_subnet.a.cidr_block }'
    )
    value = root.outputs["o"]
    assert value.text == "10.0.0.0/24"
    assert str(value.ref) == "aws_subnet.a.cidr_block"


def test_attribute_that_a_missing_variable_would_give_keeps_its_identity(load) -> None:
    root = load(
        'variable "cidr" {}\nresource "aws_subnet" "a" { cidr_block = var.cidr }\n'
        'output "o" { value = aws_subnet.a.cidr_block }'
    )
    value = root.outputs["o"]
    assert value.unknown is not None
    assert "var.cidr has no value" in value.unknown.reason
    assert str(value.ref) == "aws_subnet.a.cidr_block"


def test_zones_of_a_region_are_distinct_and_nameless(load) -> None:
    root = load(
        'data "aws_availability_zones" "x" {}\noutput "o" { value = slice(data.aws_availability_zones.x.names, 0, 3) }'
    )
    items = root.outputs["o"].items
    assert items is not None
    assert [str(item.ref) for item in items] == [f"data.aws_availability_zones.x.names[{i}]" for i in range(3)]
    assert all(item.is_unknown for item in items)


def test_zones_as_keys_are_never_shown_as_text(load) -> None:
    root = load(
        'data "aws_availability_zones" "x" {}\n'
        'resource "aws_subnet" "a" {\n'
        "  for_each          = toset(slice(data.aws_availability_zones.x.names, 0, 2))\n"
        "  availability_zone = each.value\n}\n"
    )
    found = [instance.address for instance in root.instances("aws_subnet")]
    assert found == [f"aws_subnet.a[data.aws_availability_zones.x.names[{i}]]" for i in range(2)]
    zones = [instance.get("availability_zone") for instance in root.instances("aws_subnet")]
    assert all(zone.is_unknown for zone in zones)


def test_unknown_count_is_one_indefinite_instance(load) -> None:
    root = load(
        'variable "n" { type = number }\nresource "aws_subnet" "a" { count = var.n }\n'
        'output "first" { value = aws_subnet.a[0].id }\noutput "all" { value = aws_subnet.a[*].id }'
    )
    (instance,) = root.instances("aws_subnet")
    assert (instance.address, instance.count_unknown) == ("aws_subnet.a", True)
    assert str(root.outputs["first"].ref) == "aws_subnet.a.id"
    assert root.outputs["all"].is_unknown


def test_modules_may_refer_to_each_other_in_circles(load) -> None:
    root = load(
        {
            "main.tf": 'module "a" {\n  source = "./m"\n  in = module.b.out\n}\n'
            'module "b" {\n  source = "./n"\n  in = module.a.name\n}\noutput "o" { value = module.a.out }',
            "m/main.tf": 'variable "in" {}\noutput "name" { value = "n" }\noutput "out" { value = var.in }',
            "n/main.tf": 'variable "in" {}\noutput "out" { value = "${var.in}-x" }',
        }
    )
    assert root.diagnostics == []
    assert root.outputs["o"].text == "n-x"


def test_a_circle_of_values_is_reported_with_its_way(load) -> None:
    root = load("locals {\n  a = local.b\n  b = local.a\n}\n")
    (diagnostic,) = root.diagnostics
    assert diagnostic.code == "cycle"
    assert "local.a → local.b → local.a" in diagnostic.message


@pytest.mark.parametrize(
    "expression",
    [
        "aws_subnet.a[0].id",
        "(aws_subnet.a[*].id)[0]",
        "[for s in aws_subnet.a : s.id][0]",
        "element(aws_subnet.a.*.id, 0)",
        "element(aws_subnet.a[*].id, 0)",
    ],
)
def test_first_of_an_unknown_number_of_instances_is_the_one_that_stands_for_them(load, expression: str) -> None:
    root = load(
        'data "aws_availability_zones" "z" {}\n'
        'resource "aws_subnet" "a" { count = length(data.aws_availability_zones.z.names) }\n'
        f'output "o" {{ value = {expression} }}'
    )
    assert str(root.outputs["o"].ref) == "aws_subnet.a.id"


def test_lookup_in_an_empty_map_needs_no_key(load) -> None:
    root = load(
        'data "aws_availability_zones" "z" {}\n'
        'output "o" { value = lookup({}, data.aws_availability_zones.z.names[0], "default") }'
    )
    assert root.outputs["o"].text == "default"


def test_unknown_key_does_not_reach_any_text(load) -> None:
    root = load(
        'data "aws_availability_zones" "z" {}\n'
        "locals { m = { for z in slice(data.aws_availability_zones.z.names, 0, 2) : z => 1 } }\n"
        'output "keys" { value = keys(local.m) }\noutput "json" { value = jsonencode(local.m) }\n'
        'output "back" { value = local.m[data.aws_availability_zones.z.names[1]] }\n'
    )
    assert [str(item.ref) for item in root.outputs["keys"].items or ()] == [
        f"data.aws_availability_zones.z.names[{i}]" for i in range(2)
    ]
    assert root.outputs["json"].is_unknown
    assert "\ue000" not in repr(root.outputs["json"])
    assert root.outputs["back"].number == 1


def test_keys_made_by_functions_of_zones_keep_instances_apart(load) -> None:
    root = load(
        'data "aws_availability_zones" "z" {}\n'
        "locals { azs = slice(data.aws_availability_zones.z.names, 0, 2) }\n"
        'resource "aws_eks_fargate_profile" "p" {\n'
        '  for_each = { for i in range(2) : "kube-system-${element(split("-", local.azs[i]), 2)}" => i }\n'
        "  subnet_ids = [each.value]\n}\n"
    )
    found = list(root.instances("aws_eks_fargate_profile"))
    assert len(found) == 2
    assert all(not instance.count_unknown for instance in found)
    assert found[0].address == (
        'aws_eks_fargate_profile.p["kube-system-${split("-", data.aws_availability_zones.z.names[0])[2]}"]'
    )


def test_the_id_of_a_cluster_is_its_name(load) -> None:
    root = load('resource "aws_eks_cluster" "c" { name = "demo" }\noutput "o" { value = aws_eks_cluster.c.id }')
    assert root.outputs["o"].text == "demo"
    assert str(root.outputs["o"].ref) == "aws_eks_cluster.c.id"
