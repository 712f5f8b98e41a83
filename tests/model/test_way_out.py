"""Whether pods get out is asked of the profile that takes them, not of the cluster as a whole."""

from __future__ import annotations

import pytest

TWO_PROFILES = """
resource "aws_vpc" "v" {}
resource "aws_subnet" "open" {
  vpc_id = aws_vpc.v.id
}
resource "aws_subnet" "shut" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table" "open" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.n.id
  }
}
resource "aws_route_table" "shut" {
  vpc_id = aws_vpc.v.id
}
resource "aws_nat_gateway" "n" {
  subnet_id = "subnet-public"
}
resource "aws_route_table_association" "open" {
  subnet_id      = aws_subnet.open.id
  route_table_id = aws_route_table.open.id
}
resource "aws_route_table_association" "shut" {
  subnet_id      = aws_subnet.shut.id
  route_table_id = aws_route_table.shut.id
}
resource "aws_eks_cluster" "c" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = [aws_subnet.open.id, aws_subnet.shut.id] }
}
resource "aws_eks_fargate_profile" "open" {
  cluster_name           = aws_eks_cluster.c.name
  fargate_profile_name   = "open"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [aws_subnet.open.id]
  selector { namespace = "web" }
}
resource "aws_eks_fargate_profile" "shut" {
  cluster_name           = aws_eks_cluster.c.name
  fargate_profile_name   = "shut"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = [aws_subnet.shut.id]
  selector { namespace = "batch" }
}
"""


@pytest.mark.parametrize(("namespace", "expected"), [("web", "yes"), ("batch", "no"), ("elsewhere", "no")])
def test_pods_leave_by_the_subnets_of_their_profile(estate, namespace: str, expected: str) -> None:
    (cluster,) = estate(TWO_PROFILES).clusters
    assert cluster.pods_have_egress(namespace).state == expected
    assert cluster.has_egress.state == "no"
