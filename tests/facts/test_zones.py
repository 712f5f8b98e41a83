"""Which zones are refused, by id and by name, and what the user's configuration changes."""

from __future__ import annotations

import pytest

from fargate_lint.facts import Facts, Overrides

ZONES = Facts().zones


@pytest.mark.parametrize(
    ("zone", "by"),
    [
        ("use1-az3", "id"),
        ("usw1-az2", "id"),
        ("cac1-az3", "id"),
        ("us-east-1e", "usual"),
        ("ca-central-1c", "name"),
        ("us-east-1a", None),  # may be use1-az3 in some account: nobody can know
        ("ap-northeast-2b", None),
        ("use1-az1", None),
    ],
)
def test_control_plane(zone: str, by: str | None) -> None:
    found = ZONES.refuses_control_plane(zone)
    assert (found.by if found else None) == by


@pytest.mark.parametrize(
    ("zone", "refused"),
    [
        ("ca-central-1d", True),
        ("apne1-az3", True),
        ("cnn1-az4", True),
        ("cn-north-1d", True),
        ("ap-northeast-1b", False),
    ],
)
def test_fargate(zone: str, refused: bool) -> None:
    assert (ZONES.refuses_fargate(zone) is not None) == refused


def test_endpoint_services() -> None:
    row = ZONES.refuses_endpoint("ap-northeast-2b", "sts")
    assert row is not None
    assert row.fact.doubtful
    assert ZONES.refuses_endpoint("apne2-az2", "ecr.api") is not None
    assert ZONES.refuses_endpoint("ap-northeast-2d", "email-smtp") is not None
    assert ZONES.refuses_endpoint("ap-northeast-2d", "sts") is None


@pytest.mark.parametrize(
    ("zone", "kind"),
    [
        ("us-west-2-lax-1a", "Local Zone"),
        ("usw2-lax1-az1", "Local Zone"),
        ("us-east-1-wl1-bos-wlz-1", "Wavelength Zone"),
        ("use1-wl1-bos-wlz1", "Wavelength Zone"),
        ("us-west-2a", None),
        ("ap-northeast-2b", None),
        ("use1-az3", None),
    ],
)
def test_special_zones(zone: str, kind: str | None) -> None:
    assert ZONES.special_kind(zone) == kind


def test_names_and_ids() -> None:
    assert ZONES.id_of("ap-northeast-2b") == "apne2-az2"
    assert ZONES.id_of("apne2-az2") == "apne2-az2"
    assert ZONES.id_of("us-east-1a") is None
    assert ZONES.region_of("ap-northeast-2b") == "ap-northeast-2"
    assert ZONES.region_of("apne2-az2") is None


def test_the_user_may_allow_a_zone_by_name_or_id() -> None:
    for text in ("ap-northeast-2b", "apne2-az2", "endpoint:ap-northeast-2b"):
        assert Facts(Overrides(allow_zones=(text,))).zones.refuses_endpoint("ap-northeast-2b", "sts") is None
    kept = Facts(Overrides(allow_zones=("fargate:ap-northeast-2b",))).zones
    assert kept.refuses_endpoint("ap-northeast-2b", "sts") is not None


def test_the_user_may_refuse_a_zone() -> None:
    zones = Facts(Overrides(refuse_zones=("eu-west-1c", "control-plane:euw1-az1"))).zones
    assert zones.refuses_fargate("eu-west-1c") is not None
    assert zones.refuses_endpoint("eu-west-1c", "sts") is not None
    assert zones.refuses_control_plane("eu-west-1c") is None
    assert zones.refuses_control_plane("euw1-az1") is not None
    assert ZONES.refuses_fargate("eu-west-1c") is None
