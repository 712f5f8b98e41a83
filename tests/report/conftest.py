"""A small report of every kind of thing, for the formats."""

from __future__ import annotations

import msgspec
import pytest

from fargate_lint.diagnostic import Diagnostic, Edit, Finding, Fix, Note, Severity, Span, Undecided
from fargate_lint.report.result import Report, Reported, RootReport, SuppressedFinding
from fargate_lint.run import Cluster, Module

TOP = "/repo"
MAIN = f"{TOP}/live/main.tf"
TEXTS = {
    MAIN: 'resource "aws_vpc" "this" {\n\tenable_dns_hostnames = var.names\n}\n',
    f"{TOP}/live/terraform.tfvars": "names = false # \x1b[31mred\n",
}


def finding(**changes: object) -> Finding:
    base = Finding(
        rule="FGL102",
        name="vpc-dns-hostnames",
        message="DNS hostnames are off",
        address="module.vpc.aws_vpc.this",
        addresses=("module.vpc.aws_vpc.this[0]", "module.vpc.aws_vpc.this[1]"),
        span=Span(f"{TOP}/live/terraform.tfvars", 1, 9, 1, 14),
        related=(Note("passed on as var.names", Span(MAIN, 2, 25, 2, 34)), Note("no place")),
        fix=Fix("turn them on", (Edit(Span(f"{TOP}/live/terraform.tfvars", 1, 9, 1, 14), "true"),)),
    )
    return msgspec.structs.replace(base, **changes)


@pytest.fixture
def report() -> Report:
    lone = finding(
        rule="FGL501", name="cluster-private-endpoint", message="100% off, it\nis", span=None, related=(), fix=None
    )
    root = RootReport(
        path=f"{TOP}/live",
        repository=TOP,
        modules=(
            Module(
                address="module.vpc",
                source="terraform-aws-modules/vpc/aws",
                version="5.5.2",
                resolved="stub",
                detail="stub for >=5.0,<6.0",
            ),
        ),
        clusters=(Cluster("aws_eks_cluster.this", "shop", "fargate-only", "no"),),
        findings=(
            Reported(finding(), Severity.ERROR, "Pods never join.", "Set it.", "f1"),
            Reported(lone, Severity.WARNING, "Nobody can reach it.", "Open it.", "f2"),
        ),
        undecided=(
            Undecided("aws_vpc.b", "var.id has no value", Span(MAIN, 2, 2, 2, 9), "sts", "FGL201", "endpoint-missing"),
        ),
        suppressed=(SuppressedFinding("FGL110", "zone", "aws_subnet.a", "it is fine", Span(MAIN, 1, 1, 1, 9)),),
        diagnostics=(Diagnostic("limit", Severity.WARNING, "too many instances", Span(MAIN, 1, 1, 3, 2)),),
        passed=7,
        read=(MAIN,),
    )
    return Report((root,), notes=("a note",), version="9.9.9", source=TEXTS.get)
