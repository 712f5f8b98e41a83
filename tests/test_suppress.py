"""Ignore comments: where they may stand, what they silence, and which are reported as idle."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from fargate_lint import lint as run_lint
from fargate_lint.config import Given
from fargate_lint.diagnostic import Finding, Span
from fargate_lint.files import Files
from fargate_lint.report.result import RootReport
from fargate_lint.suppress import Silencer, SuppressionReader
from fargate_lint.testing import scenery
from fargate_lint.workspace import Workspace

VPC = """resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = false
}
"""
IGNORE = "# fargate-lint: ignore[FGL102] the reason"


def lint(top: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch, **options: object) -> RootReport:
    """The report of a root with these files and a small Fargate cluster, as of 2026-06-01."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780272000")
    (top / ".git").mkdir()
    for name, text in {**files, **scenery(files)}.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root,) = run_lint(top, **{"select": ("FGL102", "FGL900"), **options}).roots
    return root


def ids(root: RootReport) -> list[str]:
    return [finding.id for finding in root.findings]


def test_without_a_comment_there_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(lint(tmp_path, {"main.tf": VPC}, monkeypatch)) == ["FGL102"]


@pytest.mark.parametrize(
    "text",
    [
        VPC.replace("= false", f"= false {IGNORE}"),
        VPC.replace("= false", f"= false {IGNORE.replace('#', '//')}"),
        VPC.replace("= false", f"= false /* {IGNORE[2:]} */"),
        VPC.replace("  enable", f"  {IGNORE}\n  enable"),
        VPC.replace("  enable", f"  {IGNORE}\n  # and another comment\n\n  enable"),
        VPC.replace("{", f"{{ {IGNORE}"),
        f"{IGNORE}\n{VPC}",
        VPC + IGNORE.replace("ignore", "ignore-file"),
        VPC.replace("= false", f"= false {IGNORE.replace('FGL102', 'vpc-dns-hostnames')}"),
        VPC.replace("= false", f"= false {IGNORE.replace('FGL102', 'FGL999x, FGL1').replace('FGL999x, ', '')}"),
        VPC.replace("= false", f"= false {IGNORE.replace('the reason', 'until=2026-06-01 the reason')}"),
    ],
)
def test_a_comment_silences_its_line_the_next_line_its_block_or_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    root = lint(tmp_path, {"main.tf": text}, monkeypatch)
    assert ids(root) == []
    (silenced,) = root.suppressed
    assert (silenced.rule, silenced.reason, silenced.address) == ("FGL102", "the reason", "aws_vpc.this")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (VPC + f"locals {{\n  a = 1 {IGNORE}\n}}\n", "matches nothing"),
        (VPC.replace("/16", "/16").replace('16"\n', f'16" {IGNORE}\n'), "matches nothing"),
        (
            VPC.replace("= false", "= false # fargate-lint: ignore[FGL102] until=2026-05-31 x"),
            "expired on 2026-05-31",
        ),
        (VPC.replace("= false", "= false # fargate-lint: ignore[FGL102] until=soon x"), "has a date that is none"),
        (VPC.replace("= false", "= false # fargate-lint: ignore[FGL109] x"), "names no rule that exists: FGL109"),
        (VPC.replace("= false", "= false # fargate-lint: ignore[] x"), "names no rule"),
        (VPC.replace("= false", "= false # fargate-lint: ignore FGL102"), "is not understood"),
    ],
)
def test_a_comment_that_silences_nothing_is_reported_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    root = lint(tmp_path, {"main.tf": text}, monkeypatch)
    found = [reported.finding for reported in root.findings if reported.id == "FGL900"]
    assert len(found) == 1
    assert message in found[0].message
    assert found[0].span is not None
    assert found[0].span.line == 1 + text[: text.index("fargate-lint:")].count("\n")


@pytest.mark.parametrize("date", ["2026-05-31", "soon"])
def test_a_date_that_is_past_or_none_does_not_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str
) -> None:
    text = VPC.replace("= false", f"= false # fargate-lint: ignore[FGL102] until={date} x")
    assert sorted(ids(lint(tmp_path, {"main.tf": text}, monkeypatch))) == ["FGL102", "FGL900"]


MODULE = 'module "net" {\n  source = "./net"\n  names  = false\n}\n'
CHILD = """variable "names" {
  type = bool
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = var.names
}
"""


