"""Runs a rule on its own examples; for tests/ and for outside authors.

    @pytest.mark.parametrize("case", testing.cases([entry]), ids=str)
    def test_example(case):
        assert testing.problems(case) == []

An example is HCL text, put into a folder of its own as main.tf; ``# file: name.tf`` on a line of its own begins
another file. A line at which something is expected ends in ``# error: text``, ``# warning: text``, ``# info: text`` or
``# undecided: text``; text is part of the message or reason and may be empty. What a rule says must be expected, what
is expected must be said, and nothing else. The comment is taken out before the example is read.

Where an example has no EKS cluster or no Fargate profile, a small one is added (``scenery``), since rules are silent on
what belongs to no cluster on Fargate.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fargate_lint import judge, linter
from fargate_lint.catalogue import Catalogue, Entry, ours
from fargate_lint.diagnostic import Severity, Span

EXPECTED = re.compile(
    r"\s*#\s*(error|warning|info|undecided):[ \t]*([^#\n]*?)[ \t]*(?=#\s*(?:error|warning|info|undecided):|$)"
)
FILE = re.compile(r"^# file: (\S+)\s*$")


@dataclass(frozen=True, slots=True)
class Case:
    """One example of a rule; ``wrong`` says that it stands in INVALID."""

    entry: Entry
    text: str
    wrong: bool
    number: int

    def __str__(self) -> str:
        return f"{self.entry.rule.id}-{'invalid' if self.wrong else 'valid'}-{self.number}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said, or expected, at a line of a file; ``word`` is a severity or "undecided"."""

    path: str
    line: int
    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.word}: {self.text}"


def cases(entries: Iterable[Entry]) -> list[Case]:
    """All examples of these rules, to be parametrized over."""
    found = []
    for entry in entries:
        found += [Case(entry, text, False, number) for number, text in enumerate(entry.valid, 1)]
        found += [Case(entry, text, True, number) for number, text in enumerate(entry.invalid, 1)]
    return found


def problems(case: Case) -> list[str]:
    """What is wrong with the rule or its example, in sentences; empty if all is as it says."""
    files, expected = read(case.text)
    said, faults = _run(case.entry, files)
    if case.wrong and not expected:
        faults.append("an example in INVALID expects nothing: end the line in # error: …")
    if not case.wrong and any(remark.word != "undecided" for remark in expected):
        faults.append("an example in VALID expects a finding")
    left = list(said)
    for wanted in expected:
        match = next((remark for remark in left if _meets(remark, wanted)), None)
        if match is None:
            faults.append(f"expected, not said: {wanted}")
        else:
            left.remove(match)
    return faults + [f"said, not expected: {remark}" for remark in left]


def read(text: str) -> tuple[dict[str, str], list[Remark]]:
    """An example's files, expectations taken out of them, and the expectations."""
    files: dict[str, list[str]] = {"main.tf": []}
    name = "main.tf"
    expected = []
    for line in text.split("\n"):
        separator = FILE.match(line)
        if separator is not None:
            name = separator[1]
            files[name] = []
            continue
        found = list(EXPECTED.finditer(line))
        files[name].append(line[: found[0].start()] if found else line)
        expected += [Remark(name, len(files[name]), match[1], match[2]) for match in found]
    return {name: "\n".join(lines) for name, lines in files.items()}, expected


def _meets(said: Remark, wanted: Remark) -> bool:
    """Undecided verdicts may have no place; then any line will do."""
    placed = (said.path, said.line) == (wanted.path, wanted.line) or (said.word == "undecided" and not said.path)
    return placed and said.word == wanted.word and wanted.text in said.text


