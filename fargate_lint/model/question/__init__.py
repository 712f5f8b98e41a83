"""What takes several views: placement, needs and use of endpoints, ways in."""
