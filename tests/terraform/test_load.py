"""Loading root modules: variables, modules, repetition, providers, places, remote state."""

from __future__ import annotations

import pytest

from fargate_lint.doors.sources import LoadOptions
from fargate_lint.values.origin import place, steps


@pytest.mark.parametrize(
    ("files", "inputs", "environ", "expected"),
    [
        ({}, (), {}, "default"),
        ({}, (), {"TF_VAR_x": "env"}, "env"),
        ({"terraform.tfvars": 'x = "tfvars"'}, (), {"TF_VAR_x": "env"}, "tfvars"),
        ({"terraform.tfvars": 'x = "t"', "terraform.tfvars.json": '{"x": "json"}'}, (), {}, "json"),
        ({"terraform.tfvars": 'x = "t"', "a.auto.tfvars": 'x = "a"', "b.auto.tfvars": 'x = "b"'}, (), {}, "b"),
        ({"b.auto.tfvars.json": '{"x": "b"}', "a.auto.tfvars": 'x = "a"'}, (), {}, "b"),
        ({"a.auto.tfvars": 'x = "a"', "prod.tfvars": 'x = "prod"'}, (("file", "prod.tfvars"),), {}, "prod"),
        ({"prod.tfvars": 'x = "prod"'}, (("var", "x=cli"), ("file", "prod.tfvars")), {}, "prod"),
        ({"prod.tfvars": 'x = "prod"'}, (("file", "prod.tfvars"), ("var", "x=cli")), {}, "cli"),
    ],
)
def test_variables_follow_terraforms_precedence(load, tmp_path, files, inputs, environ, expected) -> None:
    main = 'variable "x" { default = "default" }\noutput "o" { value = var.x }'
    given = tuple((kind, str(tmp_path / text) if kind == "file" else text) for kind, text in inputs)
    root = load({"main.tf": main, **files}, options=LoadOptions(inputs=given, environ=environ))
    assert root.outputs["o"].text == expected
    assert root.diagnostics == []


@pytest.mark.parametrize(
    ("declaration", "given", "expected"),
    [
        ('variable "x" { type = list(string) }', 'x=["a", "b"]', ["a", "b"]),
        ('variable "x" { type = map(number) }', "x={ a = 1 }", {"a": 1}),
        ('variable "x" { type = string }', "x=[1]", "[1]"),
        ('variable "x" {}', "x=true", "true"),
        ('variable "x" { type = bool }', "x=true", True),
    ],
)
def test_texts_are_read_by_the_variables_type(load, declaration, given, expected) -> None:
    from fargate_lint.graph.export import plain

    root = load(f'{declaration}\noutput "o" {{ value = var.x }}', options=LoadOptions(inputs=(("var", given),)))
    assert plain(root.outputs["o"]) == expected


def test_unset_variable_says_what_to_do(load) -> None:
    root = load('variable "vpc_id" {}\noutput "o" { value = var.vpc_id }')
    unknown = root.outputs["o"].unknown
    assert unknown is not None
    assert unknown.reason == "var.vpc_id has no value: pass --var vpc_id=… or --var-file"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("count = 2", ["aws_eip.a[0]", "aws_eip.a[1]"]),
        ("count = 0", []),
        ('for_each = toset(["b", "a"])', ['aws_eip.a["a"]', 'aws_eip.a["b"]']),
        ('for_each = { "x.y" = 1 }', ['aws_eip.a["x.y"]']),
        ("for_each = {}", []),
        ("for_each = []", []),
        ("", ["aws_eip.a"]),
        ('for_each = { "q\\"" = 1 }', ['aws_eip.a["q\\""]']),
    ],
)
def test_addresses_are_terraforms(load, block, expected) -> None:
    root = load(f'resource "aws_eip" "a" {{\n  {block}\n}}')
    assert [instance.address for instance in root.instances()] == expected
    if not block.endswith("[]"):
        assert root.diagnostics == []


def test_module_instances_have_their_keys_in_addresses(load) -> None:
    root = load(
        {
            "main.tf": 'module "a" {\n  source = "./m"\n  for_each = toset(["x"])\n  n = 2\n}\n',
            "m/main.tf": 'variable "n" {}\nmodule "b" {\n  source = "../k"\n  count = var.n\n}\n',
            "k/main.tf": 'resource "aws_eip" "c" {}\n',
        }
    )
    assert [i.address for i in root.instances()] == [f'module.a["x"].module.b[{n}].aws_eip.c' for n in (0, 1)]
    assert [(call.address, call.resolved) for call in root.calls] == [
        ("module.a", "local"),
        ("module.a.module.b", "local"),
    ]


def test_region_comes_through_aliases_handed_to_modules(load) -> None:
    root = load(
        {
            "main.tf": 'provider "aws" { region = "eu-west-1" }\n'
            'provider "aws" {\n  alias = "seoul"\n  region = "ap-northeast-2"\n}\n'
            'module "a" {\n  source = "./m"\n  providers = { aws = aws.seoul }\n}\nmodule "b" { source = "./m" }\n',
            "m/main.tf": 'data "aws_region" "here" {}\nresource "aws_vpc_endpoint" "s" {\n'
            '  service_name = "com.amazonaws.${data.aws_region.here.name}.s3"\n}\n',
        }
    )
    names = {i.module: i.get("service_name").text for i in root.instances("aws_vpc_endpoint")}
    assert names == {"module.a": "com.amazonaws.ap-northeast-2.s3", "module.b": "com.amazonaws.eu-west-1.s3"}


