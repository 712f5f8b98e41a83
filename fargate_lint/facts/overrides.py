"""What the user's configuration says under ``[facts]``: rows added, replaced and taken out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

CONFIGURED = "your configuration"
"""The source of every row that comes from ``[facts]``."""


class ChartOverride(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One ``[[facts.charts]]``: what a chart does, in place of what our tables say of it.

    ``daemonset`` true: it installs one, unless the value at ``off_path`` equals ``off_value``; false: it does not.
    ``behaviour`` is facts 8d's class. ``pods_labels`` are the labels of its pods, ``images`` those that it pulls.
    """

    name: str
    daemonset: bool | None = None
    behaviour: Literal["pending", "excluded", "untolerated"] = "untolerated"
    off_path: str = ""
    off_value: bool | str | int | None = None
    port_path: str | None = None
    port_default: int = 10250
    pods_labels: dict[str, str] | None = None
    images: tuple[str, ...] = ()


class Overrides(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """``[facts]`` of ``.fargate-lint.toml``.

    ``endpoints``: "auto" judges by egress, "required" makes every missing one an error, "off" silences FGL201.
    ``required_endpoints``: service suffixes ("ecr.api", "kms") needed in addition. ``refuse_zones``/``allow_zones``:
    zone
    names or ids, added to or taken out of all zone tables; "fargate:…", "endpoint:…" and "control-plane:…" name one
    table
    (without a word before the colon, refused zones go to the first two).
    """

    endpoints: Literal["auto", "required", "off"] = "auto"
    required_endpoints: tuple[str, ...] = ()
    refuse_zones: tuple[str, ...] = ()
    allow_zones: tuple[str, ...] = ()
    charts: tuple[ChartOverride, ...] = ()

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Overrides:
        """From the table of a TOML file; "_" and "-" are the same. Raises msgspec.ValidationError with the path."""
        return msgspec.convert(_kebab(data), cls)


def _kebab(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {
            str(key).replace("_", "-"): (value if str(key) in ("pods-labels", "pods_labels") else _kebab(value))
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_kebab(item) for item in data]
    return data


def stamp() -> dict[str, Any]:
    """source, confidence and date of a configured row: what the user states is taken as stated."""
    return {"source": CONFIGURED, "confidence": "D", "checked": datetime.date(1970, 1, 1)}
