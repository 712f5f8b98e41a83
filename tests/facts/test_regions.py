"""Partitions, regions, and the names of endpoint services in them."""

from __future__ import annotations

import pytest

from fargate_lint.facts import Facts
from fargate_lint.facts.regions import PLAIN_PREFIX, ServiceName

REGIONS = Facts().regions


def test_every_region_is_of_a_partition_whose_regions_begin_so() -> None:
    for region in REGIONS.regions:
        partition = REGIONS.partition(region.partition)
        assert partition is not None
        assert REGIONS.partition_of(region.name) is partition
        assert region.name.startswith(partition.begins)


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eusc-de-east-1", "aws-eusc"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-west-1", "aws-iso-b"),
        ("us-isof-south-1", "aws-iso-f"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-north-9", "aws-cn"),
        ("eu-west-9", "aws"),
        ("moon-base-1", None),
    ],
)
def test_the_partition_of_a_region(region: str, partition: str | None) -> None:
    found = REGIONS.partition_of(region)
    assert (found.name if found is not None else None) == partition


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ap-northeast-22", "ap-northeast-2"),
        ("us-esat-1", "us-east-1"),
        ("eu-wset-1", "eu-west-1"),
        ("euwest-1", "eu-west-1"),
        ("eu-west-", "eu-west-1"),
        ("eu-west-1", None),
        ("eu-west-4", None),
        ("us-east-3", None),
        ("moon-base-1", None),
        ("", None),
    ],
)
def test_a_region_one_letter_from_a_known_one_is_misspelt_unless_it_may_be_new(written: str, meant: str | None) -> None:
    assert REGIONS.meant_by(written) == meant


@pytest.mark.parametrize("partition", REGIONS.partitions, ids=lambda row: row.name)
def test_names_of_endpoint_services_of_every_partition_are_read(partition: object) -> None:
    for region in REGIONS.regions:
        for suffix in ("ecr.api", "sts", "s3"):
            name = f"{REGIONS.service_prefix(region.name, suffix)}.{region.name}.{suffix}"
            assert REGIONS.split(name) == ServiceName(suffix, region.name)


@pytest.mark.parametrize(
    ("region", "suffix", "prefix"),
    [
        ("cn-north-1", "sts", "cn.com.amazonaws"),
        ("cn-north-1", "logs", PLAIN_PREFIX),
        ("eusc-de-east-1", "ecr.dkr", "eu.amazonaws"),
        ("us-isof-east-1", "ecr.api", "gov.ic.hci.csp"),
        ("us-gov-east-1", "ecr.api", PLAIN_PREFIX),
        ("moon-base-1", "ecr.api", PLAIN_PREFIX),
    ],
)
def test_the_beginning_of_a_service_name(region: str, suffix: str, prefix: str) -> None:
    assert REGIONS.service_prefix(region, suffix) == prefix


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("com.amazonaws.route53", ServiceName("route53", None)),
        ("com.amazonaws.\0.sts", ServiceName("sts", None)),
        ("com.amazonaws.ap-northeast-22.sts", ServiceName("sts", "ap-northeast-22")),
        ("com.amazonaws.s3-global.accesspoint", ServiceName("s3-global.accesspoint", None)),
        ("com.amazonaws.eu-west-1.\0", None),
        ("com.amazonaws.vpce.us-east-1.vpce-svc-0123", None),
        ("partner.example", None),
        ("", None),
    ],
)
def test_the_parts_of_a_service_name(name: str, parts: ServiceName | None) -> None:
    assert REGIONS.split(name) == parts


def test_an_endpoint_policy_is_judged_by_the_account_of_the_region() -> None:
    registries = Facts().registries
    assert registries.addon_account("ap-northeast-2") == "602401143452"
    assert registries.addon_account("ap-southeast-6") == "333609536671"
    assert registries.addon_account("eu-west-9") is None
    for row in registries.accounts:
        assert REGIONS.named(row.region) is not None
        assert len(row.account) == 12


def test_every_dns_suffix_is_that_of_a_private_registry() -> None:
    registries = Facts().registries
    for region in REGIONS.regions:
        partition = REGIONS.partition_of(region.name)
        assert partition is not None
        assert registries.reach(f"111122223333.dkr.ecr.{region.name}.{partition.dns_suffix}/app") == "private"
