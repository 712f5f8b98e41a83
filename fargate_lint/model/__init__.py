"""What rules speak of: clusters, profiles, subnets, endpoints, workloads. Every answer has three states."""
