"""What every view is made of: address, place, arguments, identity, and what may be unseen."""
