"""The loop: one turn at a time per conversation, performing what the core asks for."""
