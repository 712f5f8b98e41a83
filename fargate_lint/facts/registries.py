"""Image registries: which of them a pod without internet egress can reach (facts 4b)."""

from __future__ import annotations

import functools
import re
from typing import Literal

import msgspec

from fargate_lint.facts.regions import load_regions
from fargate_lint.facts.table import Fact, row, rows

Reach = Literal["private", "public", "unknown"]


class Registry(Fact, frozen=True, kw_only=True):
    """A registry by its host. "private": through the ECR and S3 endpoints; "public": over the internet only."""

    name: str
    pattern: str
    reach: Literal["private", "public"]


class DefaultRegistry(Fact, frozen=True, kw_only=True):
    """What an image reference without a host means."""

    host: str
    namespace: str


class AddonImages(Fact, frozen=True, kw_only=True):
    """Whence EKS pulls its add-ons' images in most regions, and the bucket of ECR's layers."""

    account: str
    layer_bucket: str


class AddonAccount(Fact, frozen=True, kw_only=True):
    """A region whose add-on images are in an account of its own."""

    region: str
    account: str


class Registries(msgspec.Struct, frozen=True):
    """All of it."""

    registries: tuple[Registry, ...]
    default: DefaultRegistry
    addons: AddonImages
    accounts: tuple[AddonAccount, ...]

    def addon_account(self, region: str) -> str | None:
        """The account from which EKS pulls its add-ons' images in a region; None for one that is not known here."""
        own = next((entry.account for entry in self.accounts if entry.region == region), None)
        if own is not None:
            return own
        return self.addons.account if load_regions().named(region) is not None else None

    def host_of(self, image: str) -> str:
        """The registry host of an image reference ("nginx" → docker.io, "quay.io/x/y:1" → quay.io)."""
        first, slash, _ = image.partition("/")
        if slash and ("." in first or ":" in first or first == "localhost"):
            return first
        return self.default.host

    def of(self, image: str) -> Registry | None:
        """The row of the registry that holds an image; None if nothing is known of it (a company's own, perhaps)."""
        host = self.host_of(image)
        return next((entry for entry in self.registries if re.fullmatch(entry.pattern, host)), None)

    def reach(self, image: str) -> Reach:
        """Whether a pod without egress can pull this image."""
        found = self.of(image)
        return found.reach if found else "unknown"


@functools.cache
def load_registries() -> Registries:
    """The tables as shipped."""
    return Registries(
        rows("registries", "registry", Registry),
        row("registries", "default", DefaultRegistry),
        row("registries", "addons", AddonImages),
        rows("registries", "account", AddonAccount),
    )
