"""Module source addresses: what kind of place a call names, which package, which folder in it, which revision.

Source: https://developer.hashicorp.com/terraform/language/modules/sources
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import parse_qs

import msgspec

Kind = Literal["local", "registry", "git", "hg", "http", "s3", "gcs", "file", "unknown"]

PUBLIC_REGISTRIES = ("registry.terraform.io", "registry.opentofu.org")

_FORCED = re.compile(r"([A-Za-z0-9]+)::(.+)", re.S)
_NAME = r"[0-9A-Za-z](?:[0-9A-Za-z_-]{0,62}[0-9A-Za-z])?"
_REGISTRY = re.compile(
    rf"(?:([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+(?::\d+)?|localhost(?::\d+)?)/)?({_NAME})/({_NAME})/([0-9a-z]{{1,64}})"
)
_SCP = re.compile(r"(?:[^@/\s]+@)([^:/\s]+):(?!//)(.+)")
_URL = re.compile(r"([a-z][a-z0-9+.-]*)://(?:[^@/]*@)?([^/]*)/?(.*)", re.I)
_ARCHIVES = (".zip", ".tar.gz", ".tgz")
_HOSTED = ("github.com", "bitbucket.org", "gitlab.com")
"""Hosts whose bare addresses mean git; Terraform refuses them as registry hosts."""


class Source(msgspec.Struct, frozen=True):
    """A parsed source address.

    ``package`` is ns/name/provider (with its host if that is private) for registry modules, host/path without user and
    ".git" for git and hg, else the address without the folder. ``submodule`` is what follows "//". ``ref`` is the
    revision asked for: a tag, branch or commit.
    """

    kind: Kind
    address: str
    package: str
    submodule: str | None = None
    ref: str | None = None

    @property
    def registry_name(self) -> str | None:
        """ns/name/provider on the public registry, also where the module's own GitHub repository is named: there
        github.com/OWNER/terraform-PROVIDER-NAME is published as OWNER/NAME/PROVIDER."""
        if self.kind == "registry":
            return self.package if self.package.count("/") == 2 else None
        match = re.fullmatch(r"github\.com/([^/]+)/terraform-([0-9a-z]+)-([^/]+)", self.package)
        return f"{match[1]}/{match[3]}/{match[2]}" if match else None

    @property
    def name(self) -> str:
        """For people: the registry name where there is one, else the package, with the submodule."""
        return (self.registry_name or self.package) + (f"//{self.submodule}" if self.submodule else "")


def parse_source(address: str) -> Source:
    """The source that an address denotes; what cannot be told is of kind "unknown". Never raises."""
    text = address.strip()
    if text in (".", "..") or text.startswith(("./", "../", ".\\", "..\\")):
        return Source("local", address, text)
    forced = _FORCED.fullmatch(text)
    if forced is not None:
        kind = {"https": "http"}.get(forced[1].lower(), forced[1].lower())
        return _remote(address, forced[2], kind)
    rest, submodule, query = _split(text)
    match = None if query else _REGISTRY.fullmatch(rest)
    if match is not None and (match[1] or "").lower() not in _HOSTED:
        host = (match[1] or "").lower()
        package = "/".join(match.group(2, 3, 4))
        return Source(
            "registry", address, package if host in ("", *PUBLIC_REGISTRIES) else f"{host}/{package}", submodule
        )
    return _remote(address, text, None)


def _remote(address: str, text: str, forced: str | None) -> Source:
    rest, submodule, query = _split(text)
    asked = parse_qs(query)
    ref = next((asked[key][0] for key in ("ref", "rev") if key in asked), None)
    scp = None if "://" in rest else _SCP.fullmatch(rest)
    url = _URL.fullmatch(rest)
    if scp is not None:
        host, path, scheme = scp[1].lower(), scp[2], "ssh"
    elif url is not None:
        host, path, scheme = url[2].lower(), url[3], url[1].lower()
    elif rest.startswith("/"):
        return Source("file", address, rest, submodule, ref)
    else:
        host, _, path = rest.partition("/")
        host, scheme = host.lower(), ""
    kind = forced or _kind(host, scheme, path, bare=url is None and scp is None)
    if kind in ("git", "hg"):
        if host in _HOSTED and submodule is None and path.count("/") > 1 and not scheme:
            owner, repository, submodule = path.split("/", 2)  # github.com/owner/repo/folder
            path = f"{owner}/{repository}"
        return Source(kind, address, f"{host}/{path.strip('/').removesuffix('.git')}", submodule, ref)  # type: ignore[arg-type]
    archive = _archive(path) if kind == "http" and host in _HOSTED else None
    if archive is not None:
        inside = (submodule or "").partition("/")[2]  # the archive's own top folder comes first
        return Source("http", address, f"{host}/{archive[0]}", inside or None, archive[1])
    known: Kind = kind if kind in ("http", "s3", "gcs", "file") else "unknown"  # type: ignore[assignment]
    return Source(known, address, rest, submodule, ref)


def _kind(host: str, scheme: str, path: str, bare: bool) -> str:
    if scheme in ("ssh", "git") or (bare and host in _HOSTED and path.count("/") >= 1):
        return "git"
    if scheme in ("http", "https"):
        return "git" if path.endswith(".git") and host in _HOSTED else "http"
    if scheme in ("s3", "gcs", "file", "hg"):
        return scheme
    if bare and host.endswith("amazonaws.com") and re.search(r"(?:^|\.)s3[.-]", host):
        return "s3"
    if bare and host.endswith("googleapis.com"):
        return "gcs"
    return "unknown"


def _archive(path: str) -> tuple[str, str] | None:
    """Repository and revision of an archive that a Git host makes; None for another path."""
    ending = next((one for one in _ARCHIVES if path.endswith(one)), None)
    if ending is None:
        return None
    repository, _, revision = path.removesuffix(ending).rpartition("/archive/")
    revision = revision.removeprefix("refs/tags/").removeprefix("refs/heads/")
    return (repository, revision) if repository and revision else None


def _split(text: str) -> tuple[str, str | None, str]:
    """Address, folder behind "//", and query; the "//" of "https://" is no folder."""
    text, _, query = text.partition("?")
    start = text.find("://")
    at = text.find("//", start + 3 if start >= 0 else 0)
    if at < 0:
        return text, None, query
    return text[:at], text[at + 2 :].strip("/") or None, query
