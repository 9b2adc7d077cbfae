"""What people said and what was done: conversations loaded and kept, without a single order fact."""
