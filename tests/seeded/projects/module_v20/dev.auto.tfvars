region             = "ap-northeast-2"
name               = "lagoon"
cidr               = "10.90.0.0/16"
kubernetes_version = "1.35"

zones = ["ap-northeast-2a", "ap-northeast-2c"]

services = ["ecr.api", "ecr.dkr", "sts", "ec2"]

private_subnet_tags = {
  "kubernetes.io/role/internal-elb" = "1"
}

profiles = {
  kube-system = ["kube-system"]
  backend     = ["backend", "default"]
}
