"""What makes pods, and what stands beside them: workloads, Helm releases, namespaces, services."""
