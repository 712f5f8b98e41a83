"""How long the command takes, started anew each time, and what of it is start-up: a table on standard output.

    python benchmarks/run.py [-n RUNS] [FOLDER]...

Measures --version and --help, our fixtures, a generated repository (100 files, 20 local modules, 400 resources), and
the folders named. A script, not a test: times depend on the machine and on what else it does. See README.md here.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
FIXTURES = HERE / "tests" / "fixtures"
MODULES = 20
RESOURCES = 20
"""Resource blocks of each module."""


@dataclass(frozen=True)
class Measured:
    """Seconds: medians of wall clock and of processor time; the peak of memory in MiB is of all runs."""

    name: str
    wall: float
    processor: float
    memory: float
    files: str = ""
    roots: str = ""
    resources: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--runs", type=int, default=5)
    parser.add_argument("folders", nargs="*", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        generated = generate(Path(scratch) / "generated")
        jobs: list[tuple[str, list[str], Path]] = [
            ("python -c pass", [], HERE),
            ("--version", ["--version"], HERE),
            ("--help", ["--help"], HERE),
            ("explain FGL201", ["explain", "FGL201"], HERE),
            ("tests/fixtures/private_fargate", ["."], FIXTURES / "private_fargate"),
            ("tests/fixtures/sample_like/live", ["."], FIXTURES / "sample_like" / "live"),
            (f"generated, {MODULES} modules", ["."], generated),
            *((folder.name, ["."], folder) for folder in chosen.folders),
        ]
        print(f"{'':42} {'wall s':>7} {'cpu s':>7} {'MiB':>5} {'files':>6} {'roots':>6} {'resources':>9}")
        for name, arguments, folder in jobs:
            row = measured(name, arguments, folder, chosen.runs)
            print(
                f"{row.name[:42]:42} {row.wall:7.3f} {row.processor:7.3f} {row.memory:5.0f} {row.files:>6} "
                f"{row.roots:>6} {row.resources:>9}",
                flush=True,
            )


def measured(name: str, arguments: list[str], folder: Path, runs: int) -> Measured:
    command = [sys.executable, "-m", "fargate_lint", *arguments] if arguments else [sys.executable, "-c", "pass"]
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    walls, processors = [], []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    counts = counted(command, folder, environment) if arguments == ["."] else ("", "", "")
    return Measured(name, statistics.median(walls[1:]), statistics.median(processors[1:]), memory, *counts)


def counted(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[str, str, str]:
    """Files read, root modules, and resource instances (of the folder's own root only)."""
    done = subprocess.run([*command, "--format", "json"], cwd=folder, env=environment, capture_output=True)
    report = json.loads(done.stdout)
    graph = subprocess.run([*command[:-1], "graph", "."], cwd=folder, env=environment, capture_output=True)
    resources = str(len(json.loads(graph.stdout)["resources"])) if graph.returncode == 0 else ""
    return str(report["summary"]["files"]), str(len(report["roots"])), resources


# A repository as large as one root module gets


def generate(folder: Path) -> Path:
    """One root module with MODULES local modules of five files and RESOURCES blocks each, and a cluster on Fargate."""
    (folder / ".git").mkdir(parents=True)
    calls = "".join(_call(number) for number in range(MODULES))
    (folder / "main.tf").write_text(_ROOT + calls, encoding="utf-8")
    for number in range(MODULES):
        inner = folder / "modules" / f"part{number}"
        inner.mkdir(parents=True)
        (inner / "variables.tf").write_text(_VARIABLES, encoding="utf-8")
        (inner / "outputs.tf").write_text('output "ids" {\n  value = aws_subnet.r0[*].id\n}\n', encoding="utf-8")
        for part in range(2):
            blocks = "".join(_block(n) for n in range(part, RESOURCES, 2))
            (inner / f"resources{part}.tf").write_text(blocks, encoding="utf-8")
        (inner / "locals.tf").write_text(_LOCALS, encoding="utf-8")
    return folder


def _call(number: int) -> str:
    return (
        f'module "part{number}" {{\n  source = "./modules/part{number}"\n  vpc_id = aws_vpc.this.id\n'
        f'  name   = "part{number}"\n  cidr   = cidrsubnet(aws_vpc.this.cidr_block, 5, {number})\n'
        "  tags   = local.tags\n}\n"
    )


def _block(number: int) -> str:
    if number % 4 == 0:
        return (
            f'resource "aws_subnet" "r{number}" {{\n  count             = 2\n  vpc_id            = var.vpc_id\n'
            f"  cidr_block        = cidrsubnet(var.cidr, 6, {number} + count.index)\n"
            f"  availability_zone = local.zones[count.index]\n"
            f'  tags              = merge(var.tags, {{ Name = "${{local.prefix}}-{number}-${{count.index}}" }})\n}}\n'
        )
    if number % 4 == 1:
        return (
            f'resource "aws_route_table" "r{number}" {{\n  vpc_id = var.vpc_id\n'
            f'  tags   = merge(var.tags, {{ Name = "${{local.prefix}}-{number}" }})\n}}\n'
        )
    if number % 4 == 2:
        return (
            f'resource "aws_security_group" "r{number}" {{\n  name   = "${{local.prefix}}-{number}"\n'
            "  vpc_id = var.vpc_id\n"
            '  dynamic "ingress" {\n    for_each = local.ports\n    content {\n      from_port   = ingress.value\n'
            '      to_port     = ingress.value\n      protocol    = "tcp"\n'
            "      cidr_blocks = [var.cidr]\n    }\n  }\n}\n"
        )
    return (
        f'resource "aws_iam_role" "r{number}" {{\n  name               = "${{local.prefix}}-{number}"\n'
        '  assume_role_policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect = "Allow"\n'
        '      Action = "sts:AssumeRole"\n      Principal = { Service = "ec2.amazonaws.com" }\n    }]\n  })\n}\n'
    )


_VARIABLES = """variable "vpc_id" {
  type = string
}
variable "name" {
  type = string
}
variable "cidr" {
  type = string
}
variable "tags" {
  type    = map(string)
  default = {}
}
"""
_LOCALS = """locals {
  prefix = lower(var.name)
  zones  = ["eu-central-1a", "eu-central-1b"]
  ports  = toset([443, 80, 8080])
}
"""
_ROOT = """provider "aws" {
  region = "eu-central-1"
}
locals {
  tags = { owner = "platform", cost = "42" }
}
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/8"
  enable_dns_hostnames = true
}
resource "aws_eks_cluster" "this" {
  name     = "large"
  role_arn = "arn:aws:iam::123456789012:role/cluster"
  vpc_config {
    subnet_ids = module.part0.ids
  }
}
resource "aws_eks_fargate_profile" "this" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "system"
  pod_execution_role_arn = "arn:aws:iam::123456789012:role/pods"
  subnet_ids             = module.part0.ids
  selector {
    namespace = "kube-system"
  }
}
"""

if __name__ == "__main__":
    main()
