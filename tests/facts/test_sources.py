"""Where the facts can be read: every row has an address, and the printed tables say it."""

from __future__ import annotations

import inspect
import json
import re

import pytest

from fargate_lint import catalogue
from fargate_lint.facts import printed
from fargate_lint.facts.sources import links


@pytest.mark.parametrize(
    ("source", "addresses"),
    [
        ("EKS User Guide, nodes/fargate", ["https://docs.aws.amazon.com/eks/latest/userguide/fargate.html"]),
        (
            "EKS User Guide, networking/lbc-helm and workloads/alb-ingress",
            [
                "https://docs.aws.amazon.com/eks/latest/userguide/lbc-helm.html",
                "https://docs.aws.amazon.com/eks/latest/userguide/alb-ingress.html",
            ],
        ),
        ("EKS User Guide", ["https://docs.aws.amazon.com/eks/latest/userguide/what-is-eks.html"]),
        (
            "EKS User Guide, nodes/fargate, checked 2026-11-23",
            ["https://docs.aws.amazon.com/eks/latest/userguide/fargate.html"],
        ),
        (
            "GH:kubernetes-sigs/aws-efs-csi-driver#1100, #1329; GH:aws/x#2",
            [
                "https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/1100",
                "https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/1329",
                "https://github.com/aws/x/issues/2",
            ],
        ),
        ("a page (https://example.com/a), and more; https://example.com/a", ["https://example.com/a"]),
        ("from memory", []),
    ],
)
def test_the_addresses_of_a_source(source: str, addresses: list[str]) -> None:
    assert list(links(source)) == addresses


@pytest.mark.parametrize("table", printed.tables())
def test_every_row_has_an_address_that_can_be_opened(table: str) -> None:
    for row in printed.rows(table):
        assert row["links"] or row["source"] == "field report of the user of this program", row


@pytest.mark.parametrize("entry", list(catalogue.ours()), ids=lambda entry: entry.rule.id)
def test_the_source_of_every_rule_can_be_opened_and_its_tables_are_there(entry: catalogue.Entry) -> None:
    assert links(entry.source) or entry.rule.id.startswith("FGL9"), entry.source
    for table in entry.rule.tables:
        assert printed.excerpt(table)


@pytest.mark.parametrize("entry", list(catalogue.ours()), ids=lambda entry: entry.rule.id)
def test_a_rule_names_the_tables_that_it_asks(entry: catalogue.Entry) -> None:
    asked = set(re.findall(r"\bestate\.facts\.(\w+)", inspect.getsource(entry.check)))
    assert asked <= {table.partition(".")[0] for table in entry.rule.tables}


def test_an_excerpt_is_the_rows_of_a_section_or_the_command_that_prints_them() -> None:
    assert any("NET_BIND_SERVICE" in line for line in printed.excerpt("limits.capability"))
    assert not any("hostNetwork" in line for line in printed.excerpt("limits.capability"))
    assert printed.excerpt("endpoints") == ["fargate-lint facts endpoints"]
    assert printed.excerpt("charts") == ["fargate-lint facts charts"]


@pytest.mark.parametrize("table", [*printed.tables(), "argo-cd", "charts/fluent-bit.bitnami"])
def test_a_table_is_printed_with_source_date_and_confidence(table: str) -> None:
    text = printed.render(table, "text")
    assert "checked 2026-" in text
    (read,) = json.loads(printed.render(table, "json"))["tables"]
    assert read["rows"]
    for row in read["rows"]:
        assert {"source", "confidence", "checked", "links"} <= set(row)


def test_the_charts_are_one_table_and_each_has_its_own() -> None:
    rows = list(printed.rows("charts"))
    assert {row["table"] for row in rows} == set(printed.charts())
    assert [row["section"] for row in printed.rows("charts/argo-cd")].count("pod") == 9
    with pytest.raises(printed.UnknownTable, match="did you mean argo-cd"):
        printed.render("argo-cdd", "text")
