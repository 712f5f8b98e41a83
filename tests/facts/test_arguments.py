"""The provider's arguments as facts, and that the model asks for none that there is not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from fargate_lint import catalogue, testing
from fargate_lint.facts.arguments import load_arguments
from fargate_lint.terraform.address import resource_type
from fargate_lint.terraform.content import BlockContent
from fargate_lint.terraform.instance import Instance

TABLE = load_arguments()
MODEL = Path(__file__).resolve().parents[2] / "fargate_lint" / "model"
SCHEMAS = [*TABLE.resources.items(), *((f"data.{name}", schema) for name, schema in TABLE.data.items())]

INPUTS = {
    ("aws_vpc", (), None): {"cidr_block", "enable_dns_hostnames", "region"},
    ("aws_eks_cluster", (), 6): {"deletion_protection", "region", "vpc_config", "name"},
    ("aws_eks_cluster", ("vpc_config",), None): {"subnet_ids", "endpoint_private_access", "public_access_cidrs"},
    ("aws_security_group", ("ingress",), None): {"from_port", "cidr_blocks", "self"},
    ("aws_codebuild_project", ("environment",), 6): {"docker_server", "image"},
    ("aws_eip", (), 5): {"vpc", "domain"},
}
NOT_INPUTS = {
    ("aws_vpc", (), None): {"arn", "enable_dns_hostname"},
    ("aws_eks_cluster", (), 5): {"deletion_protection", "region", "endpoint"},
    ("aws_eks_cluster", ("vpc_config",), None): {"vpc_id", "subnets"},
    ("aws_codebuild_project", ("environment",), 5): {"docker_server"},
    ("aws_eip", (), 6): {"vpc"},
}


@pytest.mark.parametrize(("type", "path", "major"), INPUTS)
def test_the_inputs_of_a_block(type: str, path: tuple[str, ...], major: int | None) -> None:
    assert INPUTS[type, path, major] <= (TABLE.resources[type].inputs(path, major) or set())


@pytest.mark.parametrize(("type", "path", "major"), NOT_INPUTS)
def test_what_is_no_input_of_a_block(type: str, path: tuple[str, ...], major: int | None) -> None:
    assert NOT_INPUTS[type, path, major].isdisjoint(TABLE.resources[type].inputs(path, major) or set())


def test_a_block_that_there_is_not_has_no_inputs() -> None:
    assert TABLE.resources["aws_vpc"].inputs(("vpc_config",)) is None
    assert TABLE.schema("managed", "aws_vcp") is None


@pytest.mark.parametrize(("name", "schema"), SCHEMAS, ids=[name for name, _ in SCHEMAS])
def test_a_schema_is_well_formed(name: str, schema: object) -> None:
    schema = dict(SCHEMAS)[name]
    for block in (schema, *schema.inside()):
        words = f"{block.req} {block.opt} {block.optc} {block.comp}".split()
        assert len(words) == len(set(words))
        assert set(block.depr.split()) <= set(words) | set(block.blocks)
        assert all(word.isidentifier() and word == word.lower() for word in words)


# The model


class Reads:
    """What the model asks of resources, and of blocks in them, while rules look at examples: type and name."""

    def __init__(self) -> None:
        self.top: set[tuple[str, str]] = set()
        self.nested: set[tuple[str, str]] = set()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Looks over the shoulder of the readers; what they answer stays as it is."""
        for method in ("get", "written", "blocks"):
            monkeypatch.setattr(Instance, method, self._watched(getattr(Instance, method)))
        written = BlockContent.written

        def asked(content: BlockContent, name: str) -> object:
            self.nested.add((resource_type(content._owner), name))
            return written(content, name)

        monkeypatch.setattr(BlockContent, "written", asked)

    def _watched(self, real: object) -> object:
        assert callable(real)

        def asked(instance: Instance, name: str) -> object:
            self.top.add((instance.type, name))
            return real(instance, name)

        return asked


@pytest.fixture(scope="module")
def reads() -> Iterator[Reads]:
    """Of every rule the first two examples of either kind."""
    found = Reads()
    with pytest.MonkeyPatch.context() as monkeypatch:
        found.watch(monkeypatch)
        for entry in catalogue.ours():
            cases = testing.cases([entry])
            for case in (*[c for c in cases if c.wrong][:2], *[c for c in cases if not c.wrong][:2]):
                assert not case.run.faults
        yield found


FAMILIES = (
    {
        "aws_security_group",
        "aws_default_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
    },
    {"aws_route_table", "aws_default_route_table", "aws_route"},
    {"aws_iam_policy_attachment", "aws_iam_role_policy_attachment"},
    {"aws_eks_access_entry", "aws_eks_access_policy_association"},
)
"""Types that one reader reads: it asks each for what any of them has."""
OF_ANY = {"cluster_name", "name", "region", "service_region"}
"""Asked of whatever it may be: whether it names a cluster, and the region that it is in."""


def known(type: str) -> set[str]:
    """All that may be asked of a type, at any depth."""
    family = next((family for family in FAMILIES if type in family), {type})
    schemas = [schema for name, schema in SCHEMAS if name in family or name.removeprefix("data.") == type]
    names = {word for schema in schemas for block in (schema, *schema.inside()) for word in block.readable}
    return names | OF_ANY | {word for schema in schemas for word in schema.v6.added(())}


def test_the_model_asks_for_arguments_that_there_are(reads: Reads) -> None:
    types = {name.removeprefix("data.") for name, _ in SCHEMAS}
    asked = {(type, name) for type, name in (*reads.top, *reads.nested) if type in types}
    assert sorted((type, name) for type, name in asked if name not in known(type)) == []
    assert len(asked) > 200


def literals() -> Iterator[tuple[str, str]]:
    """Every name that the model's source asks for in so many words, with its place."""
    for path in sorted(MODEL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                position = {"written": 0, "blocks": 0, "attribute": 1}.get(node.func.attr)
                if position is not None and len(node.args) > position:
                    name = node.args[position]
                    if isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value:
                        yield f"{path.relative_to(MODEL)}:{node.lineno}", name.value


OF_KUBERNETES = {"data"}
"""Read of a resource of the Kubernetes provider (kubernetes_config_map), which the table does not have."""
NAMED_ONLY = {"aws_", "aws_subnet_ids", "aws_lightsail_instance", "aws_cloud9_environment_ec2"}
"""Types, or beginnings of one, of which the model reads no argument that is not read of all."""


def test_no_name_in_the_source_of_the_model_is_misspelt() -> None:
    known = {word for _, schema in SCHEMAS for block in (schema, *schema.inside()) for word in block.readable}
    known |= {word for _, schema in SCHEMAS for word in schema.v6.added(())}
    found = dict(literals())
    assert {place: name for place, name in found.items() if name not in known | OF_KUBERNETES} == {}
    assert len(found) > 100


def test_the_table_has_every_type_that_the_model_looks_for() -> None:
    wanted = set()
    for path in sorted(MODEL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("aws_"):
                wanted.add(node.value)
    unknown = {word for word in wanted if word.replace("_", "").isalnum()} - TABLE.resources.keys() - TABLE.data.keys()
    assert unknown == NAMED_ONLY
