"""The resource graph: instances, references, order. The only door to networkx."""
