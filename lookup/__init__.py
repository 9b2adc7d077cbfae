"""What the shop knows: the question, the answer, signing, and the connectors that ask."""
