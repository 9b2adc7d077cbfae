"""How frames look on the wire, for every door that streams."""
