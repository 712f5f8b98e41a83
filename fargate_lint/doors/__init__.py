"""The ways in: each door gives a Root, and nothing behind it asks which one it was."""