def test_service_name_with_an_unknown_region_keeps_its_known_pieces(load) -> None:
    root = load(
        'data "aws_vpc_endpoint_service" "s" { service = "sts" }\n'
        'output "o" { value = data.aws_vpc_endpoint_service.s.service_name }'
    )
    unknown = root.outputs["o"].unknown
    assert unknown is not None
    assert (unknown.parts[0], unknown.parts[-1]) == ("com.amazonaws.", ".sts")


def test_place_is_the_tfvars_line_behind_modules_and_locals(load, tmp_path) -> None:
    root = load(
        {
            "main.tf": 'variable "dns" {}\nlocals { flags = { dns = var.dns } }\n'
            'module "vpc" {\n  source = "./vpc"\n  hostnames = local.flags.dns\n}\n',
            "terraform.tfvars": "# flags\ndns = false\n",
            "vpc/main.tf": 'variable "hostnames" { type = bool }\nresource "aws_vpc" "this" {\n'
            "  enable_dns_hostnames = var.hostnames\n}\n",
        }
    )
    (vpc,) = root.instances("aws_vpc")
    value = vpc.get("enable_dns_hostnames")
    span = place(value.origin)
    assert span is not None
    assert (span.path, span.line, span.column, span.end_column) == (str(tmp_path / "terraform.tfvars"), 2, 7, 12)
    assert [note.message for note in steps(value.origin)] == [
        "passed on as var.dns",
        "passed on as local.flags.dns",
        "passed on as var.hostnames",
    ]


def test_dynamic_blocks_expand_and_unknown_ones_say_so(load) -> None:
    root = load(
        'variable "more" {}\nresource "aws_security_group" "a" {\n  dynamic "ingress" {\n'
        "    for_each = { web = 443, ssh = 22 }\n    iterator = it\n"
        "    content {\n      from_port = it.value\n"
        "      description = it.key\n    }\n  }\n"
        '  dynamic "egress" {\n    for_each = var.more\n    content {}\n  }\n}\n'
    )
    (group,) = root.instances("aws_security_group")
    ports = [block.written("from_port").number for block in group.blocks("ingress")]
    assert ports == [22, 443]
    assert group.blocks("ingress").complete
    assert not group.blocks("egress").complete


def test_blocks_may_be_written_as_an_argument(load) -> None:
    root = load('resource "aws_security_group" "a" {\n  ingress = [{ from_port = 443 }]\n}')
    (group,) = root.instances("aws_security_group")
    assert [block.written("from_port").number for block in group.blocks("ingress")] == [443]


def test_broken_file_leaves_the_others_and_makes_missing_names_unknown(load) -> None:
    good = 'output "o" { value = aws_vpc.b.id }'
    root = load({"bad.tf": 'resource "aws_vpc" "b" {\n  x = = 1\n}\n', "good.tf": good})
    assert [diagnostic.code for diagnostic in root.diagnostics] == ["syntax"]
    assert [(broken.type, broken.labels) for broken in root.broken] == [("resource", ("aws_vpc", "b"))]
    assert root.outputs["o"].is_unknown


def test_missing_name_is_a_reference_error_at_its_place(load, tmp_path) -> None:
    root = load('output "o" {\n  value = aws_vpc.nothing.id\n}')
    (diagnostic,) = root.diagnostics
    assert diagnostic.code == "reference"
    assert diagnostic.message == 'A managed resource "aws_vpc" "nothing" has not been declared in the root module.'
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (2, 11)


def test_failed_validation_is_a_diagnostic_where_the_value_was_written(load) -> None:
    root = load(
        {
            "main.tf": 'variable "x" {\n  type = number\n  validation {\n    condition = var.x > 1\n'
            '    error_message = "More than one is needed."\n  }\n}\n',
            "terraform.tfvars": "x = 1\n",
        }
    )
    (diagnostic,) = root.diagnostics
    assert (diagnostic.code, diagnostic.message) == (
        "validation",
        "Invalid value for var.x: More than one is needed.",
    )
    assert diagnostic.span is not None
    assert diagnostic.span.path.endswith("terraform.tfvars")


def test_remote_state_of_a_root_in_the_scan_is_that_root(load, tmp_path) -> None:
    files = {
        "1_vpc/main.tf": 'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "vpc"\n  }\n}\n'
        'resource "aws_vpc" "this" {}\noutput "vpc_id" { value = aws_vpc.this.id }\n',
        "2_eks/main.tf": 'data "terraform_remote_state" "net" {\n  backend = "s3"\n'
        '  config = { bucket = "b", key = "vpc", region = "eu-west-1" }\n}\n'
        'output "o" { value = data.terraform_remote_state.net.outputs.vpc_id }\n',
    }
    roots = (str(tmp_path / "1_vpc"), str(tmp_path / "2_eks"))
    root = load(files, "2_eks", LoadOptions(roots=roots))
    assert str(root.outputs["o"].ref) == "data.terraform_remote_state.net.aws_vpc.this.id"
    assert root.declarations["data.terraform_remote_state.net.aws_vpc.this"].foreign
    alone = load(files, "2_eks")
    assert alone.outputs["o"].is_unknown


