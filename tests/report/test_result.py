"""Counting, exit status, fingerprints, and one finding per cause."""

from __future__ import annotations

import pytest

from fargate_lint.diagnostic import Diagnostic, Finding, Severity, Span, Undecided
from fargate_lint.report.merge import merged
from fargate_lint.report.result import Report, Reported, RootReport, fingerprints

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


def made(
    rule: str,
    address: str,
    line: int = 1,
    subject: str | None = None,
    severity: Severity | None = None,
    message: str = "m",
) -> Finding:
    span = Span("/r/main.tf", line, 1, line, 5)
    return Finding(message, address, span, rule=rule, subject=subject, severity=severity, addresses=(address,))


@pytest.mark.parametrize(
    ("severities", "fail_on", "status"),
    [
        ((), WARNING, 0),
        ((INFO,), WARNING, 0),
        ((WARNING,), WARNING, 1),
        ((WARNING,), ERROR, 0),
        ((INFO,), INFO, 1),
        ((ERROR,), None, 0),
    ],
)
def test_findings_at_or_above_the_level_give_status_1(
    severities: tuple[Severity, ...], fail_on: Severity | None, status: int
) -> None:
    findings = tuple(Reported(made("FGL1", "a"), severity) for severity in severities)
    root = RootReport(path="/r", repository="/r", findings=findings, fail_on=fail_on)
    assert Report((root,)).status == status


def test_each_root_fails_by_its_own_level_and_the_worst_counts() -> None:
    findings = (Reported(made("FGL1", "a"), WARNING),)
    roots = [
        RootReport(path=p, repository="/r", findings=findings, fail_on=f) for p, f in (("a", None), ("b", WARNING))
    ]
    assert [Report(tuple(order)).status for order in (roots, roots[::-1], roots[:1])] == [1, 1, 0]


@pytest.mark.parametrize(
    "report",
    [
        Report(problems=("nothing",)),
        Report((RootReport(path="/r", repository="/r", unread=True, findings=(Reported(made("FGL1", "a"), ERROR),)),)),
        Report((RootReport(path="/r", repository="/r", diagnostics=(Diagnostic("internal", ERROR, "x"),)),)),
    ],
)
def test_what_could_not_be_analysed_gives_3_whatever_else_there_is(report: Report) -> None:
    assert report.status == 3


def test_a_mere_warning_of_ours_does_not() -> None:
    root = RootReport(path="/r", repository="/r", diagnostics=(Diagnostic("limit", WARNING, "x"),))
    assert Report((root,)).status == 0


def test_undecided_fails_only_on_request() -> None:
    for wanted in (False, True):
        root = RootReport(path="/r", repository="/r", undecided=(Undecided("a", "b"),), fail_on_undecided=wanted)
        assert Report((root,)).status == int(wanted)


def test_a_file_read_by_two_roots_counts_once() -> None:
    roots = (
        RootReport(path="/r/a", repository="/r", read=("/r/m.tf", "/r/a/x.tf")),
        RootReport(path="/r/b", repository="/r", read=("/r/m.tf",)),
    )
    assert Report(roots).summary()["files"] == 2


def test_fingerprints_know_rule_root_address_and_subject_only() -> None:
    one = made("FGL1", "a", line=1)
    (mark,) = fingerprints([one], "/r/live", "/r")
    assert fingerprints([made("FGL1", "a", line=9)], "/elsewhere/live", "/elsewhere") == [mark]
    others = [made("FGL2", "a"), made("FGL1", "b"), made("FGL1", "a", subject="s")]
    assert mark not in fingerprints(others, "/r/live", "/r")
    assert fingerprints([one], "/r/other", "/r") != [mark]


def test_fingerprints_of_one_report_are_never_equal() -> None:
    same = [made("FGL901", "", line=1), made("FGL901", "", line=5)]
    first, second = fingerprints(same, "/r", "/r")
    assert first != second


def test_instances_of_one_block_are_one_finding_without_keys() -> None:
    found = merged([made("FGL1", 'module.v["a"].x.y[0]'), made("FGL1", 'module.v["b"].x.y[0]')], ())
    assert [(f.address, f.addresses) for f in found] == [
        ("module.v.x.y", ('module.v["a"].x.y[0]', 'module.v["b"].x.y[0]'))
    ]


def test_one_instance_keeps_its_key() -> None:
    (only,) = merged([made("FGL1", "x.y[0]")], ())
    assert (only.address, only.addresses) == ("x.y[0]", ("x.y[0]",))


@pytest.mark.parametrize(
    "findings",
    [
        [made("FGL1", "x.y[0]", subject="sts"), made("FGL1", "x.y[1]", subject="s3")],
        [made("FGL1", "x.y[0]"), made("FGL2", "x.y[1]")],
        [made("FGL201", "x.y[0]"), made("FGL201", "x.y[1]")],
        [made("FGL901", "", line=1), made("FGL901", "", line=2)],
    ],
)
def test_different_causes_stay_apart(findings: list[Finding]) -> None:
    assert len(merged(findings, {"FGL201"})) == 2


def test_the_gravest_leads_and_the_other_places_are_related() -> None:
    (one,) = merged([made("FGL1", "x.y[0]", 3, severity=INFO), made("FGL1", "x.y[1]", 7, severity=ERROR)], ())
    assert one.severity is ERROR
    assert one.span is not None
    assert one.span.line == 7
    assert [note.span.line for note in one.related if note.span is not None] == [3]


def test_the_order_is_path_line_column_rule_and_what_has_no_place_comes_last() -> None:
    lone = Finding("m", "a", None, rule="FGL0")
    found = merged([lone, made("FGL2", "b", 2), made("FGL3", "c", 1), made("FGL1", "d", 2)], ())
    assert [finding.rule for finding in found] == ["FGL3", "FGL1", "FGL2", "FGL0"]


def test_a_message_that_names_one_of_several_says_how_many_more_there_are() -> None:
    (one,) = merged([made("FGL1", f"x.y[{n}]", message=f"the {n} is off") for n in range(3)], ())
    assert one.message == "the 0 is off (and 2 more)"
    (same,) = merged([made("FGL1", f"x.y[{n}]", message="it is off") for n in range(3)], ())
    assert same.message == "it is off"
