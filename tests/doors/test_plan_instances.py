"""A plan alone gives the instances, values and identities that the sources give; where it cannot, it says so."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from doors import FIXTURES, PLANNED, golden, loaded, sources_of

from fargate_lint.doors.plan import Plan, load_plan
from fargate_lint.doors.plan_document import read
from fargate_lint.doors.sources import load_root
from fargate_lint.files import Files
from fargate_lint.terraform.address import without_keys
from fargate_lint.terraform.instance import Content, Instance, Root
from fargate_lint.values.value import Value

CASES = sorted(
    path.name for folder in (FIXTURES, PLANNED) for path in folder.iterdir() if path.name not in ("steps", "errored")
)


def from_sources(case: str) -> Root:
    folder = str(sources_of(case))
    return load_root(folder, Files(folder))


def instances(root: Root, mode: str = "managed") -> dict[str, Instance]:
    return {instance.address: instance for instance in root.instances(mode=mode) if not instance.count_unknown}


def leaves(content: Content, at: str = "") -> Iterator[tuple[str, Value]]:
    """Every written value by its path."""
    for name in content.names():
        value = content.written(name)
        if value is not None:
            yield from values(value, at + name)
    for type in content.block_types():
        blocks = content.blocks(type)
        if blocks.complete:
            for index, block in enumerate(blocks):
                yield from leaves(block, f"{at}{type}.{index}.")


def values(value: Value, at: str) -> Iterator[tuple[str, Value]]:
    yield at, value
    for index, item in enumerate(value.items or ()):
        yield from values(item, f"{at}.{index}")
    for key, item in (value.fields or {}).items():
        yield from values(item, f"{at}.{key}")


def is_open(plan: Plan, instance: Instance) -> bool:
    """Whether an argument of this block is read in several ways."""
    return any(place.startswith(without_keys(instance.address) + ".") for place in plan.choices.open)


@pytest.mark.parametrize("case", CASES)
def test_the_instances_are_those_of_the_sources(case: str) -> None:
    plan, sources = loaded(case), from_sources(case)
    assert sorted(instances(plan.root)) == sorted(instances(sources))
    for address, instance in instances(sources).items():
        planned = instances(plan.root)[address]
        assert (planned.type, planned.name, planned.module, planned.key) == (
            instance.type,
            instance.name,
            instance.module,
            instance.key,
        )
        assert planned.span is None


@pytest.mark.parametrize("case", CASES)
def test_no_identity_is_another_than_that_of_the_sources(case: str) -> None:
    """The attribute of a resource that a plan names is the one that the sources name, or the place is open."""
    plan, sources = loaded(case), from_sources(case)
    compared = 0
    for address, instance in instances(sources).items():
        planned = instances(plan.root)[address]
        theirs = dict(leaves(planned.content))
        for path, value in leaves(instance.content):
            other = theirs.get(path)
            if value.ref is None or other is None or other.ref is None or not (value.is_unknown and other.is_unknown):
                continue
            compared += 1
            assert str(other.ref) == str(value.ref) or is_open(plan, planned), (address, path)
    assert compared or case not in ("raw_vpc", "calls", "references")


@pytest.mark.parametrize("case", CASES)
def test_no_known_text_is_another_than_that_of_the_sources(case: str) -> None:
    plan, sources = loaded(case), from_sources(case)
    for address, instance in instances(sources).items():
        planned = instances(plan.root)[address]
        for name in instance.content.names():
            ours, theirs = instance.content.written(name), planned.content.written(name)
            if ours is not None and theirs is not None and ours.text and theirs.text and ours.text[0] not in "{[\n ":
                assert theirs.text == ours.text, (address, name)


def test_a_region_is_that_of_the_provider_configuration() -> None:
    plan, sources = loaded("regions"), from_sources("regions")

    def regions(root: Root) -> dict[str, object]:
        return {a: i.provider.region.text for a, i in instances(root).items() if i.provider and i.provider.region}

    assert regions(plan.root) == regions(sources)
    assert regions(plan.root)["module.handed.aws_vpc.this"] == "us-west-2"


def test_a_module_that_only_requires_the_provider_has_the_region_of_its_caller() -> None:
    plan = json.loads(golden("regions"))
    calls = plan["configuration"]["root_module"]["module_calls"]
    calls["inherited"]["module"]["resources"][0]["provider_config_key"] = "module.inherited:aws"
    plan["configuration"]["provider_config"]["module.inherited:aws"] = {
        "name": "aws",
        "module_address": "module.inherited",
    }
    root = load_plan(read(json.dumps(plan).encode()), "/here").root
    provider = instances(root)["module.inherited.aws_vpc.this"].provider
    assert provider is not None
    assert provider.region is not None
    assert provider.region.text == "us-east-1"


def test_data_read_while_planning_is_known() -> None:
    zones = instances(loaded("reads").root, "data")["data.aws_availability_zones.available"]
    assert zones.get("names").items is not None
    assert str(zones.get("names").ref) == "data.aws_availability_zones.available.names"


def test_data_that_waits_for_apply_is_not_known() -> None:
    root = loaded("unknowns").root
    endpoint = instances(root)["aws_vpc_endpoint.waiting"].written("subnet_ids")
    assert endpoint is not None
    assert endpoint.is_unknown
    assert str(endpoint.ref) == "data.aws_subnets.waiting.ids"


P, C, RULE = "aws_subnet.private", "aws_eks_cluster.main", "aws_vpc_security_group_ingress_rule"


def refs(value: Value | None) -> list[str]:
    assert value is not None
    return [str(item.ref) for item in value.items or (value,)]


def written(case: str, address: str, name: str) -> Value | None:
    return instances(loaded(case).root)[address].written(name)


@pytest.mark.parametrize(
    ("case", "address", "name", "expected"),
    [
        ("references", "aws_vpc_endpoint.literal", "subnet_ids", [f"{P}[0].id", 'aws_subnet.keyed["a.b[0]"].id']),
        ("references", "aws_vpc_endpoint.splat", "subnet_ids", [f"{P}[0].id", f"{P}[1].id"]),
        ("references", "aws_vpc_endpoint.splat", "vpc_id", ["aws_vpc.main.id"]),
        ("references", 'aws_route_table_association.each["b"]', "subnet_id", ['aws_subnet.keyed["b"].id']),
        ("references", 'aws_route_table_association.each["b"]', "route_table_id", ['aws_route_table.each["b"].id']),
        ("references", f"{RULE}.pods", "security_group_id", [f"{C}.vpc_config[0].cluster_security_group_id"]),
        ("calls", "module.use_one.aws_vpc_endpoint.sts", "vpc_id", ["module.one.aws_vpc.this.id"]),
        ("calls", "module.use_key.aws_vpc_endpoint.sts", "vpc_id", ['module.many["a"].aws_vpc.this.id']),
        ("calls", 'module.use_each["b"].aws_vpc_endpoint.sts', "vpc_id", ['module.many["b"].aws_vpc.this.id']),
        ("calls", "module.use_counted.aws_vpc_endpoint.sts", "vpc_id", ["module.counted[0].aws_vpc.this.id"]),
        # by a local
        ("calls", 'module.many["a"].aws_subnet.this["x"]', "vpc_id", ['module.many["a"].aws_vpc.this.id']),
        ("unknowns", "terraform_data.list", "input", ["None", "None", "None"]),
        ("steps", "aws_vpc_endpoint.old_subnets", "subnet_ids", [f"module.net.{P}[0].id", f"module.net.{P}[1].id"]),
        ("steps", "aws_vpc_endpoint.old_and_new", "security_group_ids", ["aws_security_group.replaced.id"]),
        ("steps", "aws_internet_gateway.new", "vpc_id", ["module.net.aws_vpc.this.id"]),
    ],
)  # fmt: skip
def test_what_an_argument_most_likely_refers_to(case: str, address: str, name: str, expected: list[str]) -> None:
    assert sorted(refs(written(case, address, name))) == sorted(expected)


@pytest.mark.parametrize(
    ("case", "place", "open"),
    [
        ("references", "aws_vpc_endpoint.some.subnet_ids", True),  # slice(): all, or any one
        ("references", "aws_vpc_endpoint.indexed.subnet_ids", True),
        ("references", "aws_vpc_endpoint.hidden.subnet_ids", True),  # a local
        ("references", "aws_route_table_association.swapped.subnet_id", True),
        ("references", "aws_route_table_association.swapped.route_table_id", True),
        ("references", "aws_route_table_association.each.subnet_id", False),
        ("references", "aws_eks_cluster.main.vpc_config.subnet_ids", False),  # EKS wants two, and there are two
        ("odd_keys", "aws_subnet.pair.vpc_id", True),  # reads like aws_subnet.swapped
        ("odd_keys", "aws_subnet.swapped.vpc_id", True),
        ("calls", "module.use_each.aws_vpc_endpoint.sts.vpc_id", True),
        ("calls", "module.use_key.aws_vpc_endpoint.sts.vpc_id", False),
        ("calls", "module.net.aws_subnet.this.vpc_id", False),
        ("blocks", "aws_route_table.mixed.route.nat_gateway_id", True),
        ("blocks", "aws_route_table.dynamic.route.gateway_id", False),
    ],
)  # fmt: skip
def test_what_a_plan_leaves_open(case: str, place: str, open: bool) -> None:
    assert (place in loaded(case).choices.open) is open


def test_dynamic_blocks_of_an_unknown_number_are_not_taken_for_one() -> None:
    group = instances(loaded("unknowns").root)["aws_security_group.dynamic"]
    assert group.blocks("ingress").unknown is not None
    assert not instances(loaded("unknowns").root)["aws_security_group.written"].blocks("egress").items


def test_blocks_of_a_set_are_paired_by_their_constants() -> None:
    profile = instances(loaded("blocks").root)["aws_eks_fargate_profile.selectors"]
    found = {block.written("namespace").text: block.written("labels") for block in profile.blocks("selector")}  # type: ignore[union-attr]
    assert found["zeta"] is None
    assert found["alpha"] is not None


def test_blocks_that_nothing_pairs_have_the_arguments_of_all() -> None:
    plan = json.loads(golden("blocks"))
    (block,) = [r for r in plan["configuration"]["root_module"]["resources"] if r["type"] == "aws_eks_fargate_profile"]
    for selector in block["expressions"]["selector"]:
        selector["namespace"] = {"references": ["var.routes"]}
        selector["labels"] = {"references": ["aws_vpc.main.id", "aws_vpc.main"]}
    profile = instances(load_plan(read(json.dumps(plan).encode()), "/here").root)["aws_eks_fargate_profile.selectors"]
    assert [value.text for block in profile.blocks("selector") if (value := block.written("namespace"))] == [
        "alpha",
        "zeta",
    ]


def test_a_constant_block_keeps_what_is_written_in_it() -> None:
    table = instances(loaded("blocks").root)["aws_route_table.constant"]
    (route,) = table.blocks("route")
    gateway = route.written("transit_gateway_id")
    assert gateway is not None
    assert gateway.text == "tgw-0123456789abcdef0"


@pytest.mark.parametrize(
    ("address", "name", "text"),
    [
        ("aws_vpc.bare", "enable_dns_support", None),  # the provider's default is not written
        ("aws_vpc.written", "enable_dns_support", None),
        ("aws_vpc.written", "enable_dns_hostnames", True),
        ("aws_vpc_endpoint.s3", "vpc_endpoint_type", None),
        ("aws_subnet.a", "map_public_ip_on_launch", None),
        ("aws_eks_cluster.main", "version", "1.3"),
    ],
)
def test_what_the_provider_fills_in_counts_as_not_written(address: str, name: str, text: object) -> None:
    value = written("normal", address, name)
    assert (value.raw if value is not None else None) == text


def test_an_empty_list_that_means_the_default_is_not_written() -> None:
    (config,) = instances(loaded("normal").root)["aws_eks_cluster.main"].blocks("vpc_config")
    assert config.written("public_access_cidrs") is None