def test_override_files_replace_arguments_and_blocks(load) -> None:
    root = load(
        {
            "main.tf": 'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n  tags = { a = "1" }\n}\n',
            "override.tf": 'resource "aws_vpc" "a" {\n  cidr_block = "10.1.0.0/16"\n}\n',
        }
    )
    (vpc,) = root.instances("aws_vpc")
    assert vpc.get("cidr_block").text == "10.1.0.0/16"
    assert vpc.get("tags").fields is not None


def test_a_module_that_calls_itself_is_a_limit_not_a_hang(load) -> None:
    root = load({"main.tf": 'module "a" { source = "./a" }', "a/main.tf": 'module "a" { source = "../a" }'})
    assert [diagnostic.code for diagnostic in root.diagnostics] == ["limit"]


def test_policy_document_is_read_with_its_unknown_pieces(load) -> None:
    root = load(
        'data "aws_caller_identity" "me" {}\ndata "aws_iam_policy_document" "d" {\n  statement {\n'
        '    actions = ["sts:AssumeRole"]\n    principals {\n      type = "Service"\n'
        '      identifiers = ["eks-fargate-pods.amazonaws.com"]\n    }\n    condition {\n      test = "ArnLike"\n'
        '      variable = "aws:SourceArn"\n'
        '      values = ["arn:aws:eks:eu-west-1:${data.aws_caller_identity.me.account_id}:fargateprofile/c/*"]\n'
        '    }\n  }\n}\noutput "o" { value = jsondecode(data.aws_iam_policy_document.d.json) }\n'
    )
    from fargate_lint.graph.export import plain

    document = plain(root.outputs["o"])
    statement = document["Statement"][0]
    assert statement["Principal"] == {"Service": "eks-fargate-pods.amazonaws.com"}
    assert statement["Condition"]["ArnLike"]["aws:SourceArn"]["$parts"][0] == "arn:aws:eks:eu-west-1:"


@pytest.mark.parametrize(
    "key", ["git::https://example.com/net.git?ref=v1", "git::https://example.com/net.git", "example.com/net"]
)
def test_configured_folder_stands_in_for_a_source(load, tmp_path, key) -> None:
    root = load(
        {
            "main.tf": 'module "n" {\n  source = "git::https://example.com/net.git?ref=v1"\n}\n'
            'output "o" { value = module.n.id }\n',
            "stand_in/main.tf": 'resource "aws_vpc" "v" {}\noutput "id" { value = aws_vpc.v.id }\n',
        },
        options=LoadOptions(modules={key: str(tmp_path / "stand_in")}),
    )
    (call,) = root.calls
    assert (call.resolved, call.detail) == ("configured", "mapped to stand_in by the configuration")
    assert str(root.outputs["o"].ref) == "module.n.aws_vpc.v.id"


def test_a_users_own_stub_has_defaults_by_version_and_findings_point_at_its_call(load, tmp_path) -> None:
    root = load(
        {
            "main.tf": 'module "n" {\n  source = "terraform-aws-modules/vpc/aws"\n  version = "3.19.0"\n}\n',
            "mine/main.tf": 'variable "dns" { default = true }\n'
            'resource "aws_vpc" "v" {\n  enable_dns_hostnames = var.dns\n}\n',
            "mine/stub.toml": 'source = "terraform-aws-modules/vpc/aws"\nversions = ">= 2.0.0"\nfacts = "own"\n'
            'checked = 2026-11-23\n[[rows]]\nversions = "< 4.0.0"\ndefaults = { dns = "false" }\n',
        },
        options=LoadOptions(modules={"terraform-aws-modules/vpc/aws": str(tmp_path / "mine")}),
    )
    (vpc,) = root.instances("aws_vpc")
    assert vpc.get("enable_dns_hostnames").flag is False
    assert vpc.span is not None
    assert (vpc.span.path, vpc.span.line) == (str(tmp_path / "main.tf"), 1)


def test_a_broken_stub_of_the_users_is_a_diagnostic_at_its_place(load, tmp_path) -> None:
    root = load(
        {
            "main.tf": 'module "n" {\n  source = "terraform-aws-modules/vpc/aws"\n  version = "3.19.0"\n}\n',
            "mine/main.tf": "",
            "mine/stub.toml": "versions = 3",
        },
        options=LoadOptions(modules={"terraform-aws-modules/vpc/aws": str(tmp_path / "mine")}),
    )
    (diagnostic,) = root.diagnostics
    assert diagnostic.code == "configuration"
    assert diagnostic.span is not None
    assert diagnostic.span.path == str(tmp_path / "mine" / "stub.toml")
