"""What those who read the reports demand of them: GitHub, GitLab, Jenkins, terminals, Markdown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from running import fargate_lint

from fargate_lint.diagnostic import Diagnostic, Edit, Finding, Fix, Note, Severity, Span, Undecided
from fargate_lint.report import FORMATS, render
from fargate_lint.report.excerpt import MOST, width
from fargate_lint.report.markdown import _code, _text
from fargate_lint.report.result import Report, Reported, RootReport, SuppressedFinding
from fargate_lint.report.style import Style

HERE = Style(here="/repo/live")
BROKEN = Path(__file__).resolve().parent.parent / "fixtures" / "broken_private"


def sarif_faults(run: dict[str, Any]) -> list[str]:
    """What the 2.1.0 schema or GitHub refuses in a run."""
    driver, faults = run["tool"]["driver"], []
    for rule in driver["rules"]:
        texts = [rule[key]["text"] for key in ("shortDescription", "fullDescription", "help")]
        if not all(texts) or any(len(text) > 1024 for text in texts[:2]):
            faults.append(f"{rule['id']}: texts")
        if rule["defaultConfiguration"]["level"] not in ("error", "warning", "note"):
            faults.append(f"{rule['id']}: level")
        if not rule.get("helpUri", "https://").startswith("https://") or len(rule["properties"]["tags"]) > 20:
            faults.append(f"{rule['id']}: page or tags")
    if len({rule["id"] for rule in driver["rules"]}) != len(driver["rules"]):
        faults.append("a rule twice")
    for result in run["results"]:
        if driver["rules"][result["ruleIndex"]]["id"] != result["ruleId"]:
            faults.append(f"{result['ruleId']}: index")
        if result["level"] not in ("error", "warning", "note") or not result["message"]["text"]:
            faults.append(f"{result['ruleId']}: level or message")
        regions = [change["deletedRegion"] for change in replacements(result)]
        places = [*result["locations"], *result.get("relatedLocations", ())]
        physical = [place.get("physicalLocation", {}) for place in places]
        regions += [place.get("region", {}) for place in physical]
        uris = [place.get("artifactLocation", {}).get("uri", "") for place in physical]
        if not result["locations"] or not all(map(is_region, regions)) or not all(map(is_path, uris)):
            faults.append(f"{result['ruleId']}: place")
    return faults


def replacements(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [r for fix in result.get("fixes", ()) for change in fix["artifactChanges"] for r in change["replacements"]]


def is_region(region: dict[str, int]) -> bool:
    start, end = (tuple(region.get(f"{side}{what}", 0) for what in ("Line", "Column")) for side in ("start", "end"))
    return (1, 1) <= start <= end and min(*start, *end) >= 1


def is_path(uri: str) -> bool:
    return bool(uri) and not uri.startswith("/") and re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri) is not None


def test_sarif_always_has_a_place_in_a_file_and_the_fixes(report: Report) -> None:
    (run,) = json.loads(render("sarif", report, HERE))["runs"]
    assert sarif_faults(run) == []
    first, second = run["results"]
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "live/main.tf"
    (change,) = first["fixes"][0]["artifactChanges"]
    region = {"startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 14}
    assert change == {
        "artifactLocation": {"uri": "live/terraform.tfvars", "uriBaseId": "SRCROOT"},
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "true"}}],
    }


def test_sarif_of_a_plan_alone_points_at_the_plan(report: Report) -> None:
    (root,) = report.roots
    plan = replace(root, door="plan", read=("/repo/plan.json",))
    (run,) = json.loads(render("sarif", replace(report, roots=(plan,)), HERE))["runs"]
    (place,) = run["results"][1]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "plan.json"
    assert place["physicalLocation"]["region"]["startLine"] == 1
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "module.vpc.aws_vpc.this"
    assert sarif_faults(run) == []


def test_sarif_of_a_whole_project_says_what_the_catalogue_says(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for file in BROKEN.glob("*.tf*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    stale = '[[suppress]]\nrules = ["FGL102"]\naddress = "aws_vpc.gone"\nreason = "once"\nuntil = 2020-01-31\n'
    (tmp_path / ".fargate-lint.toml").write_text(stale, encoding="utf-8")
    (run,) = json.loads(fargate_lint("--format", "sarif", folder=tmp_path).out)["runs"]
    assert sarif_faults(run) == []
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["FGL102"]["defaultConfiguration"]["level"] == "error"
    assert "enable_dns_hostnames" in rules["FGL102"]["help"]["text"]
    (old,) = [result for result in run["results"] if result["ruleId"] == "FGL900"]
    place = old["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (".fargate-lint.toml", 1)


ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {
        *("name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname"),
        *("id", "package", "file", "log", "url"),
    },
    "testcase": {"name", "time", "classname", "group"},
    **{name: {"type", "message"} for name in ("failure", "error", "skipped")},
    "system-out": set(),
}
NEEDED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
INSIDE = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase", "system-out"},
    "testcase": {"failure", "error", "skipped", "system-out"},
}


def test_junit_has_what_the_schema_of_jenkins_has(report: Report) -> None:
    (root,) = report.roots
    error = Diagnostic("internal", Severity.ERROR, "broken")
    mild = msgspec.structs.replace(root.findings[0], severity=Severity.INFO)
    full = replace(root, diagnostics=(error,), findings=(*root.findings, mild), fail_on_undecided=True)
    text = render("junit", replace(report, roots=(full,), problems=("not read",)), HERE)
    tree = ElementTree.fromstring(text)
    for element in tree.iter():
        assert NEEDED.get(element.tag, set()) <= set(element.attrib) <= ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= INSIDE.get(element.tag, set())
    for suite in tree:
        for counter, tag in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
            assert suite.get(counter) == str(len(suite.findall(tag)))
    assert [suite.get("errors") for suite in tree] == ["1", "1"]


def test_gitlab_has_each_fingerprint_once(report: Report) -> None:
    (root,) = report.roots
    (lead, *rest) = root.findings
    other = msgspec.structs.replace(
        lead, finding=msgspec.structs.replace(lead.finding, message="off here, for another reason")
    )
    roots = (replace(root, environment="dev"), replace(root, environment="prod", findings=(other, *rest)))
    rows = json.loads(render("gitlab", replace(report, roots=roots), HERE))
    marks = [row["fingerprint"] for row in rows]
    assert len(set(marks)) == len(marks) == 4
    anchors = re.findall(r'id="(\w+)"', render("html", replace(report, roots=roots), HERE))
    assert len(set(anchors)) == len(anchors) == 3


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_undecided_is_named_where_it_fails_the_run(report: Report, format: str) -> None:
    (root,) = report.roots
    failed = replace(report, roots=(replace(root, fail_on_undecided=True),))
    text = render(format, failed, replace(HERE, show_undecided=True))
    assert "FGL201" in text
    assert "var.id has no value" in text
    if format in ("github", "gitlab", "junit", "sarif"):
        assert "var.id has no value" not in render(format, report, HERE)


BAD = "".join(map(chr, (0x1B, 0x07, 0x85, 0x9B, 0x202E, 0x2066, 0x200B, 0x2028, 0xFEFF, 0xE0001, 0x0D, 0x7F, 0xDC80)))
FOREIGN = f"a{BAD}b\n::error::x"


def hostile() -> Report:
    """A report in which all that comes from outside is hostile."""
    span = Span(f"/repo/{FOREIGN}/m.tf", 1, 2, 1, 4)
    found = Finding(
        rule="FGL102",
        name="vpc-dns-hostnames",
        message=FOREIGN,
        address=FOREIGN,
        addresses=(FOREIGN, "x"),
        subject=FOREIGN,
        span=span,
        related=(Note(FOREIGN, span), Note(FOREIGN)),
        fix=Fix(FOREIGN, (Edit(span, FOREIGN),)),
    )
    root = RootReport(
        path=f"/repo/{FOREIGN}",
        repository="/repo",
        environment=FOREIGN,
        findings=(Reported(found, Severity.ERROR, "Why.", "Do.", "f1"),),
        undecided=(Undecided(FOREIGN, FOREIGN, span, FOREIGN, "FGL201", "endpoint-missing"),),
        suppressed=(SuppressedFinding("FGL110", "zone", FOREIGN, FOREIGN, span),),
        diagnostics=(Diagnostic("limit", Severity.ERROR, FOREIGN, span),),
        fail_on_undecided=True,
        read=(span.path,),
    )
    bare = RootReport(path=f"/repo/::warning::{BAD}", repository="/repo")
    return Report((root, bare), (FOREIGN,), (FOREIGN,), (FOREIGN,), "1", lambda path: FOREIGN)


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_prints_what_cannot_be_seen(format: str) -> None:
    style = Style(here="/repo", verbose=True, show_undecided=True)
    lines = render(format, hostile(), style).split("\n")
    assert [line for line in lines if not line.isprintable()] == []
    own = r"::(error|warning|notice) (file=[^:]*,)?title=[^:]*::.*" if format == "github" else "x"
    assert [
        line for line in lines if re.match(r"\s*(::[a-z]|##[a-z]*\[)", line) and re.fullmatch(own, line) is None
    ] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("write `route_table_ids` here", "write `route_table_ids` here"),
        ("a_b `c|d` *", r"a\_b `c|d` \*"),
        ("one ` alone_", r"one \` alone\_"),
        ("``", r"\`\`"),
        ("<b> & @", r"\<b\> \& @"),
    ],
)
def test_markdown_copies_code_as_it_is(text: str, said: str) -> None:
    assert _text(text) == said


@pytest.mark.parametrize(
    ("code", "span"),
    [("a_b*[0]", "`a_b*[0]`"), ("a`b", "``a`b``"), ("`a``b", "``` `a``b ```"), ('x["a|b"]', '`x["a|b"]`')],
)
def test_markdown_fences_code_with_backticks(code: str, span: str) -> None:
    assert _code(code) == span
    assert _code("a|b", cell=True) == r"`a\|b`"


def with_source(report: Report, line: str, start: int, end: int) -> Report:
    (root,) = report.roots
    found = msgspec.structs.replace(
        root.findings[0].finding, span=Span("/repo/live/m.tf", 1, start, 1, end), related=()
    )
    only = replace(root, findings=(msgspec.structs.replace(root.findings[0], finding=found),), diagnostics=())
    return replace(report, roots=(only,), source=lambda path: line)


@pytest.mark.parametrize(("start", "end"), [(1, 5), (901, 905), (1, 2000), (1990, 2001)])
def test_a_long_source_line_is_cut_around_the_place(report: Report, start: int, end: int) -> None:
    line = "".join(chr(ord("a") + number % 26) for number in range(2000))
    cut = with_source(report, line, start, end)
    (shown,) = [row for row in render("full", cut, HERE).splitlines() if row.startswith("1 | ")]
    (marks,) = [row for row in render("full", cut, HERE).splitlines() if "^" in row]
    assert len(shown) <= MOST + 4
    assert shown[marks.index("^") :][: min(4, marks.count("^"))] == line[start - 1 :][:4]
    page = re.search(r"<pre>(.*)<mark>(.*)</mark>(.*)</pre>", render("html", cut, HERE))
    assert page is not None
    assert "".join(page.groups()) == shown[4:]


def test_marks_stand_below_wide_characters(report: Report) -> None:
    text = render("full", with_source(report, '名前 = "値" # é', 6, 9), HERE)
    (shown,) = [row for row in text.splitlines() if row.startswith("1 | ")]
    (marks,) = [row for row in text.splitlines() if "^" in row]
    assert marks.index("^") == width(shown[: shown.index('"')]) == 4 + 7
    assert marks.count("^") == width('"値"') == 4
    assert width("e\u0301") == 1