@pytest.mark.parametrize(
    "files",
    [
        {"main.tf": MODULE.replace("{", f"{{ {IGNORE}"), "net/main.tf": CHILD},
        {"main.tf": f"{IGNORE}\n{MODULE}", "net/main.tf": CHILD},
        {"main.tf": MODULE.replace("= false", f"= false {IGNORE}"), "net/main.tf": CHILD},
        {"main.tf": MODULE, "net/main.tf": CHILD.replace('"this" {', f'"this" {{ {IGNORE}')},
        {"main.tf": MODULE, "net/main.tf": CHILD.replace("= var.names", f"= var.names {IGNORE}")},
    ],
)
def test_a_comment_may_stand_at_the_call_at_the_resource_or_on_the_way_of_the_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    root = lint(tmp_path, files, monkeypatch)
    assert ids(root) == []
    assert [item.address for item in root.suppressed] == ["module.net.aws_vpc.this"]


def test_a_comment_in_a_variable_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "main.tf": VPC.replace("= false", "= var.names") + 'variable "names" {}\n',
        "terraform.tfvars": f"names = false {IGNORE}\n",
    }
    assert ids(lint(tmp_path, files, monkeypatch)) == []


@pytest.mark.parametrize("address", ["module.net", "module.net.aws_vpc.this", "module.*.aws_vpc.this", "*.aws_vpc.*"])
def test_the_configuration_silences_by_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    setting = f'[[suppress]]\nrules = ["FGL102"]\naddress = "{address}"\nreason = "ours"\n'
    files = {"main.tf": MODULE, "net/main.tf": CHILD, ".fargate-lint.toml": setting}
    root = lint(tmp_path, files, monkeypatch)
    assert ids(root) == []
    assert [item.reason for item in root.suppressed] == ["ours"]


def test_an_address_that_nothing_is_at_is_reported_where_the_configuration_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = '[[suppress]]\nrules = ["FGL102"]\naddress = "module.ne"\nreason = "ours"\n'
    root = lint(tmp_path, {"main.tf": VPC, ".fargate-lint.toml": setting}, monkeypatch)
    found = {reported.id: reported.span for reported in root.findings}
    assert set(found) == {"FGL102", "FGL900"}
    assert found["FGL900"] == Span(str(tmp_path / ".fargate-lint.toml"), 1, 1, 1, 13)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (VPC.replace("false", f"var.names {IGNORE}") + 'variable "names" {}\n', "the rule was undecided"),
        (VPC.replace("false", f"true {IGNORE.replace('FGL102', 'FGL101')}"), "the rule did not run"),
    ],
)
def test_a_comment_is_not_called_idle_where_that_cannot_be_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    assert ids(lint(tmp_path, {"main.tf": text}, monkeypatch)) == [], reason


