"""What each format prints of one and the same report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fargate_lint.diagnostic import Undecided
from fargate_lint.report import FORMATS, render
from fargate_lint.report.result import Report, RootReport
from fargate_lint.report.style import Style
from fargate_lint.run import Cluster

HERE = Style(here="/repo/live")


def test_full_shows_the_line_the_evidence_the_reason_and_the_remedy(report: Report) -> None:
    assert render("full", report, HERE) == (Path(__file__).parent / "expected_full.txt").read_text(encoding="utf-8")


def test_concise_is_one_line_each(report: Report) -> None:
    assert render("concise", report, HERE).splitlines()[:3] == [
        "terraform.tfvars:1:9: error FGL102 DNS hostnames are off [module.vpc.aws_vpc.this]",
        ".: warning FGL501 100% off, it\\x0ais [module.vpc.aws_vpc.this]",
        "main.tf:1:1: warning limit too many instances",
    ]


def test_json_is_the_contract(report: Report) -> None:
    document = json.loads(render("json", report, Style(here="/repo/elsewhere")))
    (root,) = document.pop("roots")
    assert document == {
        "version": 1,
        "tool": {"name": "fargate-lint", "version": "9.9.9"},
        "summary": {
            "errors": 1,
            "warnings": 1,
            "infos": 0,
            "undecided": 1,
            "passed": 7,
            "suppressed": 1,
            "files": 1,
        },
    }
    first, second = root.pop("findings")
    place = {"path": "../live/terraform.tfvars", "line": 1, "column": 9, "end_line": 1, "end_column": 14}
    assert first == {
        "rule": "FGL102",
        "name": "vpc-dns-hostnames",
        "severity": "error",
        "message": "DNS hostnames are off",
        "why": "Pods never join.",
        "remedy": "Set it.",
        "address": "module.vpc.aws_vpc.this",
        "addresses": ["module.vpc.aws_vpc.this[0]", "module.vpc.aws_vpc.this[1]"],
        "subject": None,
        "location": place,
        "related": [
            {
                "message": "passed on as var.names",
                "location": {"path": "../live/main.tf", "line": 2, "column": 25, "end_line": 2, "end_column": 34},
            },
            {"message": "no place", "location": None},
        ],
        "fix": {"message": "turn them on", "edits": [{"location": place, "text": "true"}]},
        "fingerprint": "f1",
    }
    assert (second["location"], second["fix"]) == (None, None)
    assert root["path"] == "../live"
    assert root["environment"] is None
    assert root["modules"][0]["resolved"] == "stub"
    assert root["clusters"] == [
        {"address": "aws_eks_cluster.this", "name": "shop", "data_plane": "fargate-only", "egress": "no"}
    ]
    assert set(root["undecided"][0]) == {
        *("rule", "name", "address", "subject", "reason", "code", "waits_for", "location"),
    }
    assert set(root["suppressed"][0]) == {"rule", "address", "subject", "fingerprint", "by", "reason", "location"}
    assert (root["door"], root["configuration"]["path"]) == ("sources", None)
    assert set(root["diagnostics"][0]) == {"code", "severity", "message", "location"}


def test_github_escapes_and_counts_columns_inclusively_from_the_repository(report: Report) -> None:
    assert render("github", report, HERE).splitlines() == [
        (
            "::error file=live/terraform.tfvars,line=1,endLine=1,col=9,endColumn=13,title=FGL102 vpc-dns-hostnames"
            "::DNS hostnames are off [module.vpc.aws_vpc.this]"
        ),
        "::warning title=FGL501 cluster-private-endpoint::100%25 off, it%0Ais [module.vpc.aws_vpc.this]",
        "::warning file=live/main.tf,line=1,endLine=3,title=fargate-lint limit::too many instances",
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_report_gives_the_same_bytes_and_no_control_characters(report: Report, format: str) -> None:
    text = render(format, report, HERE)
    assert text == render(format, report, HERE)
    assert "\x1b" not in text
    assert text.endswith("\n")


def test_colour_is_only_there_when_asked_for(report: Report) -> None:
    assert "\x1b[31;1merror[FGL102]\x1b[0m" in render("full", report, Style(here="/repo/live", colour=True))


def test_undecided_verdicts_are_counted_always_and_listed_on_request(report: Report) -> None:
    hidden = render("full", report, HERE)
    shown = render("full", report, Style(here="/repo/live", show_undecided=True))
    assert "var.id has no value" not in hidden
    assert "1 undecided (--undecided show)" in hidden
    assert "undecided[FGL201] endpoint-missing (sts): var.id has no value" in shown


def test_quiet_leaves_out_all_but_the_findings(report: Report) -> None:
    text = render("full", report, Style(here="/repo/live", quiet=True))
    assert "a note" not in text
    assert "7 passed" not in text
    assert "DNS hostnames are off" in text


def test_verbose_tells_how_modules_and_clusters_were_seen(report: Report) -> None:
    text = render("full", report, Style(here="/repo/live", verbose=True))
    assert "module.vpc: stub, terraform-aws-modules/vpc/aws 5.5.2 (stub for >=5.0,<6.0)" in text
    assert "cluster aws_eks_cluster.this 'shop': data plane fargate-only, egress no" in text
    assert "suppressed FGL110 aws_subnet.a: it is fine" in text


@pytest.mark.parametrize("format", ["full", "concise"])
def test_environments_are_merged_in_the_text_reports(report: Report, format: str) -> None:
    (root,) = report.roots
    both = replace(report, roots=(replace(root, environment="dev"), replace(root, environment="prod")))
    text = render(format, both, HERE)
    assert text.count("DNS hostnames are off") == 1
    assert "(dev, prod)" in text
    doubtful = render(format, both, replace(HERE, show_undecided=True))
    once = render(format, report, replace(HERE, show_undecided=True))
    for said in (*root.undecided, *root.diagnostics):
        what = said.reason if isinstance(said, Undecided) else said.message
        assert doubtful.count(what) == once.count(what) > 0
    assert (
        doubtful.splitlines()[-1].split(";")[0].split(", ")[:3] == once.splitlines()[-1].split(";")[0].split(", ")[:3]
    )
    assert len(json.loads(render("json", both, HERE))["roots"]) == 2


@pytest.mark.parametrize("clusters", [(), (Cluster("aws_eks_cluster.this", "shop", "mixed", "yes", fargate=False),)])
def test_a_root_without_fargate_is_told(report: Report, clusters: tuple[Cluster, ...]) -> None:
    bare = replace(report, roots=(RootReport(path="/repo/live", repository="/repo", clusters=clusters),))
    assert "note: no EKS cluster with Fargate profiles in .: nothing to judge there" in render("full", bare, HERE)


def test_sarif_has_rules_places_from_the_repository_and_fingerprints(report: Report) -> None:
    document = json.loads(render("sarif", report, HERE))
    (run,) = document["runs"]
    assert document["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["FGL102", "FGL501"]
    first, second = run["results"]
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "live/terraform.tfvars", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 14},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "module.vpc.aws_vpc.this"
    assert (first["level"], second["level"]) == ("error", "warning")
    assert first["partialFingerprints"] == {"fargateLint/v1": "f1"}
    assert [related["message"]["text"] for related in first["relatedLocations"]] == ["passed on as var.names"]
    assert run["tool"]["driver"]["rules"][second["ruleIndex"]]["id"] == "FGL501"
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is True
    assert [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]] == ["too many instances"]


def test_junit_is_xml_with_a_suite_for_each_root(report: Report) -> None:
    (suite,) = ElementTree.fromstring(render("junit", report, HERE))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "2", "0")
    case = suite[0]
    assert case.get("classname") == "FGL102"
    assert case[0].tag == "failure"
    assert (case[0].text or "").startswith("terraform.tfvars:1:9: DNS hostnames are off")


def test_junit_of_a_clean_root_has_one_passed_test(report: Report) -> None:
    (suite,) = ElementTree.fromstring(
        render("junit", Report((RootReport(path="/repo/live", repository="/repo"),)), HERE)
    )
    assert (suite.get("tests"), suite.get("failures"), len(suite[0])) == ("1", "0", 0)


def test_gitlab_lists_every_finding_with_a_place_from_the_repository(report: Report) -> None:
    rows = json.loads(render("gitlab", report, HERE))
    assert rows[0] == {
        "description": "DNS hostnames are off [module.vpc.aws_vpc.this]",
        "check_name": "FGL102",
        "fingerprint": "f1",
        "severity": "critical",
        "location": {"path": "live/terraform.tfvars", "lines": {"begin": 1}},
    }
    assert rows[1]["location"] == {"path": "live/main.tf", "lines": {"begin": 1}}
    assert len({row["fingerprint"] for row in rows}) == len(rows) == 3


def test_markdown_is_a_table_whose_cells_cannot_be_broken(report: Report) -> None:
    text = render("markdown", report, HERE)
    rows = [line for line in text.splitlines() if line.startswith(("| error", "| warning"))]
    assert len(rows) == 2
    assert rows[0].split(" | ")[:3] == ["| error", "FGL102 vpc-dns-hostnames", "`terraform.tfvars:1:9`"]


def test_html_marks_the_place_and_loads_nothing(report: Report) -> None:
    text = render("html", report, HERE)
    assert "<mark>false</mark>" in text
    assert "http" not in text
    assert "<script" not in text
