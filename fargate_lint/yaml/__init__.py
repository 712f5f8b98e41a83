"""The one door to PyYAML: text to nodes with places (``nodes``), and what a plain word means to whom (``words``).

How deep a text nests, how long it is and what its aliases write out is counted here while it is read, once for all who
read YAML: Terraform's ``yamldecode`` and Kubernetes manifests alike.
"""
