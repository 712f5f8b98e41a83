"""JUnit XML: a test suite per root module, a failed test per finding, for CI systems that show tests.

Source: https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
(what Jenkins takes: a test case has neither a file nor a line, so the text says the place).
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from fargate_lint.diagnostic import Diagnostic, Severity, Undecided
from fargate_lint.report.concise import place_text
from fargate_lint.report.paths import relative, visible
from fargate_lint.report.result import Report, Reported, RootReport
from fargate_lint.report.style import Style
from fargate_lint.report.text import doubt


def render(report: Report, style: Style) -> str:
    """Errors and warnings are failures, infos pass with their text as output, diagnostics are errors."""
    suites = [_suite(root, style) for root in report.roots]
    if report.problems:
        suites.append(_block("fargate-lint", [_error("analysis", problem) for problem in report.problems], 0))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fargate-lint">\n{"".join(suites)}</testsuites>\n'


def _suite(root: RootReport, style: Style) -> str:
    tag = f" ({root.environment})" if root.environment is not None else ""
    name = relative(root.path, style.here) + tag
    failures = sum(reported.severity > Severity.INFO for reported in root.findings)
    broken = [diagnostic for diagnostic in root.diagnostics if diagnostic.severity is Severity.ERROR]
    doubts = root.undecided if root.fail_on_undecided else ()
    cases = [_case(reported, root, style) for reported in root.findings]
    cases += [_undecided(verdict, root, style) for verdict in doubts]
    cases += [_diagnostic(diagnostic, root, style) for diagnostic in broken]
    if not cases:
        cases.append(f'    <testcase classname="fargate-lint" name={_attribute(name)}/>\n')
    return _block(name, cases, failures + len(doubts), len(broken))


def _block(name: str, cases: list[str], failures: int, errors: int | None = None) -> str:
    """A suite; without ``errors`` every case is one."""
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{len(cases) if errors is None else errors}"'
    return f"  <testsuite name={_attribute(name)} {counts}>\n{''.join(cases)}  </testsuite>\n"


def _case(reported: Reported, root: RootReport, style: Style) -> str:
    finding = reported.finding
    subject = f" ({finding.subject})" if finding.subject else ""
    name = f"{finding.name} {finding.address}{subject}".strip()
    head = f"    <testcase classname={_attribute(reported.id)} name={_attribute(name)}"
    text = f"{place_text(reported.span, style, root.place)}: {finding.message}"
    if reported.severity is Severity.INFO:
        return f"{head}>\n      <system-out>{_text(text)}</system-out>\n    </testcase>\n"
    return _failed(head, str(reported.severity), finding.message, text, reported.why, reported.remedy)


def _undecided(verdict: Undecided, root: RootReport, style: Style) -> str:
    subject = f" ({verdict.subject})" if verdict.subject else ""
    name = f"{verdict.name} {verdict.address}{subject}".strip()
    head = f"    <testcase classname={_attribute(verdict.rule)} name={_attribute(name)}"
    text = f"{place_text(verdict.span, style, root.place)}: {doubt(verdict)}"
    return _failed(head, "undecided", doubt(verdict), text)


def _failed(head: str, kind: str, message: str, *body: str) -> str:
    failure = f'<failure type="{kind}" message={_attribute(message)}>{_text(*body)}</failure>'
    return f"{head}>\n      {failure}\n    </testcase>\n"


def _diagnostic(diagnostic: Diagnostic, root: RootReport, style: Style) -> str:
    return _error(diagnostic.code, f"{place_text(diagnostic.span, style, root.place)}: {diagnostic.message}")


def _error(name: str, text: str) -> str:
    return (
        f'    <testcase classname="fargate-lint" name={_attribute(name)}>\n'
        f"      <error message={_attribute(text)}/>\n    </testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(visible(text))


def _text(*parts: str) -> str:
    """Each part on a line of its own, which no line break of a foreign text ends."""
    return escape("\n".join(map(visible, parts)))