def test_a_comment_in_a_shared_module_is_idle_only_if_it_is_so_in_all_roots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = {"net/main.tf": CHILD.replace("= var.names", f"= var.names {IGNORE}")}
    child["net/scenery.tf"] = scenery(child)["net/scenery.tf"]
    (tmp_path / ".git").mkdir()
    for name, text in {
        **{f"modules/{name}": text for name, text in child.items()},
        "a/main.tf": MODULE.replace("./net", "../modules/net"),
        "b/main.tf": MODULE.replace("./net", "../modules/net").replace("false", "true"),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = run_lint(tmp_path, select=("FGL102", "FGL900"))
    assert [ids(root) for root in report.roots] == [[], []]
    assert [len(root.suppressed) for root in report.roots] == [1, 0]


def test_a_comment_is_not_called_idle_where_no_profile_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = 'resource "aws_eks_fargate_profile" "none" {\n  count = 0\n}\n'
    text = f"{VPC.replace('= false', f'= false {IGNORE}')}{cluster}"
    assert ids(lint(tmp_path, {"main.tf": text}, monkeypatch)) == []


def project(top: Path, files: dict[str, str]) -> Path:
    """A repository with these files."""
    (top / ".git").mkdir()
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    return top


def idle(top: Path, *roots: str) -> dict[str, int]:
    """How many suppressions are called unused at each root of a run over these."""
    workspace = Workspace(Given(select=("FGL102", "FGL900")))
    found = {}
    for root in workspace.run([str(top / root) for root in roots or (".",)]).roots:
        found[Path(root.path).name] = ids(root).count("FGL900")
    return found


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Two roots that call one module, whose ignore comment is of use in b only."""
    child = {"net/main.tf": CHILD.replace("= var.names", f"= var.names {IGNORE}")}
    child["net/scenery.tf"] = scenery(child)["net/scenery.tf"]
    files = {
        "a/main.tf": MODULE.replace("./net", "../modules/net").replace("false", "true"),
        "b/main.tf": MODULE.replace("./net", "../modules/net"),
    }
    return project(tmp_path, {**{f"modules/{name}": text for name, text in child.items()}, **files})


def test_a_comment_is_called_unused_only_where_every_root_that_reads_it_was_in_the_run(shared: Path) -> None:
    assert [idle(shared, "a"), idle(shared, "b"), idle(shared)] == [{"a": 0}, {"b": 0}, {"a": 0, "b": 0}]
    (shared / "b" / "main.tf").write_text((shared / "a" / "main.tf").read_text(encoding="utf-8"), encoding="utf-8")
    assert [idle(shared, "a"), idle(shared, "b"), idle(shared, "a", "b")] == [{"a": 0}, {"b": 0}, {"a": 1, "b": 0}]


def configured(top: Path, more: str = "") -> Path:
    """Three roots under one configuration; its [[suppress]] is of use in a only."""
    files = {".fargate-lint.toml": f'[[suppress]]\nrules = ["FGL102"]\naddress = "aws_vpc.this"\nreason = "r"\n{more}'}
    for name in "abc":
        text = VPC if name == "a" else VPC.replace("false", "true")
        files |= {
            f"{name}/{file}": content for file, content in {"main.tf": text, **scenery({"main.tf": text})}.items()
        }
    return project(top, files)


def test_a_suppression_of_the_configuration_is_called_unused_only_where_all_its_roots_were_in_the_run(
    tmp_path: Path,
) -> None:
    configured(tmp_path)
    assert [sum(idle(tmp_path, *roots).values()) for roots in (("a",), ("b",), ("b", "c"), ("a", "b", "c"), ())] == [
        0
    ] * 5
    (tmp_path / "a" / "main.tf").write_text(VPC.replace("false", "true"), encoding="utf-8")
    assert [sum(idle(tmp_path, *roots).values()) for roots in (("a",), ("b", "c"), ("a", "b", "c"), ())] == [0, 0, 1, 1]


def test_a_suppression_may_be_for_one_root(tmp_path: Path) -> None:
    configured(tmp_path, 'root = "b"\n')
    report = Workspace(Given(select=("FGL102", "FGL900"))).run([str(tmp_path)])
    assert {Path(root.path).name: ids(root) for root in report.roots} == {"a": ["FGL102"], "b": ["FGL900"], "c": []}
    assert sum(idle(tmp_path, "a", "c").values()) == 0
    assert idle(tmp_path, "b") == {"b": 1}


@pytest.mark.parametrize(
    ("comment", "reason", "over"),
    [
        ("ignore[FGL102] until=2026-01-01 the reason", "the reason", True),
        ("ignore[FGL102] the reason until=2026-01-01", "the reason", True),
        ("ignore[FGL102] the until=2026-01-01 reason", "the reason", True),
        ("ignore[FGL102] the reason until=2027-01-01", "the reason", False),
        ("ignore[FGL102] it lasts until=", "it lasts", True),
        ("ignore[FGL102] nobody knows until when", "nobody knows until when", False),
        ("ignore[FGL102] x_until=2026-01-01", "x_until=2026-01-01", False),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_until_may_stand_anywhere_in_the_comment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comment: str, reason: str, over: bool, end: str
) -> None:
    text = VPC.replace("= false", f"= false # fargate-lint: {comment}").replace("\n", end)
    root = lint(tmp_path, {"main.tf": text}, monkeypatch)
    assert sorted(ids(root)) == (["FGL102", "FGL900"] if over else [])
    assert [item.reason for item in root.suppressed] == ([] if over else [reason])


def test_a_silenced_finding_keeps_its_fingerprint_and_says_what_silences_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = VPC.replace("{\n", "{\n  count = 2\n", 1)
    root = lint(tmp_path, {"main.tf": text}, monkeypatch)
    (mark,) = [reported.fingerprint for reported in root.findings]
    (tmp_path / "main.tf").write_text(text.replace("= false", f"= false {IGNORE}"), encoding="utf-8")
    (root,) = run_lint(tmp_path, select=("FGL102",)).roots
    assert [(item.fingerprint, item.by) for item in root.suppressed] == [(mark, "comment")]


@pytest.mark.parametrize(
    ("pattern", "address", "hit"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.bc", False),
        ("a.b", "a.b[0]", True),
        ("module.m", 'module.m["x"].a.b', True),
        ("module.m.a.b", 'module.m["x"].a.b[1]', True),
        ("*.b", "a.bc.b.d", True),
        ("*.b", "a.bc", False),
        ("a*c*", "abxcz", True),
        ("*a*b", "xbxa", False),
        ("a.*.c", "a.b.c", True),
        ("*", "anything", True),
        ("*a" * 20_000 + "x", "a" * 20_000, False),
        ("*aa", "a" * 200_000 + "b", False),
    ],
)
def test_addresses_are_matched_by_pattern_in_time_that_grows_with_both(pattern: str, address: str, hit: bool) -> None:
    reader = SuppressionReader(Files("."), lambda word: {word}, datetime.date(2026, 1, 1))
    configured = reader.configured(["FGL1"], pattern, "r", None, None, Span("c.toml", 1, 1, 1, 2))
    found = Silencer(reader, [configured]).match(Finding("m", address, None, rule="FGL1"), ())
    assert (found is configured) is hit
