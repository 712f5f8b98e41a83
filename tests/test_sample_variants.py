"""A project of the common shape (vpc 5.5.2, vpc-endpoints, eks 20.5.1, local modules, tfvars), one change at a time.

tests/tools/sample_variants.py puts the same changes into a checkout of the public sample.
"""

from __future__ import annotations

import pytest
from running import fargate_lint
from seeded import TESTS, Defect, known_rules, read, try_out

VARIANTS = read(TESTS / "sample_variants.toml")
RULES = known_rules()


def test_unchanged() -> None:
    run = fargate_lint("--format", "json", "live", folder=TESTS / "fixtures" / "sample_like")
    [root] = run.json["roots"]
    assert run.status == 0
    assert [f for f in root["findings"] if f["severity"] != "info"] == []
    assert root["diagnostics"] == []
    assert [(c["name"], c["data_plane"], c["egress"]) for c in root["clusters"]] == [
        ("democluster", "fargate-only", "yes")
    ]
    called = {m["address"]: m["resolved"] for m in root["modules"]}
    assert {address: how for address, how in called.items() if address.count("module.") == 1} == {
        "module.vpc": "stub",
        "module.endpoints": "stub",
        "module.eks_cluster": "stub",
        "module.ecr": "stub",
        "module.cluster_sg": "local",
        "module.endpoint_sg": "local",
        "module.bastion_sg": "local",
        "module.bastion": "local",
    }


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.id)
def test_one_change_gives_its_own_finding_and_nothing_else(variant: Defect) -> None:
    assert not variant.rule or variant.rule in RULES
    assert list(try_out(variant).problems) == []