def _run(entry: Entry, files: dict[str, str]) -> tuple[list[Remark], list[str]]:
    """What the rule says of these files, and what went wrong besides."""
    rule = entry.rule
    with tempfile.TemporaryDirectory() as top:
        os.mkdir(os.path.join(top, ".git"))  # the repository's root: nothing above is looked at
        for name, text in {**files, **scenery(files)}.items():
            path = os.path.join(top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as handle:
                handle.write(text)
        # What FGL900 says depends on all other rules having run.
        alone = rule.id != judge.IDLE
        report = linter.lint([top], {}, catalogue=Catalogue((entry,)) if alone else ours())
        said, faults = [], list(report.problems)
        for root in report.roots:
            said += [
                _remark(reported.span, str(reported.severity), reported.finding.message, top)
                for reported in root.findings
                if reported.id == rule.id
            ]
            said += [_remark(u.span, "undecided", u.reason, top) for u in root.undecided if u.rule == rule.id]
            faults += [f"{d.code}: {d.message}" for d in root.diagnostics if d.severity is Severity.ERROR]
            if root.unread and rule.name != "syntax":
                faults.append("the example is not valid HCL")
    return said, faults


def _remark(span: Span | None, word: str, text: str, top: str) -> Remark:
    if span is None or not span.is_file:
        return Remark("", 0, word, text)
    return Remark(os.path.relpath(span.path, top).replace(os.sep, "/"), span.line, word, text)


# The cluster that an example may leave out

RESOURCE = re.compile(r'^resource\s+"(\w+)"\s+"([\w-]+)"\s*\{(.*?)^\}', re.MULTILINE | re.DOTALL)
VPC_MODULE = re.compile(r'^module\s+"([\w-]+)"\s*\{[^}]*?source\s*=\s*"terraform-aws-modules/vpc/aws"', re.MULTILINE)
EKS_MODULE = "terraform-aws-modules/eks/aws"


def scenery(files: dict[str, str]) -> dict[str, str]:
    """The files to add so that an example has a provider region, a cluster and a Fargate profile: in the subnets that
    it declares, else in new ones of its VPC, else in a new VPC; in the module that declares them. Empty where nothing
    is lacking."""
    folders: dict[str, str] = {"": ""}
    for name, content in files.items():
        if name.endswith(".tf"):
            folders[os.path.dirname(name)] = folders.get(os.path.dirname(name), "") + content + "\n"
    everything = "".join(folders.values())
    added = {} if re.search(r'^provider\s+"aws"', everything, re.MULTILINE) else {"scenery_provider.tf": _PROVIDER}
    if "aws_eks_fargate_profile" in everything or EKS_MODULE in everything:
        return added
    home = next((folder for folder, text in folders.items() if _has_network(text)), "")
    blocks = RESOURCE.findall(folders[home])
    lines: list[str] = []
    subnets = " ".join(_subnets(folders[home], blocks, lines))
    cluster = next((name for type, name, _ in blocks if type == "aws_eks_cluster"), None)
    if cluster is None:
        lines.append(_CLUSTER.replace("SUBNETS", subnets))
    lines.append(_PROFILE.replace("SUBNETS", subnets).replace("CLUSTER", cluster or "scenery"))
    return {**added, os.path.join(home, "scenery.tf"): "\n\n".join(lines) + "\n"}


def _has_network(text: str) -> bool:
    """Whether a module declares a VPC or subnets."""
    return VPC_MODULE.search(text) is not None or any(
        type in ("aws_vpc", "aws_subnet") for type, _, _ in RESOURCE.findall(text)
    )


def _subnets(text: str, blocks: list[tuple[str, str, str]], lines: list[str]) -> Iterator[str]:
    """Expressions for the subnets to use, each a list, followed by a comma; new ones are added to ``lines``."""
    found = False
    for type, name, body in blocks:
        if type == "aws_subnet":
            found = True
            yield _ids(f"aws_subnet.{name}", body) + ","
    for name in VPC_MODULE.findall(text):
        found = True
        yield f"module.{name}.private_subnets,"
    if found:
        return
    vpc = next((_ids(f"aws_vpc.{name}", body) for type, name, body in blocks if type == "aws_vpc"), None)
    if vpc is None:
        lines.append(_VPC)
        vpc = "[aws_vpc.scenery.id]"
    lines.append(_SUBNETS.replace("VPC", f"({vpc})[0]"))
    yield "[aws_subnet.scenery_a.id, aws_subnet.scenery_b.id],"


def _ids(address: str, body: str) -> str:
    """The list of a resource's ids, whether it has count, for_each or neither."""
    if re.search(r"^\s*count\s*=", body, re.MULTILINE):
        return f"{address}[*].id"
    if re.search(r"^\s*for_each\s*=", body, re.MULTILINE):
        return f"values({address})[*].id"
    return f"[{address}.id]"


_PROVIDER = """provider "aws" {
  region = "eu-central-1"
}
"""

_VPC = """resource "aws_vpc" "scenery" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}"""

_SUBNETS = """resource "aws_subnet" "scenery_a" {
  vpc_id            = VPC
  cidr_block        = "10.0.200.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_subnet" "scenery_b" {
  vpc_id            = VPC
  cidr_block        = "10.0.201.0/24"
  availability_zone = "eu-central-1b"
}"""

_CLUSTER = """resource "aws_eks_cluster" "scenery" {
  name     = "scenery"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids              = concat(SUBNETS)
    endpoint_private_access = true
  }
}"""

_PROFILE = """resource "aws_eks_fargate_profile" "scenery" {
  cluster_name           = aws_eks_cluster.CLUSTER.name
  fargate_profile_name   = "scenery"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = concat(SUBNETS)
  selector {
    namespace = "default"
  }
  selector {
    namespace = "kube-system"
  }
}"""
