"""Kubernetes objects and Helm releases, from YAML or Terraform, as pods and what makes them."""
