"""Text to syntax: the only door to python-hcl2 and lark."""
