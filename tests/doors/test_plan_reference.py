"""Terraform's flat lists of references, cut into what was written."""

from __future__ import annotations

import pytest

from fargate_lint.doors.plan_reference import Step, module_path, references, split

CHAINS = [
    (["aws_subnet.p[0].id", "aws_subnet.p[0]", "aws_subnet.p"], ("aws_subnet", "p", Step(0)), ("id",)),
    (["aws_subnet.p.id", "aws_subnet.p"], ("aws_subnet", "p"), ("id",)),
    (["aws_subnet.p"], ("aws_subnet", "p"), ()),
    (['module.n.out["a"]', "module.n.out", "module.n"], ("module", "n", "out"), (Step("a"),)),
    (['module.n["k"].out', 'module.n["k"]'], ("module", "n", Step("k"), "out"), ()),
    (['module.n["k"]', "module.n"], ("module", "n", Step("k")), ()),
    (["module.n"], ("module", "n"), ()),
    (["local.z[0]", "local.z"], ("local", "z"), (Step(0),)),
    (["var.x.y", "var.x"], ("var", "x"), ("y",)),
    (["each.value.id", "each.value"], ("each", "value"), ("id",)),
    (["each.key"], ("each", "key"), ()),
    (["self.id", "self"], ("self",), ("id",)),
    (["data.aws_vpc.x.id", "data.aws_vpc.x"], ("data", "aws_vpc", "x"), ("id",)),
    (["data.aws_vpc.x[1].id", "data.aws_vpc.x[1]", "data.aws_vpc.x"], ("data", "aws_vpc", "x", Step(1)), ("id",)),
    (
        [
            "aws_eks_cluster.c.vpc_config[0].vpc_id",
            "aws_eks_cluster.c.vpc_config[0]",
            "aws_eks_cluster.c.vpc_config",
            "aws_eks_cluster.c",
        ],
        ("aws_eks_cluster", "c"),
        ("vpc_config", Step(0), "vpc_id"),
    ),
    (['aws_vpc.x["a.b[0]"].id', 'aws_vpc.x["a.b[0]"]', "aws_vpc.x"], ("aws_vpc", "x", Step("a.b[0]")), ("id",)),
    (["path.module"], ("path", "module"), ()),
]


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain[0][0])
def test_a_chain_is_one_reference(chain: tuple[list[str], tuple[object, ...], tuple[object, ...]]) -> None:
    texts, subject, rest = chain
    written, count = split(texts[0])
    assert (written.subject, written.rest, count) == (subject, rest, len(texts))


def test_a_list_is_cut_where_the_next_reference_begins() -> None:
    texts = [text for chain in (*CHAINS, *CHAINS) for text in chain[0]]
    assert [written.subject for written in references(texts)] == [chain[1] for chain in (*CHAINS, *CHAINS)]


@pytest.mark.parametrize(
    "text", ["", ".", "[", "a[", 'a["', "a.b[c", "a..b", "module", "module.", "data.x", "[0]", "a" * 100_000]
)
def test_a_form_that_is_not_known_ends_nothing_else(text: str) -> None:
    assert list(references([text, "var.x"]))[-1].subject == ("var", "x")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("", ()),
        ("module.a", (("a", None),)),
        ('module.a["x.y[0]"].module.b[1]', (("a", "x.y[0]"), ("b", 1))),
        ('module.a["q\\"q"].module.b', (("a", 'q"q'), ("b", None))),
        ('module.a["$${x}"]', (("a", "${x}"),)),
    ],
)
def test_the_way_to_a_module_instance(address: str, path: tuple[object, ...]) -> None:
    assert module_path(address) == path
