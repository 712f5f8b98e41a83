"""IAM: roles, their trust, their policies."""
