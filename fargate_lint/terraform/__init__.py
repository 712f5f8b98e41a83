"""From folders of Terraform files to evaluated resource instances (doors.sources is the entry)."""
