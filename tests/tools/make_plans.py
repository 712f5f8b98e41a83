"""Whole plans by real Terraform, offline: of tests/fixtures/plan and tests/fixtures/planned, for the plan door.

usage: python tests/tools/make_plans.py [CASE]...

Needs terraform, a terraform-provider-aws on this machine (TF_PLUGIN_DIR, else looked for) and moto_server, which
answers in the place of AWS. Writes tests/golden/plan_json/CASE.json.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
GOLDEN = TESTS / "golden" / "plan_json"
FOLDERS = (TESTS / "fixtures" / "plan", TESTS / "fixtures" / "planned")
SERVICES = ("ec2", "sts", "iam", "eks", "ssm", "logs", "s3", "kms", "route53", "elbv2")
Json = Any


def at_hand() -> bool:
    """Whether everything that is needed is there."""
    return all(map(shutil.which, ("terraform", "moto_server"))) and plugins() is not None


def plugins() -> str | None:
    """The folder of provider plugins."""
    if os.environ.get("TF_PLUGIN_DIR"):
        return os.environ["TF_PLUGIN_DIR"]
    find = ["find", "/opt", "/usr", "/root", "-xdev", "-name", "terraform-provider-aws_*", "-print", "-quit"]
    found = subprocess.run(find, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.strip()
    return str(Path(found).parents[5]) if found else None


@contextmanager
def moto() -> Iterator[int]:
    """A server that answers as AWS, with nothing in it; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = subprocess.Popen(
        ["moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


class Workspace:
    """A folder in which Terraform is run; ``load`` puts the sources of a root into it, what was applied stays."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self._port = port

    def load(self, source: Path) -> None:
        for path in self.folder.glob("*"):
            if path.name not in (".terraform", ".terraform.lock.hcl", "terraform.tfstate"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(source, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected*"))
        texts = [path.read_text(encoding="utf-8") for path in self.folder.glob("*.tf")]
        blocks = re.findall(r'^provider\s+"?aws"?\s*\{(.*?)^\}', "\n".join(texts), re.M | re.S)
        aliases = [m.group(1) if (m := re.search(r'alias\s*=\s*"([^"]+)"', b)) else None for b in blocks]
        if aliases:
            text = "".join(self._provider(alias) for alias in aliases)
            (self.folder / "zz_moto_override.tf").write_text(text, encoding="utf-8")
        if None not in aliases:
            (self.folder / "zz_moto.tf").write_text(self._provider(None), encoding="utf-8")
        self.run("init", f"-plugin-dir={plugins()}")

    def _provider(self, alias: str | None) -> str:
        endpoints = "".join(f'    {service} = "http://127.0.0.1:{self._port}"\n' for service in SERVICES)
        named = f'  alias = "{alias}"\n' if alias else ""
        return (
            f'provider "aws" {{\n{named}  access_key = "x"\n  secret_key = "y"\n  skip_credentials_validation = true\n'
            "  skip_requesting_account_id = true\n  skip_metadata_api_check = true\n  s3_use_path_style = true\n"
            f"  endpoints {{\n{endpoints}  }}\n}}\n"
        )

    def run(self, command: str, *arguments: str, may_fail: bool = False) -> str:
        environment = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "AWS_REGION": "us-east-1"}
        environment.pop("TF_CLI_CONFIG_FILE", None)
        flags = [] if command == "show" else ["-input=false"]
        done = subprocess.run(
            ["terraform", command, *flags, "-no-color", *arguments],
            cwd=self.folder,
            env={**environment, "AWS_EC2_METADATA_DISABLED": "true"},
            text=True,
            capture_output=True,
        )
        if done.returncode and not may_fail:
            raise RuntimeError(f"terraform {command}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def plan(self, *arguments: str, may_fail: bool = False) -> Json:
        self.run("plan", "-out=plan.bin", *arguments, may_fail=may_fail)
        return json.loads(self.run("show", "-json", "plan.bin"))


def once(*arguments: str, may_fail: bool = False) -> Callable[[Workspace, Path], Iterator[tuple[str, Json]]]:
    def make(workspace: Workspace, source: Path) -> Iterator[tuple[str, Json]]:
        workspace.load(source)
        yield "", workspace.plan(*arguments, may_fail=may_fail)

    return make


def partly(workspace: Workspace, source: Path) -> Iterator[tuple[str, Json]]:
    workspace.load(source)
    yield "", workspace.plan()
    yield "_target", workspace.plan("-target=aws_eks_fargate_profile.main")


def in_steps(workspace: Workspace, source: Path) -> Iterator[tuple[str, Json]]:
    """Apply before/, plan after/ on it, in every mode."""
    workspace.load(source / "before")
    workspace.run("apply", "-auto-approve")
    yield "_state", json.loads(workspace.run("show", "-json"))
    yield "_refresh", workspace.plan("-refresh-only")
    yield "_destroy", workspace.plan("-destroy")
    workspace.load(source / "after")
    yield "", workspace.plan()


SPECIAL = {"partial": partly, "errored": once(may_fail=True), "steps": in_steps}


def slim(whole: Json) -> Json:
    """A plan without what the door never reads: the state before, the same values a second time, the time."""
    for name in ("planned_values", "relevant_attributes", "timestamp", "resource_drift", "checks"):
        if "values" not in whole:
            whole.pop(name, None)
    for change in whole.get("resource_changes", []):
        change.pop("provider_name", None)
        for name in ("before", "before_sensitive", "replace_paths"):
            change["change"].pop(name, None)
    text = json.dumps(whole, ensure_ascii=False)
    return json.loads(re.sub(r'"data": "[^"]{64,}"', '"data": "…"', text))


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    sources = {path.name: path for folder in FOLDERS for path in sorted(folder.iterdir()) if path.is_dir()}
    for case in sys.argv[1:] or sources:
        with moto() as port, tempfile.TemporaryDirectory() as folder:
            for suffix, made in SPECIAL.get(case, once())(Workspace(Path(folder), port), sources[case]):
                text = json.dumps(slim(made), ensure_ascii=False, separators=(",", ":"))
                (GOLDEN / f"{case}{suffix}.json").write_text(text + "\n", encoding="utf-8")
                print(f"{case}{suffix}: {len(text)} bytes", flush=True)


if __name__ == "__main__":
    main()
