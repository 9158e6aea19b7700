"""The desk: where staff see the cases and act on them. Nothing of it is open to anybody who is not signed in."""
