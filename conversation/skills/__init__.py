"""What the assistant can do, one file each. A skill is one function: what is known in, the one thing to do next out."""
