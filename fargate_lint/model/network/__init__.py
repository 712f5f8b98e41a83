"""VPCs, subnets, routes, gateways, network ACLs, security groups, endpoints, zones."""
