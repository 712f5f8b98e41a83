"""What the user's configuration says of ids that stand in the Terraform as literals: ``[ids]``."""

from __future__ import annotations

import re
from difflib import get_close_matches

import msgspec

WORDS = ("private", "public")
_ZONE = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d+[a-z]")
_ZONE_ID = re.compile(r"[a-z0-9]+-az\d+")
_VPC = re.compile(r"vpc-[0-9a-f]{8,17}")


class KnownId(msgspec.Struct, frozen=True, kw_only=True):
    """What is stated of an id; None where nothing is. ``public``: a route of the subnet leads to an internet
    gateway."""

    public: bool | None = None
    zone: str | None = None
    zone_id: str | None = None
    vpc: str | None = None


def parse_id(text: str) -> KnownId:
    """``"private, eu-west-1a, vpc-0a1b2c3d"`` as data. Raises ValueError for a word that is none of these."""
    said: dict[str, bool | str] = {}
    for word in (word.strip() for word in text.split(",")):
        if word in WORDS:
            said["public"] = word == "public"
        elif _ZONE.fullmatch(word):
            said["zone"] = word
        elif _ZONE_ID.fullmatch(word):
            said["zone_id"] = word
        elif _VPC.fullmatch(word):
            said["vpc"] = word
        else:
            close = get_close_matches(word, WORDS, 1)
            hint = f"did you mean {close[0]}?" if close else "write private or public, a zone, the id of the VPC"
            raise ValueError(f"{word!r} is not understood; {hint}")
    return msgspec.convert(said, KnownId)
