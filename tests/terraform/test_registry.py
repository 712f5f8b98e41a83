"""Which stub stands in for a module call, by which version, and what that version takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fargate_lint.terraform.registry import (
    STUBS,
    find_stub,
    has_argument,
    is_known,
    resolve,
    stub_sources,
    unsupported,
)
from fargate_lint.terraform.source import parse_source
from fargate_lint.terraform.version import parse_version

VPC = "terraform-aws-modules/vpc/aws"
EKS = "terraform-aws-modules/eks/aws"
CLASSICLINK = "judged as 3.19.0, the newest that takes enable_classiclink"
EKS_GIT = "git::https://github.com/terraform-aws-modules/terraform-aws-eks.git"

# source, constraint, arguments, version judged by, folder
FOUND = [
    (VPC, "5.21.0", "", "5.21.0", "vpc/v2-v6"),
    (VPC, "~> 5.0", "", "5.21.0", "vpc/v2-v6"),
    (VPC, "~> 3.14.0", "", "3.14.4", "vpc/v2-v6"),
    (VPC, ">= 3.0, < 5.0", "", "4.0.2", "vpc/v2-v6"),
    (VPC, None, "azs cidr", "6.6.0", "vpc/v2-v6"),
    (VPC, "6.99.0", "", "6.99.0", "vpc/v2-v6"),  # a later release of a major that we know
    (f"{VPC}//modules/vpc-endpoints", "5.21.0", "", "5.21.0", "vpc/v2-v6/modules/vpc-endpoints"),
    (EKS, "~> 20.0", "", "20.37.2", "eks/v18-v21"),
    (EKS, "~> 21.0", "", "21.19.0", "eks/v18-v21"),
    (f"{EKS}//modules/fargate-profile", "21.0.0", "", "21.0.0", "eks/v18-v21/modules/fargate-profile"),
    (f"{EKS_GIT}?ref=v18.31.2", None, "", "18.31.2", "eks/v18-v21"),
    (f"{EKS_GIT}?ref=tags/v19.0.0", None, "", "19.0.0", "eks/v18-v21"),
    # no pin: the newest family that takes what is passed
    (EKS, None, "name addons", "21.19.0", "eks/v18-v21"),
    (EKS, None, "cluster_name fargate_profiles", "20.37.2", "eks/v18-v21"),
    (EKS, None, "cluster_name fargate_profile_defaults", "20.37.2", "eks/v18-v21"),
    (EKS, ">= 18.0", "cluster_name manage_aws_auth_configmap", "19.21.0", "eks/v18-v21"),
    (EKS, "~> 18", "cluster_name", "20.37.2", "eks/v18-v21"),
    (f"{EKS_GIT}?ref=master", None, "cluster_name", "20.37.2", "eks/v18-v21"),
    (f"{EKS_GIT}", None, "cluster_name manage_aws_auth_configmap", "19.21.0", "eks/v18-v21"),
    (EKS, None, "no_version_has_this", "21.19.0", "eks/v18-v21"),
]


@pytest.mark.parametrize(("address", "constraint", "arguments", "version", "folder"), FOUND)
def test_a_stub_is_found(address: str, constraint: str | None, arguments: str, version: str, folder: str) -> None:
    passed = frozenset(arguments.split()) | {"source", "version", "for_each"}
    stub = find_stub(parse_source(address), constraint, passed)
    assert stub is not None
    assert stub.version == version
    assert stub.folder.as_posix().endswith(f"/stubs/terraform-aws-modules/{folder}")


@pytest.mark.parametrize(
    ("address", "constraint"),
    [
        (VPC, "~> 7.0"),
        (EKS, "11.0.0"),
        (f"{EKS}//modules/no-such-module", "20.0.0"),
        (f"{EKS}//../../../../../etc", "20.0.0"),
        (f"{EKS}//modules/../../x", None),
        ("acme/vpc/aws", "5.0.0"),
        (f"app.terraform.io/{VPC}", "5.0.0"),
        ("./vpc", None),
    ],
)
def test_no_stub_is_better_than_a_wrong_one(address: str, constraint: str | None) -> None:
    assert find_stub(parse_source(address), constraint, frozenset()) is None


@pytest.mark.parametrize(
    ("version", "hostnames"), [("3.19.0", "false"), ("4.0.0", None), ("6.6.0", None), ("3.0.0", "false")]
)
def test_defaults_follow_the_version(version: str, hostnames: str | None) -> None:
    stub = find_stub(parse_source(VPC), version, frozenset())
    assert stub is not None
    assert stub.defaults.get("enable_dns_hostnames") == hostnames


@pytest.mark.parametrize(
    ("constraint", "arguments", "detail"),
    [
        ("5.21.0", "", "stub for 5.21.0"),
        ("~> 5.0", "", "stub for 5.21.0, the newest known that ~> 5.0 allows"),
        (None, "", "no version given: judged as 6.6.0, the newest known"),
        (">= 2", "tags region", "version >= 2 is open-ended: judged as 6.6.0, the newest known"),
        (">= 2", "cidr enable_classiclink", f"version >= 2 is open-ended: {CLASSICLINK}"),
        ("latest", "", "version latest cannot be read: judged as 6.6.0, the newest known"),
    ],
)  # fmt: skip
def test_the_way_of_finding_is_told(constraint: str | None, arguments: str, detail: str) -> None:
    stub = find_stub(parse_source(VPC), constraint, frozenset(arguments.split()))
    assert stub is not None
    assert stub.detail == detail


def test_a_users_own_stub_comes_first(tmp_path: Path) -> None:
    (tmp_path / "stub.toml").write_text(
        'source = "acme/vpc/aws"\nversions = ">= 1.0"\nfacts = "ours"\nchecked = 2026-01-01\n'
        '[[rows]]\nversions = "< 2.0"\n[rows.defaults]\nnat = "false"\n'
    )
    stub = find_stub(parse_source("acme/vpc/aws"), "1.4.0", frozenset(), user_stubs={"acme/vpc/aws": tmp_path})
    assert stub is not None
    assert (stub.folder, stub.version, stub.defaults) == (tmp_path, "1.4.0", {"nat": "false"})


# source, version, argument, new name, first version that has it, last that had it
REFUSED = [
    (EKS, "18.0.0", "subnets", "subnet_ids", None, "17.24.0"),
    (EKS, "21.19.0", "subnets", "subnet_ids", None, "17.24.0"),
    (EKS, "21.0.0", "cluster_name", "name", None, "20.37.2"),
    (EKS, "20.0.0", "name", "cluster_name", "21.0.0", None),
    (EKS, "17.24.0", "subnet_ids", "subnets", "18.0.0", None),
    (EKS, "20.0.0", "manage_aws_auth_configmap", None, None, "19.21.0"),
    (EKS, "19.21.0", "manage_aws_auth", "manage_aws_auth_configmap", None, "17.24.0"),
    (EKS, "21.0.0", "fargate_profile_defaults", None, None, "20.37.2"),
    (EKS, "20.0.0", "misspelt", None, None, None),
    (VPC, "4.0.0", "enable_classiclink", None, None, "3.19.0"),
    (VPC, "5.0.0", "enable_ecr_api_endpoint", None, None, "2.78.0"),
    (VPC, "5.0.0", "region", None, "6.1.0", None),
]


@pytest.mark.parametrize(("address", "version", "argument", "new_name", "since", "until"), REFUSED)
def test_an_argument_of_another_version_is_told(
    address: str, version: str, argument: str, new_name: str | None, since: str | None, until: str | None
) -> None:
    found = unsupported(parse_source(address), version, argument)
    assert found is not None
    assert (found.new_name, found.since, found.until) == (new_name, since, until)
    assert has_argument(parse_source(address), version, argument) is False


@pytest.mark.parametrize(
    ("address", "version", "argument"),
    [
        (EKS, "20.0.0", "cluster_name"),
        (EKS, "21.0.0", "depends_on"),
        (EKS, "22.0.0", "brand_new"),  # a release that we know nothing of
        ("acme/eks/aws", "1.0.0", "anything"),
    ],
)
def test_an_argument_is_not_refused_without_facts(address: str, version: str, argument: str) -> None:
    assert unsupported(parse_source(address), version, argument) is None


def test_what_replaces_a_removed_argument_is_told() -> None:
    found = unsupported(parse_source(VPC), "5.0.0", "enable_ecr_api_endpoint")
    assert found is not None
    assert found.advice is not None
    assert "vpc-endpoints" in found.advice


def test_typed_objects_know_their_keys() -> None:
    stub = find_stub(parse_source(EKS), "21.19.0", frozenset())
    assert stub is not None
    assert stub.arguments is not None
    shape, keys = stub.arguments.object_keys("fargate_profiles", parse_version("21.19.0")) or ("", frozenset())
    assert shape == "map"
    assert {"selectors", "subnet_ids", "iam_role_additional_policies"} <= keys
    assert "subnets" not in keys
    assert stub.arguments.object_keys("fargate_profiles", parse_version("20.0.0")) is None


def test_resolve_says_what_terraform_would_install() -> None:
    assert resolve(parse_source(EKS), ">= 18") == "21.19.0"
    assert resolve(parse_source(EKS), "~> 18.0") == "18.31.2"
    assert resolve(parse_source(f"{EKS_GIT}?ref=v19.5.0"), None) == "19.5.0"
    assert resolve(parse_source(f"{EKS_GIT}?ref=main"), None) is None
    assert is_known(parse_source(EKS))
    assert not is_known(parse_source("acme/eks/aws"))


def test_every_stub_is_where_its_source_is_looked_for() -> None:
    sources = list(stub_sources())
    assert len(sources) == sum(1 for _ in STUBS.rglob("stub.toml"))
    for address, versions in sources:
        low = versions.split(",")[0].removeprefix(">=").strip()
        assert find_stub(parse_source(address), low, frozenset()) is not None, (address, versions)
