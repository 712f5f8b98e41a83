"""From folders of Terraform files to evaluated resource instances (terraform.load is the entry)."""
