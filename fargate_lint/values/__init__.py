"""Values as Terraform has them, with what we add: reasons, references and places."""
