"""References to edges: the only door to networkx."""
