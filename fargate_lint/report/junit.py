"""JUnit XML: a test suite per root module, a failed test per finding, for CI systems that show tests.

Source: https://github.com/testmoapp/junitxml (what Jenkins and GitLab read).
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from fargate_lint.diagnostic import Diagnostic, Severity
from fargate_lint.report.concise import place_text
from fargate_lint.report.paths import relative, visible
from fargate_lint.report.result import Report, Reported, RootReport
from fargate_lint.report.style import Style


def render(report: Report, style: Style) -> str:
    """Errors and warnings are failures, infos pass with their text as output, diagnostics are errors."""
    suites = [_suite(root, style) for root in report.roots]
    if report.problems:
        cases = "".join(_error("analysis", problem) for problem in report.problems)
        suites.append(f'  <testsuite name="fargate-lint" tests="{len(report.problems)}">\n{cases}  </testsuite>\n')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fargate-lint">\n{"".join(suites)}</testsuites>\n'


def _suite(root: RootReport, style: Style) -> str:
    tag = f" ({root.environment})" if root.environment is not None else ""
    name = relative(root.path, style.here) + tag
    failures = sum(reported.severity > Severity.INFO for reported in root.findings)
    broken = [diagnostic for diagnostic in root.diagnostics if diagnostic.severity is Severity.ERROR]
    cases = [_case(reported, root, style) for reported in root.findings] + [_diagnostic(d, root, style) for d in broken]
    if not cases:
        cases.append(f'    <testcase classname="fargate-lint" name={_attribute(name)}/>\n')
    return (
        f'  <testsuite name={_attribute(name)} tests="{len(cases)}" failures="{failures}" errors="{len(broken)}">\n'
        f"{''.join(cases)}  </testsuite>\n"
    )


def _case(reported: Reported, root: RootReport, style: Style) -> str:
    finding = reported.finding
    subject = f" ({finding.subject})" if finding.subject else ""
    name = f"{finding.name} {finding.address}{subject}".strip()
    head = f"    <testcase classname={_attribute(reported.id)} name={_attribute(name)}"
    if reported.span is not None:
        head += (
            f" file={_attribute(relative(reported.span.path, style.here))} line={_attribute(str(reported.span.line))}"
        )
    text = f"{place_text(reported.span, style, root.place)}: {finding.message}"
    if reported.severity is Severity.INFO:
        return f"{head}>\n      <system-out>{_text(text)}</system-out>\n    </testcase>\n"
    kind = _attribute(str(reported.severity))
    body = _text("\n".join((text, reported.why, reported.remedy)))
    failure = f"<failure type={kind} message={_attribute(finding.message)}>{body}</failure>"
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


def _text(text: str) -> str:
    return escape("\n".join(visible(line) for line in text.split("\n")))
