"""What a plan adds to its sources: data, keys, what exists, and the insides of modules that cannot be seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from doors import PLANNED, both, by_sources, findings, golden, sources_of, undecided

from fargate_lint.terraform.instance import Instance, Root


def instances(root: Root) -> dict[str, Instance]:
    return {i.address: i for mode in ("managed", "data") for i in root.instances(mode=mode)}


def edited(tmp_path: Path, case: str, *edits: tuple[str, str]) -> Path:
    """A copy of a fixture with its main.tf changed."""
    folder = tmp_path / case
    shutil.copytree(PLANNED / case, folder)
    text = (folder / "main.tf").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "main.tf").write_text(text, encoding="utf-8")
    return folder


def test_zones_of_a_data_source_are_known_and_stay_what_they_are() -> None:
    root, _ = both(sources_of("reads"), golden("reads"))
    zone = instances(root)["aws_subnet.private[1]"].written("availability_zone")
    assert zone is not None
    assert zone.text == "us-east-1b"
    assert zone.place is not None


def test_subnets_that_a_data_source_found_stay_in_their_vpc() -> None:
    """The ids are known, and still say whose they are."""
    root, found = both(sources_of("existing"), golden("existing"))
    (config,) = instances(root)["aws_eks_cluster.main"].blocks("vpc_config")
    subnets = config.written("subnet_ids")
    assert subnets is not None
    assert {str(item.ref).partition("[")[0] for item in subnets.items or ()} == {"data.aws_subnet.each"}
    assert ("FGL202", "aws_vpc_endpoint.sts", None) in findings(found)
    assert any(key[0] == "FGL110" and key[2] == "use1-az3" for key in findings(found))  # us-east-1e, as the plan knows


def test_a_module_that_cannot_be_seen_is_the_plan_s(tmp_path: Path) -> None:
    folder = edited(
        tmp_path,
        "calls",
        ('source = "./net"\n  cidr   = "10.0', 'source = "git::https://example.com/net.git"\n  cidr   = "10.0'),
    )
    root, _ = both(folder, golden("calls"))
    found = instances(root)
    assert found['module.one.aws_subnet.this["x"]'].span is None
    vpc = found["module.use_one.aws_vpc_endpoint.sts"].written("vpc_id")
    assert str(vpc.ref if vpc is not None else None) == "module.one.aws_vpc.this.id"
    assert not root.opaque
    assert [d.message for d in root.diagnostics if d.code == "plan"] == []


def test_an_unknown_number_of_instances_is_the_plan_s(tmp_path: Path) -> None:
    zones = 'data "aws_availability_zones" "available" {}'
    missing = 'data "aws_availability_zones" "missing" {}'
    number = "count = length(data.aws_availability_zones.missing.names) > 99 ? 1 : 2"
    folder = edited(tmp_path, "reads", ("count             = 2", number), (zones, f"{zones}\n\n{missing}"))
    assert any(i.count_unknown for i in both(folder, golden("unknowns"))[0].instances("aws_subnet"))
    found = both(folder, golden("reads"))[0].instances("aws_subnet")
    assert [i.address for i in found] == ["aws_subnet.private[0]", "aws_subnet.private[1]"]


def test_ids_of_what_exists_are_known_and_identity_stays() -> None:
    root, _ = both(sources_of("steps"), golden("steps"))
    found = instances(root)
    vpc = found["aws_internet_gateway.new"].written("vpc_id")
    assert vpc is not None
    assert vpc.text is not None
    assert vpc.text.startswith("vpc-")
    assert str(vpc.ref) == "module.net.aws_vpc.this.id"


def test_what_the_plan_deletes_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    shutil.copytree(PLANNED / "steps" / "after", folder)
    gone = 'resource "aws_iam_role" "gone" {\n  name               = "gone"\n  assume_role_policy = "{}"\n}\n'
    (folder / "more.tf").write_text(gone, encoding="utf-8")
    root, _ = both(folder, golden("steps"))
    assert "aws_iam_role.gone" not in instances(root)


@pytest.mark.parametrize("case", ["partial_target", "errored"])
def test_an_incomplete_plan_takes_nothing_from_the_sources(case: str) -> None:
    root, found = both(sources_of(case), golden(case))
    assert findings(found).keys() >= findings(by_sources(sources_of(case))).keys()
    assert [d.severity.name for d in root.diagnostics if d.code == "plan"] == ["WARNING"]


def test_only_the_plan_has_it_and_it_is_judged_as_the_plan_has_it(tmp_path: Path) -> None:
    folder = edited(tmp_path, "partial")
    text = (folder / "main.tf").read_text(encoding="utf-8")
    (folder / "main.tf").write_text(text[: text.index('resource "aws_vpc_endpoint" "sts"')], encoding="utf-8")
    root, found = both(folder, golden("partial"))
    assert "aws_vpc_endpoint.sts" in instances(root)
    (said,) = [d.message for d in root.diagnostics if d.code == "plan"]
    assert said.startswith("the plan is of other sources: aws_vpc_endpoint.sts is in the plan only")
    assert ("FGL201", "aws_vpc.main", "sts") not in {**findings(found), **undecided(found)}
