region       = "ap-northeast-1"
internal_tag = "kubernetes.io/role/internal-elb"

services = {
  "ecr.api" = {}
  "ecr.dkr" = {}
  "sts"     = { private_dns = true }
  "ec2"     = {}
}

platforms = {
  reef = {
    cidr = "10.140.0.0/16"
    zones = {
      "apne1-az1" = 0
      "apne1-az4" = 1
    }
    dns = {
      support   = true
      hostnames = true
    }
    namespaces = {
      kube-system = "system"
      orders      = "orders"
    }
    release = "1.35"
  }
}
